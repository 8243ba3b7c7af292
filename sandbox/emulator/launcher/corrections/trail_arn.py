"""AWS: a trail's ARN in an IAM policy is ``arn:PARTITION:cloudtrail:REGION:ACCOUNT:trail/NAME``
(https://docs.aws.amazon.com/service-authorization/latest/reference/list_awscloudtrail.html).

LocalEmu evaluates policies against an ARN that lacks ``trail/``, so a statement written for AWS never matches.
"""

from launcher.upstream import expect, expect_parameters

NAME = "trail_arn"
_NAMES = ("Name", "TrailName", "ResourceId", "ResourceArn")


def apply() -> None:
    from localemu.services.iam_enforcement import arn_builder
    from localemu.services.iam_enforcement.arn_builder import build_resource_arn

    expect_parameters(NAME, build_resource_arn, "service", "operation", "request_params", "region", "account_id")
    expect(NAME, isinstance(getattr(arn_builder, "_SERVICE_ARN_BUILDERS", None), dict), "_SERVICE_ARN_BUILDERS")
    expect(NAME, "cloudtrail" not in arn_builder._SERVICE_ARN_BUILDERS, "a missing builder for cloudtrail")
    arn_builder._SERVICE_ARN_BUILDERS["cloudtrail"] = cloudtrail_arn


def cloudtrail_arn(params: dict, region: str, account_id: str) -> str:
    """The ARN that a CloudTrail call is authorised against."""
    from moto.utilities.utils import get_partition

    prefix = f"arn:{get_partition(region)}:cloudtrail:{region}:{account_id}"
    name = next((params[key] for key in _NAMES if params.get(key)), None) or next(
        iter(params.get("ResourceIdList") or []), None
    )
    if not name:
        return f"{prefix}:*"
    return name if name.startswith("arn:") else f"{prefix}:trail/{name}"
