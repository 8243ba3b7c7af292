"""AWS: a trail's bucket and KMS key may belong to another account; the key is then named by its ARN
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-receive-logs-from-multiple-accounts.html, API_CreateTrail).

LocalEmu looks for both in the trail's own account, whatever account the key's ARN names.
"""

from launcher.upstream import expect, expect_parameters

NAME = "trail_in_another_account"


def apply() -> None:
    from localemu.services.cloudtrail import provider
    from localemu.services.s3.models import s3_stores
    from moto.cloudtrail.models import Trail

    validate, exists = provider._validate_kms_key_id, Trail.check_bucket_exists
    expect_parameters(NAME, validate, "kms_key_id", "account_id", "region")
    expect_parameters(NAME, exists, "self")
    for handler in (provider._handle_create_trail, provider._handle_update_trail):
        expect(NAME, "_validate_kms_key_id" in handler.__code__.co_names, f"_validate_kms_key_id in {handler.__name__}")

    def check_bucket_exists(self):
        # Bucket names are unique over all accounts; this map of every bucket is shared by all stores.
        if self.bucket_name not in s3_stores[self.account_id][self.region_name].global_bucket_map:
            exists(self)

    provider._validate_kms_key_id = lambda kms_key_id, account_id, region: validate(
        kms_key_id, owner(kms_key_id) or account_id, region
    )
    Trail.check_bucket_exists = check_bucket_exists


def owner(key: str) -> str:
    """The account in a key's or alias's ARN; empty when it is named otherwise."""
    parts = key.split(":")
    return parts[4] if key.startswith("arn:") and len(parts) > 5 else ""
