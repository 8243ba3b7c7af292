"""The key pairs that sign digest files: one per Region, made when the Region first needs one, gone with the emulator.

Source: API_ListPublicKeys and API_PublicKey (awscloudtrail/latest/APIReference).
"""

import hashlib
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

_VALID_DAYS = 30
_lock = threading.Lock()
_keys: dict[str, "SigningKey"] = {}


@dataclass(frozen=True)
class SigningKey:
    """A Region's key pair; `value` is its public half as PKCS#1 in DER."""

    private: rsa.RSAPrivateKey
    value: bytes
    fingerprint: str
    valid_from: datetime
    valid_until: datetime

    def sign(self, text: str) -> str:
        """The signature of `text` in hexadecimal digits: RSASSA-PKCS1-v1_5 with SHA-256."""
        return self.private.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()).hex()


def signing_key(region: str) -> SigningKey:
    """The key that signs the Region's digest files."""
    with _lock:
        if region not in _keys:
            _keys[region] = _new_key()
        return _keys[region]


def _new_key() -> SigningKey:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    value = private.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.PKCS1)
    # From the day's beginning on, so that a digest's start, which lies before its signing, is covered as well.
    start = datetime.now(timezone.utc).replace(hour=0, minute=0, second=0, microsecond=0)
    return SigningKey(
        private, value, hashlib.md5(value).hexdigest(), start, start + timedelta(days=_VALID_DAYS)
    )
