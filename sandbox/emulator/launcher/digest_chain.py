"""The digest files of one trail from when it begins to log with validation until it ends: one chain a Region.

Source: "CloudTrail digest file structure"
(awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html).
"""

import gzip
import hashlib
import json
import math
from dataclasses import dataclass, field
from datetime import datetime, timezone

from launcher.signing_keys import signing_key

_ALGORITHM = "SHA256withRSA"
_HASH = "SHA-256"


@dataclass
class Digest:
    """A digest file that is to be written."""

    bucket: str
    key: str
    body: bytes
    metadata: dict[str, str]
    link: dict
    """What the next one says of it."""
    start: int
    end: int
    logs: list


@dataclass
class _Region:
    start: int
    """The end of the latest digest; at first, where the chain begins. In seconds since 1970."""
    logs: list[tuple[float, dict]] = field(default_factory=list)
    """The log files that no digest names yet, with when each was delivered."""
    previous: dict | None = None
    finished: bool = False


class DigestChain:
    """The chains of one trail, which share their beginning and their end. `state`: open, stopping, ending."""

    def __init__(self, trail, began: int, not_before: dict[str, int]) -> None:
        self.trail = trail
        self.state = "open"
        self._began = began
        # A trail's chains share their keys, which hold whole seconds: a later one goes on where the earlier ends.
        self._not_before = not_before
        self._regions = {trail.region_name: self._region(trail.region_name)}

    def note(self, region: str, bucket: str, key: str, content: bytes, delivered: float) -> None:
        """Remembers a delivered log file; `content` is what it is unzipped."""
        times = sorted(record["eventTime"] for record in json.loads(content)["Records"])
        entry = {
            "s3Bucket": bucket,
            "s3Object": key,
            "hashValue": hashlib.sha256(content).hexdigest(),
            "hashAlgorithm": _HASH,
            "newestEventTime": times[-1],
            "oldestEventTime": times[0],
        }
        if region not in self._regions:
            self._regions[region] = self._region(region)
        self._regions[region].logs.append((delivered, entry))

    def due(self, now: float, seconds: float) -> list[str]:
        """The Regions whose latest digest ended `seconds` ago."""
        return [name for name, region in self._regions.items() if int(now) - region.start >= max(seconds, 1)]

    def unfinished(self) -> list[str]:
        """The Regions whose last digest is not written yet."""
        return [name for name, region in self._regions.items() if not region.finished]

    def finish(self, name: str) -> None:
        """Takes the Region's latest digest for its last."""
        self._regions[name].finished = True

    def digest(self, name: str, now: float, last: bool = False) -> Digest:
        """The digest of a Region up to `now`, in seconds since 1970; the last one names all that was delivered."""
        region = self._regions[name]
        # The chain before may have ended after this one began.
        region.start = max(region.start, self._not_before.get(name, 0))
        end = max(math.ceil(now) if last else int(now), region.start + 1)
        logs = [entry for delivered, entry in region.logs if last or delivered < end]
        key = digest_key(self.trail, name, end)
        previous = region.previous or {}
        signer = signing_key(name)
        content = json.dumps(
            {
                "awsAccountId": self.trail.account_id,
                "digestStartTime": _utc(region.start),
                "digestEndTime": _utc(end),
                "digestS3Bucket": self.trail.bucket_name,
                "digestS3Object": key,
                "digestPublicKeyFingerprint": signer.fingerprint,
                "digestSignatureAlgorithm": _ALGORITHM,
                "newestEventTime": max((log["newestEventTime"] for log in logs), default=None),
                "oldestEventTime": min((log["oldestEventTime"] for log in logs), default=None),
                "previousDigestS3Bucket": previous.get("bucket"),
                "previousDigestS3Object": previous.get("key"),
                "previousDigestHashValue": previous.get("hash"),
                "previousDigestHashAlgorithm": _HASH if previous else None,
                "previousDigestSignature": previous.get("signature"),
                "logFiles": logs,
            },
            separators=(",", ":"),
        ).encode()
        hashed = hashlib.sha256(content).hexdigest()
        where = f"{self.trail.bucket_name}/{key}"
        signature = signer.sign("\n".join([_utc(end), where, hashed, previous.get("signature") or "null"]))
        return Digest(
            bucket=self.trail.bucket_name,
            key=key,
            body=gzip.compress(content),
            metadata={"signature": signature, "signature-algorithm": _ALGORITHM},
            link={"bucket": self.trail.bucket_name, "key": key, "hash": hashed, "signature": signature},
            start=region.start,
            end=end,
            logs=logs,
        )

    def written(self, name: str, digest: Digest) -> None:
        """Goes on behind a digest that lies in the bucket."""
        region = self._regions[name]
        region.start, region.previous = digest.end, digest.link
        named = {id(entry) for entry in digest.logs}
        region.logs = [(delivered, entry) for delivered, entry in region.logs if id(entry) not in named]
        self._not_before[name] = digest.end

    def _region(self, name: str) -> _Region:
        return _Region(max(self._began, self._not_before.get(name, 0)))


def digest_key(trail, region: str, end: int) -> str:
    """Where AWS puts the digest that ends at `end`, in seconds since 1970."""
    at = datetime.fromtimestamp(end, timezone.utc)
    account, home = trail.account_id, trail.region_name
    name = f"{account}_CloudTrail-Digest_{region}_{trail.trail_name}_{home}_{at:%Y%m%dT%H%M%SZ}.json.gz"
    parts = [trail.s3_key_prefix, "AWSLogs", account, "CloudTrail-Digest", region, f"{at:%Y/%m/%d}", name]
    return "/".join(part for part in parts if part)


def _utc(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, timezone.utc):%Y-%m-%dT%H:%M:%SZ}"
