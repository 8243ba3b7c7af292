"""Whether a trail logs an event: scope and event selectors.

Sources: "Understanding multi-Region trails" (awscloudtrail/latest/userguide/cloudtrail-multi-region-trails.html),
"Global service events" (…/cloudtrail-concepts.html), API_EventSelector and API_AdvancedFieldSelector
(awscloudtrail/latest/APIReference).
"""

from launcher.record.categories import is_global

_ALL_OF = {"AWS::S3::Object": "s3", "AWS::Lambda::Function": "lambda", "AWS::DynamoDB::Table": "dynamodb"}


def wants(trail, record: dict, service: str) -> bool:
    """Whether `trail` (moto's Trail, taken to be logging) logs the event."""
    return in_scope(trail, record, service) and is_selected(
        trail.event_selectors, trail.advanced_event_selectors, record
    )


def in_scope(trail, record: dict, service: str) -> bool:
    """Whether the event is of the trail's account and of a Region that it covers."""
    if record["recipientAccountId"] != trail.account_id:
        return False
    if is_global(service) and trail.include_global_service_events is False:
        return False
    return trail.is_multi_region or record["awsRegion"] == trail.region_name


def is_selected(basic: list[dict], advanced: list[dict], record: dict) -> bool:
    """Whether the selectors select the event; a trail without any logs all management events."""
    if advanced:
        return any(_advanced(selector, record) for selector in advanced)
    return any(_basic(selector, record) for selector in basic or [{}])


def _basic(selector: dict, record: dict) -> bool:
    kind = selector.get("ReadWriteType") or "All"
    if kind == "ReadOnly" and not record["readOnly"] or kind == "WriteOnly" and record["readOnly"]:
        return False
    if record["eventCategory"] == "Management":
        excluded = selector.get("ExcludeManagementEventSources") or []
        return selector.get("IncludeManagementEvents", True) and record["eventSource"] not in excluded
    return any(_basic_data(resource, record) for resource in selector.get("DataResources") or [])


def _basic_data(resource: dict, record: dict) -> bool:
    arns = [_arn(found) for found in record.get("resources") or [] if found["type"] == resource.get("Type")]
    for value in resource.get("Values") or []:
        everything = value.split(":")[2:] in ([_ALL_OF.get(resource.get("Type"))], [_ALL_OF.get(resource.get("Type")), "", ""])
        if any(everything or (arn.startswith(value) if resource["Type"] == "AWS::S3::Object" else arn == value) for arn in arns):
            return True
    return False


def _advanced(selector: dict, record: dict) -> bool:
    conditions = selector.get("FieldSelectors") or []
    types = next((c.get("Equals") or [] for c in conditions if c.get("Field") == "resources.type"), None)
    return bool(conditions) and all(_condition(condition, record, types) for condition in conditions)


def _condition(condition: dict, record: dict, types: list[str] | None) -> bool:
    values = _field(condition.get("Field"), record, types)
    if not values:
        return False
    positive = [("Equals", str.__eq__), ("StartsWith", str.startswith), ("EndsWith", str.endswith)]
    for operator, holds in positive:
        wanted = condition.get(operator)
        if wanted and not any(holds(value, one) for value in values for one in wanted):
            return False
        unwanted = condition.get(f"Not{operator}")
        if unwanted and any(holds(value, one) for value in values for one in unwanted):
            return False
    return True


def _field(field: str | None, record: dict, types: list[str] | None) -> list[str]:
    if field == "resources.type":
        return [found["type"] for found in record.get("resources") or []]
    if field == "resources.ARN":
        return [_arn(found) for found in record.get("resources") or [] if types is None or found["type"] in types]
    if field == "userIdentity.arn":
        return [record["userIdentity"].get("arn") or ""]
    if field == "readOnly":
        return [str(record["readOnly"]).lower()]
    value = record.get(field or "")
    return [str(value)] if value is not None else []


def _arn(resource: dict) -> str:
    return resource.get("ARN") or resource.get("ARNPrefix") or ""
