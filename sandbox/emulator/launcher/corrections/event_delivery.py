"""AWS: a trail that logs gets every event of its account and Regions, and only those, in gzipped files under
``[PREFIX/]AWSLogs/[o-ID/]ACCOUNT/CloudTrail/REGION/YYYY/MM/DD/ACCOUNT_CloudTrail_REGION_YYYYMMDDTHHmmZ_<16>.json.gz``
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-examples.html,
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html).

LocalEmu delivers once a minute, at most 500 events and loses the rest, before StartLogging and after StopLogging too,
other accounts' events, the home Region only. Here an event is put into the queue of each trail that logs at that moment
and stays there until a file with it has been written, every AUDIT_TRAIL_DELIVERY_SECONDS.
"""

import gzip
import logging
import secrets
import string
import threading
from datetime import datetime, timezone

from launcher import selectors, settings
from launcher.corrections import digest_delivery
from launcher.upstream import expect_parameters

NAME = "event_delivery"
LOG = logging.getLogger("audit_trail.delivery")
_FILE_EVENTS = 10_000
_ALPHABET = string.ascii_letters + string.digits
_lock = threading.Lock()
_delivering = threading.RLock()
_queues: dict[str, "_Queue"] = {}
_undelivered: set[str] = set()
_stop = threading.Event()


class _Queue:
    """The events that wait for one trail, by Region."""

    def __init__(self, trail) -> None:
        self.trail = trail
        self.waiting: dict[str, list[str]] = {}


def apply() -> None:
    from localemu.services.cloudtrail import provider

    expect_parameters(NAME, provider._start_s3_log_delivery)
    expect_parameters(NAME, provider._stop_s3_log_delivery)
    expect_parameters(NAME, provider._get_delivery_clients, "account_id", "region")
    expect_parameters(
        NAME, provider._deliver_log_file,
        "trail", "s3_client", "sns_client", "account_id", "region", "bucket_name", "s3_key", "body",
    )  # fmt: skip
    expect_parameters(
        NAME, provider._record_delivery_attempt,
        "account_id", "region", "trail_name", "success", "error", "when",
    )  # fmt: skip
    provider._start_s3_log_delivery = lambda: None
    provider._stop_s3_log_delivery = _stop.set
    threading.Thread(target=_deliver_forever, name="log-delivery", daemon=True).start()


def enqueue(record: dict, record_json: str, context) -> None:
    """Queues the event for every trail that logs it."""
    for trail in _trails_of(record["recipientAccountId"]):
        stopped = _stopped_by(record, trail)
        if (trail.status.is_logging or stopped) and selectors.wants(trail, record, context.service.service_name):
            with _lock:
                queue = _queues.get(trail.arn)
                if queue is None or queue.trail is not trail:
                    queue = _queues[trail.arn] = _Queue(trail)
                queue.waiting.setdefault(record["awsRegion"], []).append(record_json)
        if stopped:
            digest_delivery.end(trail)


def is_logged(record: dict, service: str) -> bool:
    """Whether any trail logs the event."""
    return any(
        (trail.status.is_logging or _stopped_by(record, trail)) and selectors.wants(trail, record, service)
        for trail in _trails_of(record["recipientAccountId"])
    )


def deliver(trail) -> None:
    """Delivers what waits for `trail` now."""
    with _lock:
        queue = _queues.get(trail.arn)
    if queue and queue.trail is trail:
        _deliver_queue(queue)


def forget(trail) -> None:
    """Drops what waits for a trail that no longer exists."""
    with _lock:
        _queues.pop(trail.arn, None)
        _undelivered.discard(trail.arn)


def _trails_of(account_id: str) -> list:
    from moto.cloudtrail.models import cloudtrail_backends

    if account_id not in cloudtrail_backends:
        return []
    return [trail for backend in list(cloudtrail_backends[account_id].values()) for trail in list(backend.trails.values())]


def _stopped_by(record: dict, trail) -> bool:
    """The StopLogging that ends the logging is itself still logged: it was made while the trail was."""
    if record["eventName"] != "StopLogging" or record.get("errorCode"):
        return False
    name = (record.get("requestParameters") or {}).get("name")
    return name == trail.arn or name == trail.trail_name and record["awsRegion"] == trail.region_name


def _deliver_forever() -> None:
    while not _stop.wait(settings.delivery_seconds()):
        # Taken before the queues are emptied: what waits for a chain that ends is in it then.
        ended = digest_delivery.ending()
        with _lock:
            queues = list(_queues.values())
        for queue in queues:
            try:
                _deliver_queue(queue)
            except Exception:
                LOG.exception("delivery for %s failed", queue.trail.arn)
        try:
            digest_delivery.write_due([chain for chain in ended if not _waits(chain.trail)])
        except Exception:
            LOG.exception("delivery of digests failed")


def _waits(trail) -> bool:
    """Whether log files could not be delivered: the last digest waits for them."""
    with _lock:
        return trail.arn in _undelivered


def _deliver_queue(queue: _Queue) -> None:
    with _delivering:  # one at a time, so that no event is taken twice
        with _lock:
            taken = {region: events for region, events in queue.waiting.items() if events}
            queue.waiting = {}
        _undelivered.discard(queue.trail.arn)
        for region, events in taken.items():
            for start in range(0, len(events), _FILE_EVENTS):
                batch = events[start : start + _FILE_EVENTS]
                if not _deliver_file(queue.trail, region, batch):
                    # AWS keeps trying for 30 days; so the events go back to the front of the queue.
                    with _lock:
                        queue.waiting[region] = batch + queue.waiting.get(region, [])
                        _undelivered.add(queue.trail.arn)


def _deliver_file(trail, region: str, events: list[str]) -> bool:
    from localemu.services.cloudtrail import provider

    content = ('{"Records":[' + ",".join(events) + "]}").encode()
    key = _key(trail, region)
    clients = provider._get_delivery_clients(trail.account_id, trail.region_name)
    try:
        provider._deliver_log_file(
            trail=trail,
            s3_client=clients.s3,
            sns_client=clients.sns,
            account_id=trail.account_id,
            region=trail.region_name,
            bucket_name=trail.bucket_name,
            s3_key=key,
            body=gzip.compress(content),
        )
    except Exception as error:
        code = getattr(error, "response", {}).get("Error", {}).get("Code") or type(error).__name__
        LOG.warning("log file for %s not delivered to %s: %s", trail.arn, trail.bucket_name, code)
        provider._record_delivery_attempt(trail.account_id, trail.region_name, trail.trail_name, success=False, error=code)
        return False
    provider._record_delivery_attempt(trail.account_id, trail.region_name, trail.trail_name, success=True)
    digest_delivery.note(trail, region, key, content)
    return True


def _key(trail, region: str) -> str:
    now = datetime.now(timezone.utc)
    unique = "".join(secrets.choice(_ALPHABET) for _ in range(16))
    name = f"{trail.account_id}_CloudTrail_{region}_{now:%Y%m%dT%H%MZ}_{unique}.json.gz"
    parts = [trail.s3_key_prefix, "AWSLogs", trail.account_id, "CloudTrail", region, f"{now:%Y/%m/%d}", name]
    return "/".join(part for part in parts if part)
