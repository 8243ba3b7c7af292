import assert from "node:assert/strict";
import { Answer } from "../../../../detective/answer";
import { CloudTrailEvent } from "../../../../detective/event";
import { bucketEvents } from "../../../../detective/questions/bucketEvents";
import { failedEvents } from "../../../../detective/questions/failedEvents";
import { iamEvents } from "../../../../detective/questions/iamEvents";
import { madeByRun } from "../../../../detective/questions/madeByRun";
import { policyAttachments } from "../../../../detective/questions/policyAttachments";
import { recentEvents } from "../../../../detective/questions/recentEvents";
import { coverage, event, eventSet } from "../support/events";

const keys = (answer: Answer) => answer.columns.map(({ key }) => key);

describe("recentEvents", () => {
  it("gives the ten newest, newest first, with ids as evidence and the source's coverage", () => {
    const answer = recentEvents(eventSet(...Array.from({ length: 12 }, (_, second) => event(second))));
    assert.deepEqual(keys(answer), ["time", "event", "source"]);
    assert.equal(answer.rows.length, 10);
    assert.deepEqual(answer.rows[0], {
      time: "2026-01-31T12:00:11Z",
      event: "ListUsers",
      source: "iam.amazonaws.com",
    });
    assert.equal(answer.events[9], "id-2");
    assert.equal(answer.coverage, coverage);
  });

  it("puts events without a readable time last and shows what they have", () => {
    const answer = recentEvents(eventSet({ eventName: "Odd" }, event(1), { eventTime: "?", eventID: "q" }));
    assert.deepEqual(
      answer.rows.map((row) => row.event),
      ["ListUsers", "Odd", ""],
    );
    assert.deepEqual(answer.events, ["id-1", "q"]);
  });

  it("answers an empty set with an empty table", () => {
    assert.deepEqual(recentEvents(eventSet()).rows, []);
  });
});

describe("iamEvents", () => {
  it("takes IAM's events and no others", () => {
    const answer = iamEvents(
      eventSet(
        event(1),
        event(2, { eventSource: "sts.amazonaws.com" }),
        event(3, { eventSource: "xiam.amazonaws.com" }),
        event(4, { eventSource: undefined }),
      ),
    );
    assert.deepEqual(answer.rows, [{ time: "2026-01-31T12:00:01Z", event: "ListUsers", user: "alice" }]);
    assert.deepEqual(answer.events, ["id-1"]);
  });
});

describe("failedEvents", () => {
  it("takes events with an errorCode, with the whole message", () => {
    const answer = failedEvents(
      eventSet(
        event(1, { errorCode: "AccessDenied", errorMessage: "x".repeat(1000) }),
        event(2, { errorMessage: "no code" }),
        event(3, { errorCode: "" }),
        event(4, { errorCode: "NoSuchBucket", userIdentity: undefined, sourceIPAddress: undefined }),
      ),
    );
    assert.deepEqual(answer.rows, [
      {
        time: "2026-01-31T12:00:04Z",
        event: "ListUsers",
        user: "unknown",
        errorCode: "NoSuchBucket",
        sourceIp: "",
        message: "",
      },
      {
        time: "2026-01-31T12:00:01Z",
        event: "ListUsers",
        user: "alice",
        errorCode: "AccessDenied",
        sourceIp: "192.0.2.7",
        message: "x".repeat(1000),
      },
    ]);
  });
});

describe("policyAttachments", () => {
  const attach = (second: number, fields: Partial<CloudTrailEvent>) =>
    event(second, { eventName: "AttachUserPolicy", ...fields });
  const requestParameters = { userName: "bob", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" };

  it("says who, to whom, which policy and whether it succeeded", () => {
    const answer = policyAttachments(
      eventSet(
        attach(1, { requestParameters }),
        attach(2, { requestParameters, errorCode: "NoSuchEntityException" }),
      ),
    );
    assert.deepEqual(
      answer.rows.map(({ who, toWhom, policy, outcome }) => [who, toWhom, policy, outcome]),
      [
        ["alice", "bob", requestParameters.policyArn, "failed: NoSuchEntityException"],
        ["alice", "bob", requestParameters.policyArn, "success"],
      ],
    );
  });

  const messages: [string, string][] = [
    [
      "User: arn:x is not authorized to perform: iam:AttachUserPolicy on resource: user bob because no",
      "bob",
    ],
    ["not authorized on resource: arn:aws-cn:iam::111122223333:user/team/bob because no", "bob"],
    ["not authorized on resource: arn:aws:iam::111122223333:role/bob because no", "not recorded"],
    ["no", "not recorded"],
  ];
  for (const [errorMessage, expected] of messages) {
    it(`finds the user of a denied call in its message: ${errorMessage.slice(0, 60)}`, () => {
      const denied = attach(1, { errorCode: "AccessDenied", errorMessage, requestParameters: null });
      assert.equal(policyAttachments(eventSet(denied)).rows[0]?.toWhom, expected);
    });
  }

  it("leaves near misses and survives dirty parameters", () => {
    const answer = policyAttachments(
      eventSet(
        event(1, { eventName: "AttachRolePolicy", requestParameters }),
        attach(2, { eventSource: "other.amazonaws.com", requestParameters }),
        attach(3, { requestParameters: { userName: { a: 1 }, policyArn: 7 } }),
      ),
    );
    assert.deepEqual(answer.events, ["id-3"]);
    assert.deepEqual(answer.rows[0]?.toWhom, "not recorded");
    assert.deepEqual(answer.rows[0]?.policy, "not recorded");
  });
});

describe("bucketEvents", () => {
  const cases: [string, Partial<CloudTrailEvent>, boolean][] = [
    ["S3's parameter", { requestParameters: { bucketName: "logs" } }, true],
    ["CloudTrail's parameter", { requestParameters: { s3BucketName: "logs" } }, true],
    ["a nested parameter", { requestParameters: { a: { b: [{ TargetBucket: "logs" }] } } }, true],
    ["an ARN in a parameter", { requestParameters: { arn: "arn:aws-us-gov:s3:::logs/AWSLogs/x" } }, true],
    ["a resource's ARN", { resources: [{ ARN: "arn:aws:s3:::logs" }] }, true],
    ["an object's ARN", { resources: [{ ARN: "arn:aws-cn:s3:::logs/key" }] }, true],
    ["LookupEvents' bucket", { lookup: { resources: [{ type: "AWS::S3::Bucket", name: "logs" }] } }, true],
    ["LookupEvents' ARN", { lookup: { resources: [{ name: "arn:aws:s3:::logs" }] } }, true],
    ["LookupEvents' object", { lookup: { resources: [{ type: "AWS::S3::Object", name: "logs/a" }] } }, true],
    ["a longer name", { requestParameters: { bucketName: "logs-2" } }, false],
    ["a longer ARN", { resources: [{ ARN: "arn:aws:s3:::logs-2/logs" }] }, false],
    ["an access point", { resources: [{ ARN: "arn:aws:s3:us-east-1:1:logs" }] }, false],
    ["a user of that name", { requestParameters: { userName: "logs" } }, false],
    [
      "a user of that name in LookupEvents",
      { lookup: { resources: [{ type: "AWS::IAM::User", name: "logs" }] } },
      false,
    ],
    ["an object called so", { requestParameters: { bucketName: "other", key: "logs" } }, false],
    ["no parameters", { requestParameters: null }, false],
    ["dirty parameters", { requestParameters: { bucketName: { x: null } } }, false],
  ];
  for (const [name, fields, expected] of cases) {
    it(`${expected ? "takes" : "leaves"} ${name}`, () => {
      assert.deepEqual(bucketEvents(eventSet(event(1, fields)), "logs").events, expected ? ["id-1"] : []);
    });
  }

  it("gives time, event, user, source IP and outcome", () => {
    const touched = event(1, { eventName: "GetBucketAcl", requestParameters: { bucketName: "logs" } });
    assert.deepEqual(bucketEvents(eventSet(touched), "logs").rows, [
      {
        time: "2026-01-31T12:00:01Z",
        event: "GetBucketAcl",
        user: "alice",
        sourceIp: "192.0.2.7",
        outcome: "success",
      },
    ]);
  });
});

describe("madeByRun", () => {
  it("looks for the correlation id in the user agent", () => {
    assert.equal(madeByRun({ userAgent: "[aws-sdk-js/3 run/abc12345]" }, "abc12345"), true);
    assert.equal(madeByRun({ userAgent: "aws-cli" }, "abc12345"), false);
    assert.equal(madeByRun({}, "abc12345"), false);
  });

  it("refuses an id that would be found anywhere", () => {
    assert.throws(() => madeByRun({ userAgent: "aws-cli" }, ""), /too short/);
  });
});
