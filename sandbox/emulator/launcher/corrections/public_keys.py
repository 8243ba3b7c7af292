"""AWS: ListPublicKeys shows the public keys whose private halves signed the Region's digest files in a time range; without
a range, the current one (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html).

LocalEmu answers 501.
"""

from datetime import datetime, timezone

from launcher.signing_keys import signing_key
from launcher.upstream import expect

NAME = "public_keys"


def apply() -> None:
    from localemu.services.cloudtrail import provider

    expect(NAME, "ListPublicKeys" not in provider._INTERCEPTED_OPS, "no ListPublicKeys of its own")
    expect(NAME, "LookupEvents" in provider._INTERCEPTED_OPS, "_INTERCEPTED_OPS by operation")
    provider._INTERCEPTED_OPS["ListPublicKeys"] = list_public_keys


def list_public_keys(context, request) -> dict:
    """Answers ListPublicKeys."""
    now = datetime.now(timezone.utc)
    start, end = _time(request.get("StartTime"), now), _time(request.get("EndTime"), now)
    if start > end:
        raise _refusal("InvalidTimeRangeException", "The start time must not be after the end time.")
    if request.get("NextToken"):
        raise _refusal("InvalidTokenException", "The token is not valid: there is one page only.")
    key = signing_key(context.region)
    if end < key.valid_from or start > key.valid_until:
        return {"PublicKeyList": []}
    return {
        "PublicKeyList": [
            {
                "Value": key.value,
                "ValidityStartTime": key.valid_from,
                "ValidityEndTime": key.valid_until,
                "Fingerprint": key.fingerprint,
            }
        ]
    }


def _time(value, otherwise: datetime) -> datetime:
    if value is None:
        return otherwise
    if not isinstance(value, datetime):
        value = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _refusal(code: str, message: str):
    from localemu.aws.api import CommonServiceException

    return CommonServiceException(code=code, message=message, status_code=400, sender_fault=True)
