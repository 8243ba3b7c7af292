"""AWS: GetSessionToken and GetFederationToken make new temporary credentials, whose key id starts with ASIA
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-prefixes).

LocalEmu answers the same example key to everybody, which is also its root user's: the session would have all rights.
"""

import functools
import secrets
import string

from launcher.upstream import expect_in_source

NAME = "session_credentials"
_ALPHABET = string.ascii_letters + string.digits + "+/"


def apply() -> None:
    from moto.iam.utils import generate_access_key_id_from_account_id
    from moto.sts.responses import TokenResponse

    for operation in ("get_session_token", "get_federation_token"):
        plain = getattr(TokenResponse, operation)
        expect_in_source(NAME, plain, '"AccessKeyId": "AKIAIOSFODNN7EXAMPLE"')
        setattr(TokenResponse, operation, _with_own_keys(plain, generate_access_key_id_from_account_id))


def _with_own_keys(plain, generate):
    @functools.wraps(plain)
    def answer(self):
        result = plain(self)
        result.result["Credentials"] |= {
            "AccessKeyId": generate(account_id=self.current_account, prefix="ASIA", total_length=20),
            "SecretAccessKey": _random(40),
            "SessionToken": _random(356),
        }
        return result

    return answer


def _random(length: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))
