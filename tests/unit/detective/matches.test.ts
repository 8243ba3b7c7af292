import assert from "node:assert/strict";
import { type CloudTrailEvent, parseEvent } from "../../../detective/event";
import type { EventConditions } from "../../../detective/source";
import { parseLookupRow } from "../../../detective/sources/lookupRow";
import { matches, usernameOf } from "../../../detective/sources/matches";
import { resourcesOf } from "../../../detective/sources/resourcesOf";

const role = {
  type: "AssumedRole",
  principalId: "AROAEXAMPLE:deploy:7",
  arn: "arn:aws:sts::111122223333:assumed-role/Admin/deploy:7",
  accessKeyId: "ASIAEXAMPLE",
  sessionContext: { sessionIssuer: { type: "Role", userName: "Admin" } },
};

const event = parseEvent({
  eventID: "id-1",
  eventName: "CreateAccessKey",
  eventSource: "iam.amazonaws.com",
  readOnly: false,
  userIdentity: role,
  requestParameters: { userName: "bob" },
  responseElements: { accessKey: { accessKeyId: "AKIABOB", userName: "bob", status: "Active" } },
});

describe("matches", () => {
  const cases: [EventConditions, boolean][] = [
    [{}, true],
    [{ EventId: "id-1" }, true],
    [{ EventId: "ID-1" }, false],
    [{ EventName: "CreateAccessKey", EventSource: "iam.amazonaws.com" }, true],
    [{ EventName: "CreateAccessKey", EventSource: "sts.amazonaws.com" }, false],
    [{ ReadOnly: "false" }, true],
    [{ ReadOnly: "true" }, false],
    [{ Username: "deploy:7" }, true],
    [{ Username: "Admin" }, false],
    [{ AccessKeyId: "ASIAEXAMPLE" }, true],
    [{ AccessKeyId: "AKIABOB" }, false],
    [{ ResourceName: "AKIABOB" }, true],
    [{ ResourceName: "bob" }, true],
    [{ ResourceName: "bo" }, false],
    [{ ResourceType: "AWS::IAM::AccessKey" }, true],
    [{ ResourceType: "AWS::IAM::Role" }, false],
    [{ Username: undefined }, true],
  ];
  for (const [where, expected] of cases) {
    it(`${expected ? "finds" : "passes over"} ${JSON.stringify(where)}`, () => {
      assert.equal(matches(event, where), expected);
    });
  }

  it("takes one of several sets", () => {
    assert.equal(matches(event, [{ EventName: "X" }, { ReadOnly: "false" }]), true);
    assert.equal(matches(event, [{ EventName: "X" }, { ReadOnly: "true" }]), false);
  });

  it("does not take a record without readOnly for either", () => {
    assert.equal(matches({}, { ReadOnly: "false" }), false);
    assert.equal(matches({}, { ReadOnly: "true" }), false);
  });

  it("judges an event of LookupEvents on what LookupEvents says, so that a combination finds no more", () => {
    const looked = parseLookupRow({
      Username: "somebody",
      Resources: [{ ResourceType: "AWS::S3::Bucket", ResourceName: "logs" }],
      CloudTrailEvent: JSON.stringify(event),
    });
    assert.equal(matches(looked, { Username: "somebody" }), true);
    assert.equal(matches(looked, { Username: "deploy:7" }), false);
    assert.equal(matches(looked, { ResourceName: "logs", ResourceType: "AWS::S3::Bucket" }), true);
    assert.equal(matches(looked, { ResourceName: "bob" }), false);
  });

  it("knows a log file's resource by its ARN and by what the ARN ends in", () => {
    const read = parseEvent({
      eventSource: "s3.amazonaws.com",
      requestParameters: { bucketName: "logs", key: "a/b" },
      resources: [
        { type: "AWS::S3::Object", ARN: "arn:aws:s3:::logs/a/b" },
        { type: "AWS::S3::Bucket", ARN: "arn:aws:s3:::logs", accountId: "111122223333" },
      ],
    });
    for (const ResourceName of ["logs", "logs/a/b", "arn:aws:s3:::logs", "arn:aws:s3:::logs/a/b"])
      assert.equal(matches(read, { ResourceName }), true, ResourceName);
    assert.equal(matches(read, { ResourceName: "b" }), false);
    const key = parseEvent({ resources: [{ ARN: "arn:aws:kms:us-east-1:111122223333:key/1234-ab" }] });
    assert.equal(matches(key, { ResourceName: "1234-ab" }), true);
  });

  it("judges dirty records without falling over", () => {
    const dirty = parseEvent({
      eventName: { evil: true },
      userIdentity: "root",
      resources: [null, 7, { ARN: 5 }],
      requestParameters: parsed('{"__proto__":{"bucketName":"logs"},"constructor":"x","userName":7}'),
    });
    assert.equal(matches(dirty, { ResourceName: "logs" }), true);
    assert.equal(matches(dirty, { Username: "root" }), false);
  });
});

describe("usernameOf", () => {
  const names: [string, CloudTrailEvent["userIdentity"], string | undefined][] = [
    ["a user", { type: "IAMUser", userName: "alice" }, "alice"],
    ["a user by the ARN alone", { type: "IAMUser", arn: "arn:aws:iam::1:user/path/alice" }, "alice"],
    ["the root user", { type: "Root", userName: "my-alias" }, "root"],
    ["a role's session", role, "deploy:7"],
    ["a session without principalId", { type: "AssumedRole", arn: role.arn }, "deploy:7"],
    ["a federated user", { type: "FederatedUser", principalId: "111122223333:carol" }, "carol"],
    ["a SAML user", { type: "SAMLUser", userName: "dave@example.com" }, "dave@example.com"],
    ["a service", { type: "AWSService", invokedBy: "config.amazonaws.com" }, undefined],
    ["nobody", undefined, undefined],
  ];
  for (const [who, userIdentity, expected] of names) {
    it(`names ${who} ${expected ?? "not at all"}`, () => {
      assert.equal(usernameOf({ ...(userIdentity && { userIdentity }) }), expected);
    });
  }
});

describe("resourcesOf", () => {
  it("finds what a call made, deep in its answer", () => {
    const run = parseEvent({
      eventSource: "ec2.amazonaws.com",
      requestParameters: { instancesSet: { items: [{ imageId: "ami-1", keyName: "ops" }] } },
      responseElements: {
        instancesSet: {
          items: [{ instanceId: "i-1", subnetId: "subnet-1", groupSet: { items: [{ groupId: "sg-1" }] } }],
        },
      },
    });
    assert.deepEqual(resourcesOf(run), [
      { type: "AWS::EC2::Ami", name: "ami-1" },
      { type: "AWS::EC2::KeyPair", name: "ops" },
      { type: "AWS::EC2::Instance", name: "i-1" },
      { type: "AWS::EC2::Subnet", name: "subnet-1" },
      { type: "AWS::EC2::SecurityGroup", name: "sg-1" },
    ]);
  });

  it("names each once, LookupEvents' own first", () => {
    const looked = parseLookupRow({
      Resources: [
        { ResourceType: "AWS::IAM::User", ResourceName: "bob" },
        { ResourceType: "AWS::IAM::Role" },
      ],
      CloudTrailEvent: JSON.stringify({
        eventSource: "iam.amazonaws.com",
        requestParameters: { userName: "bob", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
      }),
    });
    assert.deepEqual(resourcesOf(looked), [
      { type: "AWS::IAM::User", name: "bob" },
      { type: "AWS::IAM::Policy", name: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    ]);
  });

  it("gives up on parameters without end", () => {
    let deep: object = { bucketName: "deep" };
    for (let level = 0; level < 5000; level++) deep = { deep };
    assert.deepEqual(resourcesOf({ requestParameters: deep as never }), []);
    const wide = { items: Array.from({ length: 100_000 }, () => "x"), bucketName: "late" };
    assert.deepEqual(resourcesOf({ requestParameters: wide }), []);
  });
});

/** As the parser makes it: `__proto__` is a field. */
function parsed(text: string): unknown {
  return JSON.parse(text);
}
