import {
  bucketEvents,
  failedEvents,
  missionScore,
  policyAttachments,
  recentEvents,
  runChecks,
  trailChecks,
  type Report,
} from "../../../detective";
import { FakeAccount } from "../../unit/detective/support/account";
import { coverage, event } from "../../unit/detective/support/events";

/** A report with a failed check, an incomplete answer, an empty one, and texts that are hard to place. */
export async function report(): Promise<Report> {
  const account = new FakeAccount();
  account.status = { IsLogging: false };
  const verdicts = runChecks(trailChecks, await account.facts());
  const requestParameters = {
    userName: "newcomer",
    policyArn: `arn:aws:iam::aws:policy/${"Long".repeat(20)}`,
  };
  const set = {
    events: [
      event(3, { eventName: "AttachUserPolicy", requestParameters }),
      event(2, {
        eventName: "GetObjectLockConfiguration",
        errorCode: "ObjectLockConfigurationNotFoundError",
        errorMessage: `User: arn:aws:iam::111122223333:user/${"x".repeat(200)} is not authorized`,
        userIdentity: { type: "IAMUser", userName: `${"Session".repeat(8)}@example.com` },
      }),
      event(1),
    ],
    coverage: {
      ...coverage,
      events: 3,
      complete: false,
      gaps: [
        { reason: "data-events", inherent: true, detail: "Management events only." },
        { reason: "failed-region", inherent: false, detail: "eu-west-1 was not read to the end." },
      ],
    },
  } as const;
  return {
    title: "CloudTrail exercise",
    when: new Date("2026-01-31T12:00:00Z"),
    account: "111122223333",
    regions: ["us-east-1"],
    correlationId: "audit-trail-exercise-0123456789ab",
    stages: [
      { name: "up", seconds: 8.94 },
      { name: "destroy", seconds: 1.06 },
    ],
    answers: [recentEvents(set), failedEvents(set), policyAttachments(set), bucketEvents(set, "nobody")],
    verdicts,
    score: missionScore(verdicts),
    coverage: set.coverage,
    notes: ["A note."],
  };
}
