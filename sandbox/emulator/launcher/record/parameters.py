"""Requests and responses as records show them: ``requestParameters`` and ``responseElements``.

AWS writes the members of the API's model with a small first letter; S3 and EC2 have their own ways ("Example: Amazon S3
log file entries", AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html; "Example Amazon EC2 API
log file entries", AWSEC2/latest/APIReference/using-cloudtrail.html).
"""

import datetime
import json

from launcher.record import redaction

_LIMIT = 100_000  # characters; AWS drops what would make a record larger than 256 KB

_STS_SILENT = {"DecodeAuthorizationMessage", "GetAccessKeyInfo", "GetCallerIdentity"}

_EC2_LISTS = {
    "Filters": "filterSet",
    "GroupIds": "securityGroupIdSet",
    "GroupNames": "securityGroupSet",
    "ImageIds": "imagesSet",
    "InstanceIds": "instancesSet",
    "Owners": "ownersSet",
    "Resources": "resourcesSet",
    "SecurityGroupIds": "groupSet",
    "SubnetIds": "subnetSet",
    "Tags": "tagSet",
    "VolumeIds": "volumeSet",
    "VpcIds": "vpcSet",
}


def request_parameters(context) -> dict | None:
    """The ``requestParameters`` of the call, or None when it had none."""
    service, operation = context.service.service_name, context.operation
    values = context.service_request or {}
    if service == "s3":
        shown = _s3_request(context, values)
    elif service == "ec2":
        shown = _ec2_structure(service, operation.name, operation.input_shape, values)
    else:
        shown = _structure(service, operation.name, operation.input_shape, values)
    return _limited(shown)


def response_elements(context, response, read_only: bool) -> dict | None:
    """The ``responseElements`` of the call: None for calls that only read, that failed, or that answer nothing."""
    service, operation = context.service.service_name, context.operation
    # AssumeRole only reads, yet its answer is what ties the session's later events to this one.
    if context.service_exception or response.status_code >= 400 or (read_only and service != "sts"):
        return None
    if service == "s3":
        return _s3_response(response)
    values = context.service_response
    if not isinstance(values, dict) or not operation.output_shape or operation.name in _STS_SILENT:
        return None
    if service == "ec2":
        return _limited({"requestId": context.request_id} | _ec2_response(operation, values))
    return _limited(_structure(service, operation.name, operation.output_shape, values))


def small_first(name: str) -> str:
    """`name` as CloudTrail writes it."""
    return name[:1].lower() + name[1:]


def _structure(service: str, operation: str, shape, values: dict, path: str = "") -> dict:
    shown = {}
    for name, member in (shape.members if shape else {}).items():
        value = values.get(name)
        if value is None:
            continue
        treatment = redaction.treatment(service, operation, f"{path}{name}", member)
        if treatment is redaction.OMIT:
            continue
        shown[small_first(name)] = (
            _value(service, operation, member, value, f"{path}{name}.") if treatment is redaction.SHOW else treatment
        )
    return shown


def _value(service: str, operation: str, shape, value, path: str):
    kind = shape.type_name
    if kind == "structure" and isinstance(value, dict):
        return _structure(service, operation, shape, value, path)
    if kind == "list" and isinstance(value, (list, tuple, set)):
        return [_value(service, operation, shape.member, item, path) for item in value]
    if kind == "map" and isinstance(value, dict):
        return {str(key): _value(service, operation, shape.value, item, path) for key, item in value.items()}
    return _scalar(value)


def _scalar(value):
    if isinstance(value, datetime.datetime):
        hour = value.strftime("%I").lstrip("0")
        return f"{value.strftime('%b')} {value.day}, {value.year}, {hour}{value.strftime(':%M:%S %p')}"
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    return str(value) if not isinstance(value, (bytes, bytearray)) else None


def _limited(shown: dict | None) -> dict | None:
    if not shown:
        return None
    return shown if len(json.dumps(shown, default=str)) <= _LIMIT else {"omitted": True}


# --- EC2: every list is {"items": […]} under a name of its own -------------------------------------------------------


def _ec2_structure(service: str, operation: str, shape, values: dict, path: str = "") -> dict:
    shown = {}
    for name, member in (shape.members if shape else {}).items():
        value = values.get(name)
        if value is None:
            continue
        treatment = redaction.treatment(service, operation, f"{path}{name}", member)
        if treatment is redaction.OMIT:
            continue
        key = _EC2_LISTS.get(name) if member.type_name == "list" and not path else None
        key = key or small_first(member.serialization.get("name", name) if path else name)
        shown[key] = _ec2_value(operation, member, value, f"{path}{name}.") if treatment is redaction.SHOW else treatment
    return shown


def _ec2_value(operation: str, shape, value, path: str):
    if shape.type_name == "list" and isinstance(value, (list, tuple)):
        return {"items": [_ec2_value(operation, shape.member, item, path) for item in value]} if value else {}
    if shape.type_name == "structure" and isinstance(value, dict):
        return _ec2_structure("ec2", operation, shape, value, path)
    return _scalar(value)


def _ec2_response(operation, values: dict) -> dict:
    shown = {}
    for name, member in operation.output_shape.members.items():
        if values.get(name) is None:
            continue
        treatment = redaction.treatment("ec2", operation.name, name, member)
        if treatment is redaction.OMIT:
            continue
        key = "_return" if name == "Return" else small_first(member.serialization.get("name", name))
        shown[key] = _ec2_value(operation.name, member, values[name], f"{name}.") if treatment is redaction.SHOW else treatment
    return shown or {"_return": True}


# --- S3: the bucket, the host, the query, some headers, and the XML body under its own names --------------------------

_S3_HEADERS = (
    "x-amz-acl", "x-amz-copy-source", "x-amz-server-side-encryption", "x-amz-storage-class",
    "x-amz-bypass-governance-retention", "x-amz-bucket-object-lock-enabled", "x-amz-object-lock-mode",
    "x-amz-object-lock-retain-until-date", "x-amz-object-ownership", "x-amz-website-redirect-location",
)  # fmt: skip
_S3_HEADER_PREFIXES = ("x-amz-grant-", "x-amz-server-side-encryption-aws-")
_S3_ANSWER_HEADERS = (
    "x-amz-delete-marker", "x-amz-server-side-encryption", "x-amz-server-side-encryption-aws-kms-key-id",
    "x-amz-server-side-encryption-bucket-key-enabled", "x-amz-version-id",
)  # fmt: skip


def _s3_request(context, values: dict) -> dict:
    shown = {}
    for name, value in context.request.args.items():
        if name != "x-id" and not name.lower().startswith("x-amz-"):
            shown[name] = value
    for name, value in context.request.headers.items():
        if name.lower() in _S3_HEADERS or name.lower().startswith(_S3_HEADER_PREFIXES):
            shown[name.lower()] = value
    shown |= _s3_body(context.operation, values)
    if values.get("Bucket"):
        shown["bucketName"] = values["Bucket"]
    shown["Host"] = context.request.host
    if values.get("Key"):
        shown["key"] = values["Key"]
    return shown


def _s3_body(operation, values: dict) -> dict:
    payload = operation.input_shape.serialization.get("payload") if operation.input_shape else None
    value = values.get(payload) if payload else None
    if value is None or operation.name == "DeleteObjects":  # AWS does not record the keys deleted that way
        return {}
    shape = operation.input_shape.members[payload]
    if shape.type_name == "structure":
        return {shape.serialization.get("name", payload): _s3_xml(shape, value)}
    if operation.name == "PutBucketPolicy":
        return {"bucketPolicy": _parsed(value)}
    return {}


def _s3_xml(shape, value):
    if shape.type_name == "structure" and isinstance(value, dict):
        shown = {}
        for name, member in shape.members.items():
            if value.get(name) is None:
                continue
            if member.type_name == "list":
                item_name = member.serialization.get("name", name)
                items = [_s3_xml(member.member, item) for item in value[name]]
                items = items[0] if len(items) == 1 else items
                if member.serialization.get("flattened"):
                    shown[item_name] = items
                else:
                    shown[item_name] = {member.member.serialization.get("name", "member"): items}
            else:
                shown[member.serialization.get("name", name)] = _s3_xml(member, value[name])
        return shown
    return _scalar(value)


def _s3_response(response) -> dict | None:
    return {name: response.headers[name] for name in _S3_ANSWER_HEADERS if name in response.headers} or None


def _parsed(value):
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return _scalar(value)
