import assert from "node:assert/strict";
import type { CloudTrailEvent } from "../../../detective";
import { tellIncident } from "../../../harness/tellIncident";
import { coverage, event } from "../detective/support/events";

describe("tellIncident", () => {
  const run = { newcomer: "newcomer", trailName: "trail", bucketName: "logs" };
  const by = (userName: string, second: number, fields: Partial<CloudTrailEvent>) =>
    event(second, {
      userIdentity: {
        type: "IAMUser",
        userName,
        accountId: "111122223333",
        accessKeyId: `AKIA${userName.toUpperCase()}`,
        arn: `arn:aws:iam::111122223333:user/${userName}`,
      },
      ...fields,
    });
  const stop = { eventSource: "cloudtrail.amazonaws.com", eventName: "StopLogging" };
  const admin = {
    eventName: "AttachUserPolicy",
    requestParameters: { userName: "newcomer", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
  };

  it("tells what the newcomer did, the worst first, and nothing about others", () => {
    const events = [
      by("newcomer", 1, { ...stop, errorCode: "AccessDenied", requestParameters: null }),
      by("newcomer", 2, admin),
      by("newcomer", 3, { ...stop, requestParameters: { name: "trail" } }),
      by("somebody", 4, { ...stop, requestParameters: { name: "trail" }, sourceIPAddress: "198.51.100.9" }),
    ];
    const { findings, timeline } = tellIncident({ events, coverage }, run);
    assert.deepEqual(timeline.start, { kind: "user", value: "newcomer" });
    assert.deepEqual(
      timeline.entries.map(({ event: { eventID } }) => eventID),
      ["id-1", "id-2", "id-3"],
    );
    assert.equal(findings[0]?.kind, "privilege-escalation");
    assert.equal(findings[0]?.level, "critical");
    assert.ok(findings.some(({ kind, outcome }) => kind === "trail-tampering" && outcome === "success"));
    assert.deepEqual(
      findings.filter(({ evidence }) => evidence.every((id) => id === "id-4")),
      [],
    );
  });

  it("finds nothing where nothing was done", () => {
    const { findings, timeline } = tellIncident({ events: [by("somebody", 1, stop)], coverage }, run);
    assert.deepEqual([findings, timeline.entries], [[], []]);
  });
});
