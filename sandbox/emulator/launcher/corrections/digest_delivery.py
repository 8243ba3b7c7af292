"""AWS: a trail with log file validation gets a signed digest file an hour, also an empty one, each with the hashes of the
log files of that hour and the signature of the digest before it; a chain starts with StartLogging or when validation is
switched on, and ends with a last digest up to and including StopLogging
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-intro.html,
…/cloudtrail-log-file-validation-digest-file-structure.html, API_GetTrailStatus).

LocalEmu writes none. Here the hour takes AUDIT_TRAIL_DIGEST_SECONDS; a digest that could not be written is tried again
and then reaches up to that moment; Regions other than the trail's own have digests from their first log file on.
"""

import logging
import threading
import time

from launcher import settings
from launcher.digest_chain import DigestChain
from launcher.upstream import expect, expect_parameters

NAME = "digest_delivery"
LOG = logging.getLogger("audit_trail.digests")
_lock = threading.RLock()  # held while writing, so that no digest is written twice
_chains: list[DigestChain] = []
_latest_end: dict[str, dict[str, int]] = {}
_status: dict[tuple[str, str], dict] = {}


def apply() -> None:
    from localemu.services.cloudtrail import provider
    from moto.cloudtrail.models import Trail

    expect_parameters(NAME, Trail.start_logging, "self")
    expect_parameters(NAME, Trail.stop_logging, "self")
    expect(NAME, "enable_log_file_validation" in Trail.update.__code__.co_varnames, "Trail.update(…, enable_log_file_validation)")
    expect(NAME, "GetTrailStatus" in provider._INTERCEPTED_OPS, "GetTrailStatus of its own")
    start, stop, update = Trail.start_logging, Trail.stop_logging, Trail.update
    get_status = provider._INTERCEPTED_OPS["GetTrailStatus"]

    def start_logging(self):
        was_logging = self.status.is_logging
        start(self)
        if self.log_validation and not was_logging:
            _begin(self)

    def stop_logging(self):
        stop(self)
        # Its StopLogging is an event that the last digest covers; `end` is called when that waits for delivery.
        _move(self, "open", "stopping")

    def updated(self, *args, **kwargs):
        validated = self.log_validation
        update(self, *args, **kwargs)
        if validated and not self.log_validation:
            _move(self, "open", "ending")
        elif self.log_validation and not validated and self.status.is_logging:
            _begin(self)

    def get_trail_status(context, request):
        return {**get_status(context, request), **_told(context, request.get("Name") or "")}

    Trail.start_logging = start_logging
    Trail.stop_logging = stop_logging
    Trail.update = updated
    provider._INTERCEPTED_OPS["GetTrailStatus"] = get_trail_status


def note(trail, region: str, key: str, content: bytes) -> None:
    """Takes a log file that was delivered into the trail's chain, if it has one; `content` is what it is unzipped."""
    with _lock:
        chain = next((found for found in _chains if found.trail is trail), None)
        if chain:
            chain.note(region, trail.bucket_name, key, content, time.time())


def end(trail) -> None:
    """Has the last digest written once what waits for delivery now has been delivered."""
    _move(trail, "stopping", "ending")


def ending() -> list[DigestChain]:
    """The chains that end: what waits for delivery now is the last that they name."""
    with _lock:
        return [chain for chain in _chains if chain.state == "ending"]


def write_due(ended: list[DigestChain]) -> None:
    """Writes the digests whose time has come, and the last ones of the chains `ended`."""
    with _lock:
        for chain in ended:
            _finish(chain)
        now = time.time()
        for chain in _chains:
            if chain.state == "open":
                for region in chain.due(now, settings.digest_seconds()):
                    _write(chain, region, now)


def finish(trail) -> None:
    """Writes the last digests of a trail that is about to be deleted; whatever fails now is not tried again."""
    with _lock:
        for chain in [found for found in _chains if found.trail is trail]:
            _finish(chain)
        _chains[:] = [found for found in _chains if found.trail is not trail]
        for key in [found for found in _status if found[0] == trail.arn]:
            del _status[key]


def _begin(trail) -> None:
    with _lock:
        for state in ("open", "stopping"):
            _move(trail, state, "ending")
        _chains.append(DigestChain(trail, int(time.time()), _latest_end.setdefault(trail.arn, {})))


def _move(trail, state: str, to: str) -> None:
    with _lock:
        for chain in _chains:
            if chain.trail is trail and chain.state == state:
                chain.state = to


def _finish(chain: DigestChain) -> None:
    if chain not in _chains:
        return
    now = time.time()
    for region in chain.unfinished():
        if _write(chain, region, now, last=True):
            chain.finish(region)
    if not chain.unfinished():
        _chains.remove(chain)


def _write(chain: DigestChain, region: str, now: float, last: bool = False) -> bool:
    from localemu.services.cloudtrail import provider

    trail = chain.trail
    digest = chain.digest(region, now, last)
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": trail.kms_key_id} if trail.kms_key_id else {}
    status = _status.setdefault((trail.arn, region), {})
    try:
        provider._get_delivery_clients(trail.account_id, trail.region_name).s3.put_object(
            Bucket=digest.bucket,
            Key=digest.key,
            Body=digest.body,
            ContentType="application/x-gzip",
            Metadata=digest.metadata,
            **encryption,
        )
    except Exception as error:
        code = getattr(error, "response", {}).get("Error", {}).get("Code") or type(error).__name__
        if status.get("LatestDigestDeliveryError") != code:
            LOG.warning("digest for %s not delivered to %s: %s", trail.arn, digest.bucket, code)
        status["LatestDigestDeliveryError"] = code
        return False
    chain.written(region, digest)
    status.pop("LatestDigestDeliveryError", None)
    status["LatestDigestDeliveryTime"] = int(time.time())
    return True


def _told(context, name: str) -> dict:
    from moto.cloudtrail.models import cloudtrail_backends

    trails = cloudtrail_backends[context.account_id][context.region].describe_trails(include_shadow_trails=True)
    trail = next((found for found in trails if name in (found.arn, found.trail_name)), None)
    with _lock:
        return dict(_status.get((trail.arn, context.region), {})) if trail else {}
