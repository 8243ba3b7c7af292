"""Who made a call, as the record's ``userIdentity``.

https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
"""

from datetime import datetime, timezone


def user_identity(caller, context) -> dict:
    """The ``userIdentity`` of `caller` (LocalEmu's CallerIdentity)."""
    build = {
        "Root": _root,
        "User": _iam_user,
        "AssumedRole": _assumed_role,
        "FederatedUser": _federated_user,
        "Anonymous": _anonymous,
    }[caller.principal_type]
    return build(caller, context)


def service_identity(service_principal: str) -> dict:
    """The ``userIdentity`` of an AWS service that acts on its own."""
    return {"type": "AWSService", "invokedBy": service_host(service_principal)}


def service_host(service_principal: str) -> str:
    """The host name of a service principal, ``lambda`` or ``lambda.amazonaws.com``."""
    return service_principal if "." in service_principal else f"{service_principal}.amazonaws.com"


def lookup_username(identity: dict) -> str | None:
    """The Username that LookupEvents shows and finds for a record with this `identity`."""
    if identity["type"] == "Root":
        return "root"
    if identity["type"] in ("AssumedRole", "FederatedUser"):
        return identity["principalId"].partition(":")[2]
    return identity.get("userName")


def _root(caller, context) -> dict:
    identity = {
        "type": "Root",
        "principalId": caller.account_id,
        "arn": f"arn:{context.partition}:iam::{caller.account_id}:root",
        "accountId": caller.account_id,
        "accessKeyId": caller.access_key_id,
    }
    return identity | _session_context(caller)


def _iam_user(caller, context) -> dict:
    user = _iam(caller.account_id, context.partition).users.get(caller.username)
    identity = {
        "type": "IAMUser",
        "principalId": getattr(user, "id", None),
        "arn": caller.arn,
        "accountId": caller.account_id,
        "accessKeyId": caller.access_key_id,
        "userName": caller.username,
    }
    return identity | _session_context(caller)


def _assumed_role(caller, context) -> dict:
    role = _role(caller, context.partition)
    role_id = getattr(role, "id", None) or "AROAUNKNOWN"
    issuer = {
        "type": "Role",
        "principalId": role_id,
        "arn": getattr(role, "arn", f"arn:{context.partition}:iam::{caller.account_id}:role/{caller.role_name}"),
        "accountId": caller.account_id,
        "userName": caller.role_name,
    }
    return {
        "type": "AssumedRole",
        "principalId": f"{role_id}:{caller.session_name}",
        "arn": f"arn:{context.partition}:sts::{caller.account_id}:assumed-role/{caller.role_name}/{caller.session_name}",
        "accountId": caller.account_id,
        "accessKeyId": caller.access_key_id,
        "sessionContext": {"sessionIssuer": issuer, "attributes": _session_attributes(caller)}
        | ({"sourceIdentity": caller.source_identity} if caller.source_identity else {}),
    }


def _federated_user(caller, context) -> dict:
    user = _iam(caller.account_id, context.partition).users.get(caller.username)
    name = caller.arn.rpartition("/")[2]
    issuer = {
        "type": "IAMUser",
        "principalId": getattr(user, "id", None),
        "arn": getattr(user, "arn", None),
        "accountId": caller.account_id,
        "userName": caller.username,
    }
    return {
        "type": "FederatedUser",
        "principalId": f"{caller.account_id}:{name}",
        "arn": caller.arn,
        "accountId": caller.account_id,
        "accessKeyId": caller.access_key_id,
        "sessionContext": {"sessionIssuer": issuer, "attributes": _session_attributes(caller)},
    }


def _anonymous(_caller, _context) -> dict:
    return {"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"}


def _session_context(caller) -> dict:
    """Present only for temporary credentials (GetSessionToken)."""
    if not (caller.access_key_id or "").startswith("ASIA"):
        return {}
    return {"sessionContext": {"attributes": _session_attributes(caller)}}


def _session_attributes(caller) -> dict:
    session = _session(caller) or {}
    issued = session.get("issued_at") or datetime.now(timezone.utc)
    return {
        "creationDate": issued.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "mfaAuthenticated": "true" if session.get("mfa_authenticated") else "false",
    }


def _session(caller) -> dict | None:
    from localemu.services.sts.models import sts_store_lock, sts_stores

    store = sts_stores[caller.account_id]["us-east-1"]
    with sts_store_lock:
        return store.sessions.get(caller.access_key_id)


def _role(caller, partition: str):
    roles = _iam(caller.account_id, partition).roles.values()
    return next((role for role in roles if role.name == caller.role_name), None)


def _iam(account_id: str, partition: str):
    from moto.iam.models import iam_backends

    backends = iam_backends[account_id]
    return backends["global"] if partition == "aws" else backends[partition]
