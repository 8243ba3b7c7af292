"""AWS: calls reach the default event bus as ``AWS API Call via CloudTrail`` when a trail logs them, by default only those
that change something (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).

LocalEmu forwards every management event after 60 s, with or without a trail, one thread for each, but never a call to
EventBridge itself. Here the delay is AUDIT_TRAIL_EVENTBRIDGE_SECONDS, and calls that only read reach the bus while a
rule in that Region has the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS.
"""

import heapq
import itertools
import json
import logging
import threading
import time

from launcher import settings
from launcher.corrections import event_delivery
from launcher.upstream import expect, expect_parameters

NAME = "eventbridge_forwarding"
LOG = logging.getLogger("audit_trail.eventbridge")
_WITH_READS = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
# "Get" in their names, yet they hand out credentials: EventBridge counts them as changes.
_COUNT_AS_CHANGES = {"GetFederationToken", "GetSessionToken"}
_due: list = []
_order = itertools.count()
_changed = threading.Condition()


def apply() -> None:
    from localemu.services.cloudtrail import recording_hook

    expect(NAME, recording_hook._EVB_FORWARDING_DELAY_SECONDS == 60, "_EVB_FORWARDING_DELAY_SECONDS = 60")
    expect_parameters(
        NAME, recording_hook._emit_cloudtrail_to_eventbridge,
        "service_name", "account_id", "region", "event", "service_request",
    )  # fmt: skip
    threading.Thread(target=_forward_forever, name="eventbridge-forwarding", daemon=True).start()


def enqueue(record: dict, record_json: str) -> None:
    """Forwards the event after the delay, if AWS would."""
    account_id, region = record["recipientAccountId"], record["awsRegion"]
    source = record["eventSource"].partition(".")[0]
    changes = not record["readOnly"] or record["eventName"] in _COUNT_AS_CHANGES
    if not event_delivery.is_logged(record, source) or not (changes or _reads_wanted(account_id, region)):
        return
    entry = {
        "Source": f"aws.{source}",
        "DetailType": "AWS API Call via CloudTrail",
        "Detail": record_json,
        "Time": record["eventTime"],
    }
    with _changed:
        heapq.heappush(_due, (time.monotonic() + settings.eventbridge_seconds(), next(_order), account_id, region, entry))
        _changed.notify()


def _reads_wanted(account_id: str, region: str) -> bool:
    from localemu.services.events.models import events_stores

    buses = events_stores[account_id][region].event_buses.values()
    return any(str(rule.state) == _WITH_READS for bus in buses for rule in bus.rules.values())


def _forward_forever() -> None:
    while True:
        with _changed:
            while not _due or _due[0][0] > time.monotonic():
                _changed.wait(_due[0][0] - time.monotonic() if _due else None)
            batch = []
            while _due and _due[0][0] <= time.monotonic():
                batch.append(heapq.heappop(_due))
        for _, _, account_id, region, entry in batch:
            try:
                _client(account_id, region).put_events(Entries=[entry])
            except Exception:
                LOG.exception("event %s not forwarded", json.loads(entry["Detail"])["eventID"])


def _client(account_id: str, region: str):
    from localemu.aws.connect import connect_to

    return connect_to(aws_access_key_id=account_id, region_name=region).events
