"""AWS: a new trail logs all management events and says so; basic and advanced selectors replace each other; a trail
without Insights selectors answers InsightNotEnabledException
(https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html, API_PutEventSelectors,
API_GetInsightSelectors, API_PutInsightSelectors).

LocalEmu shows no selectors for a new trail, keeps the advanced ones when basic ones are put, and adds Insights selectors
up instead of replacing them.
"""

from launcher.upstream import expect_parameters

NAME = "trail_selectors"
_DEFAULT = {
    "ReadWriteType": "All",
    "IncludeManagementEvents": True,
    "DataResources": [],
    "ExcludeManagementEventSources": [],
}


def apply() -> None:
    from moto.cloudtrail import models, responses

    trail = models.Trail
    expect_parameters(NAME, trail.put_event_selectors, "self", "event_selectors", "advanced_event_selectors")
    expect_parameters(NAME, trail.get_event_selectors, "self")
    expect_parameters(NAME, trail.put_insight_selectors, "self", "insight_selectors")
    expect_parameters(NAME, trail.get_insight_selectors, "self")
    expect_parameters(NAME, responses.CloudTrailResponse.get_event_selectors, "self")
    expect_parameters(NAME, responses.CloudTrailResponse.put_event_selectors, "self")

    def put_event_selectors(self, event_selectors, advanced_event_selectors):
        self.event_selectors = [_DEFAULT | selector for selector in event_selectors or []]
        self.advanced_event_selectors = [] if event_selectors else list(advanced_event_selectors or [])

    def get_event_selectors(self):
        if self.advanced_event_selectors:
            return None, self.advanced_event_selectors
        return self.event_selectors or [dict(_DEFAULT)], None

    def put_insight_selectors(self, insight_selectors):
        self.insight_selectors = list(insight_selectors or [])

    def get_insight_selectors(self):
        if not self.insight_selectors:
            from moto.core.exceptions import JsonRESTError

            raise JsonRESTError("InsightNotEnabledException", f"Insights is not enabled on trail {self.arn}")
        return self.insight_selectors

    trail.put_event_selectors = put_event_selectors
    trail.get_event_selectors = get_event_selectors
    trail.put_insight_selectors = put_insight_selectors
    trail.get_insight_selectors = get_insight_selectors
