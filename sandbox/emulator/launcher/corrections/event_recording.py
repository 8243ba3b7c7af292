"""AWS: every call that a principal of an account makes is one event, with the caller's true identity
(https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference.html).

LocalEmu records the access key id as user name, the SDK's operation and client names, parameters in clear, and its own
internal calls (delivery of log files, one PutEvents per event, published messages). Here the recording hook is another
one: the record is built by ``launcher.record``, the caller is who the request was authorised as, internal calls are no
events but for roles that a service assumes, and calls of unknown callers belong to no account.
"""

import logging
import os

from launcher.corrections import event_delivery, event_history, eventbridge_forwarding
from launcher.record.build import build_record
from launcher.record.identity import service_identity, user_identity
from launcher.upstream import expect, expect_parameters

NAME = "event_recording"
LOG = logging.getLogger("audit_trail.recording")
_INTERNAL_AGENTS = ("LocalEmu-Internal/", "LocalEmu-Dashboard/")


def apply() -> None:
    from localemu.aws.handlers import run_custom_response_handlers
    from localemu.services.cloudtrail import recording_hook
    from localemu.services.iam_enforcement.enforcer import IAMEnforcementHandler, _extract_access_key
    from localemu.services.iam_enforcement.identity import resolve_caller

    expect_parameters(NAME, recording_hook.cloudtrail_activity_handler, "chain", "context", "response")
    expect_parameters(NAME, resolve_caller, "access_key_id", "account_id", "region")
    expect(NAME, recording_hook.INTERNAL_CALL_USER_AGENT_EXTRA.startswith(_INTERNAL_AGENTS[0]), "the internal user agent")
    expect(NAME, recording_hook._DASHBOARD_USER_AGENT_PREFIX == _INTERNAL_AGENTS[1], "the dashboard's user agent")
    expect(NAME, hasattr(recording_hook, "_HANDLER_TAG"), "recording_hook._HANDLER_TAG")

    authorise = IAMEnforcementHandler.__call__

    def note_caller(self, chain, context, response):
        # The call itself may end the caller's existence (DeleteAccessKey), so who it is has to be asked before.
        if context.service and context.operation and not context.is_internal_call:
            key = _extract_access_key(context)
            context.audit_trail_caller = resolve_caller(key, context.account_id, context.region) or _without_enforcement(
                key, context
            )
        return authorise(self, chain, context, response)

    IAMEnforcementHandler.__call__ = note_caller

    def record_call(_chain, context, response):
        try:
            _record(context, response)
        except Exception:
            LOG.exception("could not record %s", getattr(context.operation, "name", "a call"))

    # Upstream's registrar looks for this tag and leaves a handler that has it in place.
    record_call._le_handler_tag = recording_hook._HANDLER_TAG
    run_custom_response_handlers.handlers.append(record_call)


def _record(context, response) -> None:
    if not (context.service and context.operation):
        return
    who = _identity(context)
    if who is None:
        return
    record = build_record(context, response, who, context.account_id)
    event = event_history.keep(record)
    event_delivery.enqueue(record, event.record_json, context)
    eventbridge_forwarding.enqueue(record, event.record_json)


def _identity(context) -> dict | None:
    if context.is_internal_call:
        principal = (context.internal_request_params or {}).get("service_principal")
        assumes = context.service.service_name == "sts" and context.operation.name == "AssumeRole"
        return service_identity(principal) if principal and assumes else None
    if any(mark in context.request.headers.get("User-Agent", "") for mark in _INTERNAL_AGENTS):
        return None
    caller = getattr(context, "audit_trail_caller", None)
    return user_identity(caller, context) if caller else None


def _without_enforcement(key: str, context):
    """Where IAM is not enforced any key will do: it acts with all rights, so it is recorded as the root user."""
    from localemu.services.iam_enforcement.identity import CallerIdentity

    if os.environ.get("IAM_ENFORCEMENT") == "1" or not key or key.startswith("__"):
        return None
    return CallerIdentity(
        principal_type="Root",
        account_id=context.account_id,
        arn=f"arn:{context.partition}:iam::{context.account_id}:root",
        access_key_id=key,
    )
