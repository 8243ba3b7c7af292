import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../../detective/event";
import { agentProduct } from "../../../../detective/questions/origin/agentProduct";
import { unexpectedOrigin } from "../../../../detective/questions/unexpectedOrigin";
import { QueryError } from "../../../../detective/source";
import { CLI, Fields, by, call, denied, eventSet } from "../../../support/records";

const since = new Date("2026-01-31T12:00:00Z");
const alice = by.user("alice");
const AWAY = "203.0.113.9";
const past = (fields: Fields = {}) =>
  call("ec2:DescribeVpcs", alice, { at: "2026-01-01T12:00:00Z", ...fields });
const ask = (events: readonly CloudTrailEvent[], allow: string[] = []) =>
  unexpectedOrigin(eventSet(events), { since, allow });
const told = (events: readonly CloudTrailEvent[], allow: string[] = []) =>
  ask(events, allow).items.map(({ level, title }) => [level, title]);
const now = (fields: Fields = {}) => call("ec2:DescribeVpcs", alice, { at: 5, ...fields });

describe("agentProduct", () => {
  const cases: [string | undefined, string | undefined][] = [
    [CLI, "AWS CLI"],
    ["[aws-cli/1.18]", "AWS CLI"],
    ["Boto3/1.28.0 Python/3.11 Linux Botocore/1.31", "Boto3"],
    ["APN/1.0 HashiCorp/1.0 Terraform/1.6 aws-sdk-go/1.44", "Terraform"],
    ["Mozilla/5.0 (X11; Linux) Chrome/120.0 Safari/537.36", "Chrome"],
    ["Mozilla/5.0 (Windows) Chrome/120.0 Safari/537.36 Edg/120.0", "Edge"],
    ["console.amazonaws.com", "AWS console"],
    ["aws-cli/2.0 Linux/5.10-kali", "AWS CLI on kali"],
    ["rclone/v1.65", "rclone"],
    ["", undefined],
    [undefined, undefined],
  ];
  for (const [text, expected] of cases) {
    it(`${text} is ${expected}`, () => assert.equal(agentProduct(text), expected));
  }
});

describe("unexpectedOrigin", () => {
  it("is quiet about known origins, newer versions, and addresses of the same IPv6 network", () => {
    assert.deepEqual(told([past(), now({ userAgent: "aws-cli/3.0" })]), []);
    assert.deepEqual(
      told([past({ sourceIPAddress: "2001:db8:1:2::5" }), now({ sourceIPAddress: "2001:DB8:1:2:9::7" })]),
      [],
    );
    assert.deepEqual(told([past(), now({ sourceIPAddress: "::ffff:192.0.2.7" })]), []);
  });

  it("is quiet about requests that nobody signed, and about EC2's own work on encrypted volumes", () => {
    const anonymous = { type: "AWSAccount", principalId: "", accountId: "anonymous" };
    const infrastructure = by.role("aws:ec2-infrastructure", "i-0123456789abcdef0");
    const strange = { at: 5, sourceIPAddress: AWAY };
    assert.deepEqual(
      told([past(), call("s3:GetObject", anonymous, strange), call("kms:Decrypt", infrastructure, strange)]),
      [],
    );
  });

  it("makes one finding of one new address with all that is new there", () => {
    const [found, ...more] = ask([
      past(),
      denied("iam:ListUsers", alice, { at: 1, sourceIPAddress: AWAY, userAgent: "aws-sdk-go/1.44" }),
      now({ at: 2, sourceIPAddress: AWAY, userAgent: "aws-sdk-go/1.44", awsRegion: "eu-north-1" }),
    ]).items;
    assert.deepEqual(more, []);
    assert.equal(found!.level, "high");
    assert.equal(
      found!.title,
      `Address, user agent and Region never seen before: ${AWAY}, AWS SDK for Go, eu-north-1`,
    );
    assert.deepEqual(found!.unseen, ["address", "agent", "region"]);
    assert.deepEqual(found!.evidence, ["ListUsers@1", "DescribeVpcs@2"]);
    assert.match(found!.why, /2 calls \(iam:ListUsers, ec2:DescribeVpcs\), the first refused or failed\.$/);
  });

  it("weighs what is new: a Region less than an address and an agent", () => {
    assert.deepEqual(told([past(), now({ awsRegion: "eu-north-1" })]), [
      ["low", "Region never seen before: eu-north-1"],
    ]);
    assert.deepEqual(told([past(), now({ userAgent: "Boto3/1" })]), [
      ["low", "User agent never seen before: Boto3"],
    ]);
    assert.deepEqual(told([past(), now({ sourceIPAddress: AWAY, userAgent: "Boto3/1" })])[0]![0], "medium");
    assert.deepEqual(
      told([
        past(),
        now({ at: 1, sourceIPAddress: AWAY, userAgent: "Boto3/1", errorCode: "AccessDenied" }),
      ])[0]![0],
      "high",
    );
  });

  it("reports a principal without a past once", () => {
    const bob = by.user("bob");
    const calls = [AWAY, "192.0.2.99"].map((sourceIPAddress, at) =>
      call("s3:ListBuckets", bob, { at, sourceIPAddress }),
    );
    const [found, ...more] = ask([past(), ...calls]).items;
    assert.deepEqual(more, []);
    assert.deepEqual([found!.level, found!.unseen, found!.count], ["low", ["principal"], 2]);
    assert.equal(found!.title, `New principal: ${AWAY}, AWS CLI, us-east-1, 192.0.2.99`);
  });

  it("takes all sessions of a role as one principal", () => {
    const before = call("s3:ListBuckets", by.role("Deploy", "ci-1"), { at: "2026-01-01T00:00:00Z" });
    assert.deepEqual(told([before, call("s3:ListBuckets", by.role("Deploy", "ci-2"), { at: 1 })]), []);
  });

  it("takes AWS services for no origins, a VPC endpoint for its own, and global services for no Region", () => {
    assert.deepEqual(
      told([
        past(),
        now({
          sourceIPAddress: "cloudformation.amazonaws.com",
          userAgent: "cloudformation.amazonaws.com",
          awsRegion: "eu-north-1",
        }),
        now({ sourceIPAddress: "AWS Internal", userAgent: "AWS Internal" }),
        call("kms:Decrypt", by.service("cloudtrail.amazonaws.com"), { at: 3 }),
        call("iam:ListUsers", alice, { at: 4, awsRegion: "us-gov-west-1" }),
      ]),
      [],
    );
    const inside = (sourceIPAddress: string, at: string | number) =>
      now({ sourceIPAddress, vpcEndpointId: "vpce-1", at });
    assert.deepEqual(told([past(), inside("10.0.0.5", "2026-01-02T00:00:00Z"), inside("10.0.0.6", 1)]), []);
    assert.deepEqual(told([past(), inside("10.0.0.5", 1)]), [
      ["low", "Address never seen before: vpce-1 (10.0.0.5)"],
    ]);
  });

  it("leaves out what the allow-list holds, and refuses a wrong one", () => {
    assert.deepEqual(told([past(), now({ sourceIPAddress: AWAY })], ["203.0.113.0/24"]), []);
    assert.deepEqual(told([past(), now({ sourceIPAddress: AWAY })], ["203.0.113.0/32"]).length, 1);
    assert.throws(() => ask([], ["x"]), QueryError);
    assert.throws(
      () => unexpectedOrigin(eventSet([]), { since: new Date("x") }),
      /^QueryError: since: no time/,
    );
  });

  it("says how long the look-back was, and judges nobody without one", () => {
    assert.equal(
      ask([past()]).title,
      "Origins never seen before 2026-01-31T12:00:00Z, in a look-back of 30 d (1 call, 1 principal)",
    );
    assert.match(
      ask([past({ at: "2026-01-31T11:00:00Z" })]).title,
      /a look-back of only 1 h \(1 call, 1 principal\), which proves little$/,
    );
    const none = ask([now({ sourceIPAddress: AWAY })]);
    assert.match(none.title, /there is nothing to compare with$/);
    assert.deepEqual(
      none.items.map(({ level, unseen }) => [level, unseen]),
      [["informational", ["principal"]]],
    );
    assert.deepEqual([none.coverage.complete, none.coverage.gaps[0]!.reason], [false, "look-back"]);
  });
});
