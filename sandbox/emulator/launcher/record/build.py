"""One call in, one record out."""

import uuid
from datetime import datetime, timezone

from launcher.record import categories, identity, names, parameters, resources

_VERSION = "1.11"


def build_record(context, response, who: dict, account_id: str) -> dict:
    """The CloudTrail record of an answered call, made by `who` (a ``userIdentity``), for the trails of `account_id`."""
    service, operation = context.service.service_name, context.operation.name
    read_only = categories.is_read_only(service, operation)
    data = categories.is_data_event(service, operation)
    code, message = _error(context, response, service, operation)
    record = {
        "eventVersion": _VERSION,
        "userIdentity": who,
        "eventTime": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": names.event_source(service),
        "eventName": names.event_name(service, operation, context.service.api_version),
        "awsRegion": categories.event_region(service, context.region, context.partition),
        "sourceIPAddress": who.get("invokedBy") or _address(context),
        "userAgent": who.get("invokedBy") or _user_agent(context, service),
        **({"errorCode": code} if code else {}),
        **({"errorMessage": message} if message else {}),
        "requestParameters": parameters.request_parameters(context),
        "responseElements": parameters.response_elements(context, response, read_only),
        **({"additionalEventData": _s3_extra(context, response)} if service == "s3" else {}),
        "requestID": context.request_id,
        "eventID": str(uuid.uuid4()),
        "readOnly": read_only,
    }
    about = resources.record_resources(context, account_id)
    if about:
        record["resources"] = about
    record |= {
        "eventType": "AwsApiCall",
        "managementEvent": not data,
        "recipientAccountId": account_id,
        "eventCategory": "Data" if data else "Management",
    }
    if "invokedBy" not in who and getattr(context.request, "is_secure", False):
        record["tlsDetails"] = {"clientProvidedHostHeader": context.request.host}
    return record


def _error(context, response, service: str, operation: str) -> tuple[str | None, str | None]:
    error = context.service_exception
    if not error and response.status_code < 400:
        return None, None
    code = getattr(error, "code", None) or (type(error).__name__ if error else str(response.status_code))
    message = str(error) if error else None
    if service == "ec2":
        # EC2 says in the code whose fault it is (AWSEC2/latest/APIReference/errors-overview.html).
        if code == "AccessDenied":
            code, message = "UnauthorizedOperation", f"You are not authorized to perform this operation. {message}"
        code = f"{'Server' if response.status_code >= 500 else 'Client'}.{code}"
    return code, message or None


def _address(context) -> str:
    address = getattr(context.request, "remote_addr", None) or "127.0.0.1"
    return address.removeprefix("::ffff:")


def _user_agent(context, service: str) -> str:
    agent = context.request.headers.get("User-Agent", "")
    return f"[{agent}]" if service == "s3" else agent


def _s3_extra(context, response) -> dict:
    signed_in_query = any(name.lower() == "x-amz-signature" for name in context.request.args)
    return {
        "SignatureVersion": "SigV4",
        "AuthenticationMethod": "QueryString" if signed_in_query else "AuthHeader",
        "bytesTransferredIn": context.request.content_length or 0,
        "bytesTransferredOut": response.content_length or 0,
    }
