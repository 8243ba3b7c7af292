"""AWS: a second CreateTrail of a name is refused with TrailAlreadyExistsException, starting or stopping an unknown trail
with TrailNotFoundException, a setting updated to the empty string is gone, the SNS topic can be given by ARN,
GetTrail names the home region (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_CreateTrail.html, API_StartLogging, API_UpdateTrail, API_GetTrail).

LocalEmu replaces the existing trail, answers 500, shows the empty string, nests the ARN into another, and leaves
the home region out.
"""

from launcher.corrections import digest_delivery, event_delivery
from launcher.upstream import expect, expect_parameters

NAME = "trail_lifecycle"


def apply() -> None:
    from moto.cloudtrail import models

    backend, trail = models.CloudTrailBackend, models.Trail
    expect_parameters(NAME, backend.start_logging, "self", "name")
    expect_parameters(NAME, backend.stop_logging, "self", "name")
    expect_parameters(NAME, backend.delete_trail, "self", "name")
    expect_parameters(NAME, trail.description, "self", "include_region")
    expect(NAME, next(iter(list(_parameters(backend.create_trail))[1:])) == "name", "create_trail(name, …)")
    expect(NAME, isinstance(trail.topic_arn, property), "Trail.topic_arn")

    create, delete, topic_arn, description = backend.create_trail, backend.delete_trail, trail.topic_arn, trail.description

    def create_trail(self, name, *args, **kwargs):
        if any(found.trail_name == name for found in self.describe_trails(include_shadow_trails=True)):
            raise _refusal(
                "TrailAlreadyExistsException", f"Trail {name} already exists for customer: {self.account_id}"
            )
        return create(self, name, *args, **kwargs)

    def delete_trail(self, name):
        # What was logged is delivered before the answer: nothing arrives in the bucket of a trail that is gone.
        found = self.get_trail(name)
        event_delivery.deliver(found)
        event_delivery.forget(found)
        digest_delivery.finish(found)
        return delete(self, found.trail_name)

    def described(self, include_region=False):
        # GetTrail names the home region as DescribeTrails does; where the answer has no place for it, it is dropped.
        return {key: value for key, value in description(self, True).items() if value not in (None, "")} | {
            "HasCustomEventSelectors": bool(self.event_selectors or self.advanced_event_selectors),
            "HasInsightSelectors": bool(self.insight_selectors),
        }

    def topic(self):
        given = self.sns_topic_name
        return given if given and given.startswith("arn:") else topic_arn.fget(self)

    backend.create_trail = create_trail
    backend.delete_trail = delete_trail
    backend.start_logging = lambda self, name: self.get_trail(name).start_logging()
    backend.stop_logging = lambda self, name: self.get_trail(name).stop_logging()
    trail.description = described
    trail.topic_arn = property(topic)


def _parameters(function):
    import inspect

    return inspect.signature(function).parameters


def _refusal(code: str, message: str):
    from moto.core.exceptions import JsonRESTError

    return JsonRESTError(code, message)
