"""AWS: the event history holds 90 days of management events, per account and Region
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html).

LocalEmu keeps the last 10,000 events of all accounts and Regions together, half of them its own. Here the ring holds
100,000 (AUDIT_TRAIL_HISTORY_EVENTS), and each account and Region has its own besides, in the order of their times: a call
is recorded when it has ended, and of two that overlap either may come first.
"""

import bisect
import itertools
import json
import threading
from datetime import datetime, timezone

from launcher import settings
from launcher.record.identity import lookup_username
from launcher.record.resources import lookup_resources
from launcher.upstream import expect, expect_parameters

NAME = "event_history"
_sequence = itertools.count(1)
_scopes: dict[tuple[str, str], list] = {}
_lock = threading.Lock()


def apply() -> None:
    from localemu.services.cloudtrail import event_store

    expect_parameters(NAME, event_store.CloudTrailEventStore.__init__, "self", "max_events")
    expect(NAME, event_store._store is None, "an event store that is made at first use")
    expect(NAME, "event_category" in event_store.CloudTrailEvent.__slots__, "CloudTrailEvent.event_category")
    # CloudTrail Lake and the dashboard read this store; lookups read the one below.
    event_store._store = event_store.CloudTrailEventStore(max_events=settings.history_events())


def keep(record: dict) -> "object":
    """Adds the record to the history of its account and Region, and to LocalEmu's own store."""
    from localemu.services.cloudtrail.event_store import get_event_store

    event = _event_class()(record)
    get_event_store().record(event)
    if record["eventCategory"] == "Management":
        scope = (record["recipientAccountId"], record["awsRegion"])
        with _lock:
            event.sequence = next(_sequence)
            events = _scopes.setdefault(scope, [])
            bisect.insort(events, event, key=place)
            del events[: -settings.history_events()]
    return event


def place(event) -> tuple[int, int]:
    """Where an event stands among the others: by its time in seconds since 1970, then by when it was recorded."""
    return int(event.event_time.timestamp()), event.sequence


def newest_first(
    account_id: str, region: str, before: tuple[int, int] | None = None, end: datetime | None = None
) -> list:
    """The management events of an account in a Region.

    Those from the place `before` on, and those after `end`, are left out: a page deep in a long history must not cost a
    walk through all of it.
    """
    with _lock:
        events = _scopes.get((account_id, region), [])
        last = len(events)
        if before is not None:
            last = bisect.bisect_left(events, before, key=place)
        if end is not None:
            last = min(last, bisect.bisect_right(events, end, key=lambda event: event.event_time))
        return events[:last][::-1]


_Event = None


def _event_class():
    global _Event
    if _Event is None:
        from localemu.services.cloudtrail.event_store import CloudTrailEvent

        class Event(CloudTrailEvent):
            """LocalEmu's event, but its JSON is the record."""

            __slots__ = ("record_json", "sequence")

            def __init__(self, record: dict) -> None:
                who = record["userIdentity"]
                super().__init__(
                    event_id=record["eventID"],
                    event_time=datetime.strptime(record["eventTime"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=timezone.utc),
                    event_source=record["eventSource"],
                    event_name=record["eventName"],
                    aws_region=record["awsRegion"],
                    source_ip=record["sourceIPAddress"],
                    user_agent=record["userAgent"],
                    account_id=record["recipientAccountId"],
                    read_only=record["readOnly"],
                    username=lookup_username(who) or "",
                    access_key_id=who.get("accessKeyId") or "",
                    error_code=record.get("errorCode"),
                    error_message=record.get("errorMessage"),
                    resources=lookup_resources(record),
                    request_id=record["requestID"],
                    event_category=record["eventCategory"],
                )
                self.record_json = json.dumps(record, default=str)
                self.sequence = 0

            def to_cloudtrail_event_json(self) -> str:
                return self.record_json

            def to_lookup_event(self) -> dict:
                shown = {
                    "EventId": self.event_id,
                    "EventName": self.event_name,
                    "ReadOnly": str(self.read_only).lower(),
                    "EventTime": self.event_time,
                    "EventSource": self.event_source,
                    "Resources": self.resources,
                    "CloudTrailEvent": self.record_json,
                }
                if self.access_key_id:
                    shown["AccessKeyId"] = self.access_key_id
                if self.username:
                    shown["Username"] = self.username
                return shown

        _Event = Event
    return _Event
