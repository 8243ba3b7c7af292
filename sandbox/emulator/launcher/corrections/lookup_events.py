"""AWS: LookupEvents shows the management events of the caller's account in the Region of the call, newest first, whether
or not there is a trail (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html).

LocalEmu shows everybody's events of all Regions, data events too, hides what a trail's selectors leave out, and accepts
an unknown attribute key, a MaxResults out of range and a time range that ends before it starts.
"""

import base64
import hashlib
import json
from datetime import datetime, timezone

from launcher.corrections import event_history
from launcher.upstream import expect

NAME = "lookup_events"

_ATTRIBUTES = {
    "AccessKeyId": lambda event, value: event.access_key_id == value,
    "EventId": lambda event, value: event.event_id == value,
    "EventName": lambda event, value: event.event_name == value,
    "EventSource": lambda event, value: event.event_source == value,
    "ReadOnly": lambda event, value: str(event.read_only).lower() == value.lower(),
    "ResourceName": lambda event, value: any(found["ResourceName"] == value for found in event.resources),
    "ResourceType": lambda event, value: any(found["ResourceType"] == value for found in event.resources),
    "Username": lambda event, value: event.username == value,
}


def apply() -> None:
    from localemu.services.cloudtrail import provider

    expect(NAME, provider._INTERCEPTED_OPS.get("LookupEvents") is provider._handle_lookup_events, "_handle_lookup_events")
    provider._INTERCEPTED_OPS["LookupEvents"] = lookup_events


def lookup_events(context, request) -> dict:
    """Answers LookupEvents."""
    start, end = _time(request.get("StartTime")), _time(request.get("EndTime"))
    if start and end and start > end:
        raise _refusal("InvalidTimeRangeException", "The start time must not be after the end time.")
    most = request.get("MaxResults")
    most = 50 if most is None else most
    if not 1 <= most <= 50:
        raise _refusal("InvalidMaxResultsException", f"MaxResults must be between 1 and 50, not {most}.")
    attributes = request.get("LookupAttributes") or []
    if len(attributes) > 1:
        raise _refusal("InvalidLookupAttributesException", "You can only specify one lookup attribute.")
    for attribute in attributes:
        if attribute.get("AttributeKey") not in _ATTRIBUTES:
            raise _refusal("InvalidLookupAttributesException", f"Unknown attribute key {attribute.get('AttributeKey')}.")
    category = request.get("EventCategory")
    if category not in (None, "insight"):
        raise _refusal("InvalidEventCategoryException", f"EventCategory must be insight, not {category}.")

    question = _digest(start, end, attributes, category)
    before = _place_of(request.get("NextToken"), question)
    # Insights need weeks of history; an emulator has none to show.
    events = [] if category else event_history.newest_first(context.account_id, context.region, before, end)
    page = []
    for event in events:
        if start and event.event_time < start or end and event.event_time > end:
            continue
        if all(_ATTRIBUTES[item["AttributeKey"]](event, item["AttributeValue"]) for item in attributes):
            if len(page) == most:
                return {"Events": _shown(page), "NextToken": _token(event_history.place(page[-1]), question)}
            page.append(event)
    return {"Events": _shown(page)}


def _shown(events: list) -> list[dict]:
    return [event.to_lookup_event() for event in events]


def _time(value):
    if value is None:
        return None
    if not isinstance(value, datetime):
        value = datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    return value if value.tzinfo else value.replace(tzinfo=timezone.utc)


def _digest(*question) -> str:
    return hashlib.sha256(json.dumps(question, default=str).encode()).hexdigest()[:16]


def _token(place: tuple[int, int], question: str) -> str:
    return base64.urlsafe_b64encode(f"{question}:{place[0]}:{place[1]}".encode()).decode()


def _place_of(token: str | None, question: str) -> tuple[int, int] | None:
    if token is None:
        return None
    try:
        asked, second, sequence = base64.urlsafe_b64decode(token.encode()).decode().split(":")
        if asked == question:
            return int(second), int(sequence)
    except ValueError:
        pass
    raise _refusal("InvalidNextTokenException", "The token is not valid for this request: it has to be repeated as it was.")


def _refusal(code: str, message: str):
    from localemu.aws.api import CommonServiceException

    return CommonServiceException(code=code, message=message, status_code=400, sender_fault=True)
