import assert from "node:assert/strict";
import type { CloudTrailEvent } from "../../../detective";
import { askQuestions } from "../../../harness/askQuestions";

describe("askQuestions", () => {
  const run = { correlationId: "audit-trail-exercise-0123456789ab", bucketName: "logs" };
  let count = 0;
  const event = (
    eventSource: string,
    eventName: string,
    more: Partial<CloudTrailEvent> = {},
  ): CloudTrailEvent => ({
    eventID: `event-${++count}`,
    eventTime: "2026-01-01T00:00:00Z",
    eventSource,
    eventName,
    userAgent: `aws-sdk-js ${run.correlationId}`,
    ...more,
  });
  const coverage = { source: "test", regions: ["us-east-1"], events: 0, complete: true, gaps: [] };
  const whole = [
    event("iam.amazonaws.com", "AttachUserPolicy", { requestParameters: { userName: "bob" } }),
    event("iam.amazonaws.com", "GetUser", { errorCode: "NoSuchEntityException" }),
    event("s3.amazonaws.com", "GetBucketPolicy", { requestParameters: { bucketName: "logs" } }),
  ];

  it("answers five questions when each shows a call of this run", () => {
    assert.deepEqual(
      askQuestions({ events: whole, coverage }, run).map(({ id, events }) => [id, events.length]),
      [
        ["recentEvents", 3],
        ["iamEvents", 2],
        ["failedEvents", 1],
        ["policyAttachments", 1],
        ["bucketEvents", 1],
      ],
    );
  });

  it("does not take somebody else's calls for its own", () => {
    const others = whole.map((one) => ({ ...one, userAgent: "somebody else" }));
    assert.throws(
      () => askQuestions({ events: others, coverage }, run),
      /The 10 most recent events; IAM events/,
    );
  });

  it("names the question that went unanswered", () => {
    assert.throws(() => askQuestions({ events: whole.slice(0, 2), coverage }, run), {
      name: "UnansweredError",
      message:
        "no call of this run (audit-trail-exercise-0123456789ab) is in the answer to: Events on bucket logs",
    });
  });
});
