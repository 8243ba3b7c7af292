"""AWS: a denial says why, ``… because no identity-based policy allows the ACTION action`` or ``… with an explicit deny
in an identity-based policy`` (https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html).

LocalEmu leaves the reason out of the message, and so out of the event's errorMessage.
"""

import threading

from launcher.upstream import expect, expect_in_source, expect_parameters

NAME = "denial_messages"


def apply() -> None:
    from localemu.aws.api import CommonServiceException
    from localemu.services.iam_enforcement.enforcer import IAMEnforcementHandler
    from localemu.services.iam_enforcement.evaluator import Decision, PolicyEvaluator

    plain_call, plain_evaluate = IAMEnforcementHandler.__call__, PolicyEvaluator.evaluate
    expect_in_source(NAME, plain_call, "is not authorized to perform: ")
    expect_parameters(NAME, plain_call, "self", "chain", "context", "response")
    expect(NAME, hasattr(Decision, "EXPLICIT_DENY"), "Decision.EXPLICIT_DENY")
    last = threading.local()

    def evaluate(self, *args, **kwargs):
        decision = plain_evaluate(self, *args, **kwargs)
        last.reason = None
        if decision == Decision.EXPLICIT_DENY:
            alone = plain_evaluate(self, *args, **{**kwargs, "resource_policy": None})
            kind = "an identity-based" if alone == Decision.EXPLICIT_DENY else "a resource-based"
            last.reason = f"with an explicit deny in {kind} policy"
        elif decision != Decision.ALLOW:
            last.reason = f"because no identity-based policy allows the {kwargs.get('action')} action"
        return decision

    def call(self, chain, context, response):
        last.reason = None
        try:
            return plain_call(self, chain, context, response)
        except CommonServiceException as error:
            if last.reason and error.code == "AccessDenied" and " is not authorized to perform: " in str(error):
                raise CommonServiceException(
                    code=error.code, message=f"{error} {last.reason}", status_code=error.status_code
                ) from None
            raise

    PolicyEvaluator.evaluate = evaluate
    IAMEnforcementHandler.__call__ = call
