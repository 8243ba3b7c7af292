import assert from "node:assert/strict";
import { eventsBy } from "../../../../detective/questions/eventsBy";
import { eventsWhere } from "../../../../detective/questions/eventsWhere";
import { listEvents } from "../../../../detective/questions/listEvents";
import { resourceEvents } from "../../../../detective/questions/resourceEvents";
import { by, call, denied, eventSet } from "../../../support/records";

const alice = by.user("alice");
const attach = call("iam:AttachUserPolicy", alice, {
  at: 1,
  requestParameters: { userName: "bob", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
});
const refused = denied("cloudtrail:StopLogging", by.role("Deploy", "ci-1"), {
  at: 2,
  awsRegion: "eu-central-1",
  sourceIPAddress: "2001:DB8:0:0::7",
});

describe("listEvents", () => {
  it("says when, what, who, from where, with what outcome and on what, newest first", () => {
    const answer = listEvents(eventSet([attach, refused]), { title: "All" });
    assert.deepEqual(answer.rows, [
      {
        time: "2026-01-31T12:00:02Z",
        event: "cloudtrail:StopLogging",
        who: "Deploy/ci-1",
        from: "2001:db8::7",
        region: "eu-central-1",
        outcome: "AccessDenied",
        resources: "",
      },
      {
        time: "2026-01-31T12:00:01Z",
        event: "iam:AttachUserPolicy",
        who: "alice",
        from: "192.0.2.7",
        region: "us-east-1",
        outcome: "success",
        resources: "bob, AdministratorAccess",
      },
    ]);
    assert.deepEqual(answer.evidence, [["StopLogging@2"], ["AttachUserPolicy@1"]]);
  });

  it("shows the Region only where it differs", () => {
    const shown = (events: (typeof attach)[]) =>
      listEvents(eventSet(events), { title: "" }).columns.map(({ key }) => key);
    assert.ok(shown([attach, refused]).includes("region"));
    assert.ok(!shown([attach]).includes("region"));
  });

  it("names four resources, counts the rest, and leaves out the caller's own key", () => {
    const listed = call("ec2:TerminateInstances", alice, {
      lookup: undefined,
      resources: ["a", "b", "c", "d", "e", "f"].map((name) => ({
        ARN: `arn:aws:ec2:us-east-1:1:instance/${name}`,
      })),
    });
    listed.lookup = { resources: [{ type: "AWS::IAM::AccessKey", name: alice.accessKeyId! }] };
    assert.match(
      listEvents(eventSet([listed]), { title: "" }).rows[0]!.resources,
      /^a.*, b.*, c.*, d.*, and 2 more$/,
    );
  });
});

describe("eventsBy, eventsWhere, resourceEvents", () => {
  const set = eventSet([attach, refused]);

  it("takes what hangs on the thread", () => {
    const answer = eventsBy(set, { kind: "session", value: "Deploy/*" });
    assert.equal(answer.title, "Calls in the session Deploy/*");
    assert.deepEqual(answer.events, ["StopLogging@2"]);
  });

  it("takes what has all attributes and is of the time, ends included", () => {
    const select = (selection: Parameters<typeof eventsWhere>[1]) => eventsWhere(set, selection).events;
    assert.deepEqual(select({ where: { EventName: "AttachUserPolicy", ReadOnly: "false" } }), [
      "AttachUserPolicy@1",
    ]);
    assert.deepEqual(select({ where: { EventSource: "cloudtrail.amazonaws.com" } }), ["StopLogging@2"]);
    assert.deepEqual(select({ where: { ResourceType: "AWS::IAM::Policy" } }), ["AttachUserPolicy@1"]);
    assert.deepEqual(select({ since: new Date("2026-01-31T12:00:02Z") }), ["StopLogging@2"]);
    assert.deepEqual(select({ until: new Date("2026-01-31T12:00:01Z") }), ["AttachUserPolicy@1"]);
    assert.deepEqual(select({ limit: 1 }), ["StopLogging@2"]);
    assert.equal(
      eventsWhere(set, {
        where: { EventSource: "iam.amazonaws.com" },
        since: new Date("2026-01-31T12:00:00Z"),
      }).title,
      "Events of iam.amazonaws.com since 2026-01-31T12:00:00Z",
    );
  });

  it("finds who touched a resource", () => {
    assert.deepEqual(resourceEvents(set, "bob").events, ["AttachUserPolicy@1"]);
    assert.deepEqual(resourceEvents(set, "bo").events, []);
    // Who asks the event history about it has not touched it.
    const asked = call("cloudtrail:LookupEvents", by.user("ann"), {
      requestParameters: { lookupAttributes: [{ attributeKey: "ResourceName", attributeValue: "bob" }] },
    });
    assert.deepEqual(resourceEvents(eventSet([asked]), "bob").items, []);
  });
});
