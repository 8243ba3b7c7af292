import assert from "node:assert/strict";
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import {
  accessLogBucketPolicyStatements,
  bucketPolicyStatements,
} from "../../../components/policies/bucketPolicy";
import { keyPolicyStatements } from "../../../components/policies/keyPolicy";
import { logsRolePermissions, logsRoleTrust } from "../../../components/policies/logsRolePolicy";
import { policyDocument, type PolicyDocument } from "../../../components/policies/policyDocument";
import { topicPolicy } from "../../../components/policies/topicPolicy";
import { trailArn } from "../../../components/trailIdentity";

const trail = { partition: "aws", homeRegion: "eu-central-1", accountId: "111122223333", trailName: "audit" };
const thisTrail = trailArn(trail);
const cloudTrail = "cloudtrail.amazonaws.com";
const reader = "arn:aws:iam::111122223333:role/auditor";
const admin = "arn:aws:iam::111122223333:role/admin";
const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/11111111-2222-3333-4444-555555555555";

/** Evaluates one request; every context key given must have been evaluated. */
async function evaluate(
  policies: Pick<Simulation, "resourcePolicy" | "identityPolicies">,
  principal: string,
  action: string,
  resource: string,
  context: Record<string, string>,
): Promise<string> {
  const simulation: Simulation = {
    request: {
      principal,
      action,
      resource: { resource, accountId: "111122223333" },
      contextVariables: context,
    },
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    ...policies,
  };
  const result = await runSimulation(withKnownKeys(simulation), {});
  assert.ok(result.resultType === "single", JSON.stringify(result));
  assert.deepEqual(result.result.ignoredContextKeys, [], "a context key was not evaluated");
  return result.overallResult;
}

/**
 * The evaluator drops keys whose names it cannot list, as those of an encryption context; a principal tag is a
 * key of the same kind (one text value) that it knows, so policy and request are renamed alike.
 */
function withKnownKeys(simulation: Simulation): Simulation {
  const renamed = JSON.stringify(simulation).replace(
    /kms:EncryptionContext:([\w:]+)/g,
    (_, key: string) => `aws:PrincipalTag/${key.replaceAll(":", "-")}`,
  );
  return JSON.parse(renamed) as Simulation;
}

const verdict = (
  resourcePolicy: PolicyDocument,
  principal: string,
  action: string,
  resource: string,
  context: Record<string, string>,
) => evaluate({ resourcePolicy, identityPolicies: [] }, principal, action, resource, context);

describe("the log bucket's policy, evaluated", () => {
  const policy = policyDocument(
    bucketPolicyStatements({ trail, bucketName: "logs", organizationId: "o-abcdefghij", keyPrefix: "audit" }),
  );
  const put = (resource: string, context: Record<string, string> = {}, principal = cloudTrail) =>
    verdict(policy, principal, "s3:PutObject", resource, {
      "aws:SecureTransport": "true",
      "aws:SourceArn": thisTrail,
      "s3:x-amz-acl": "bucket-owner-full-control",
      ...context,
    });
  const ownLog = "arn:aws:s3:::logs/audit/AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/01/x.json.gz";

  const cases: [string, () => Promise<string>, string][] = [
    ["this trail writes its account's logs", () => put(ownLog), "Allowed"],
    [
      "this trail writes the organization's logs",
      () => put("arn:aws:s3:::logs/audit/AWSLogs/o-abcdefghij/1/x"),
      "Allowed",
    ],
    [
      "another account's trail of the same name does not",
      () => put(ownLog, { "aws:SourceArn": thisTrail.replace("111122223333", "444455556666") }),
      "ImplicitlyDenied",
    ],
    [
      "another trail of the same account does not",
      () => put(ownLog, { "aws:SourceArn": `${thisTrail}-2` }),
      "ImplicitlyDenied",
    ],
    [
      "the same trail's name in another Region does not",
      () => put(ownLog, { "aws:SourceArn": thisTrail.replace("eu-central-1", "us-east-1") }),
      "ImplicitlyDenied",
    ],
    ["CloudTrail without a source does not", () => put(ownLog, { "aws:SourceArn": "" }), "ImplicitlyDenied"],
    [
      "another account's folder is closed",
      () => put(ownLog.replace("111122223333", "444455556666")),
      "ImplicitlyDenied",
    ],
    ["outside the prefix is closed", () => put(ownLog.replace("/audit/", "/")), "ImplicitlyDenied"],
    [
      "without handing the object to the bucket's owner it does not",
      () => put(ownLog, { "s3:x-amz-acl": "private" }),
      "ImplicitlyDenied",
    ],
    [
      "plain HTTP is denied, to CloudTrail too",
      () => put(ownLog, { "aws:SecureTransport": "false" }),
      "ExplicitlyDenied",
    ],
    ["another service does not write", () => put(ownLog, {}, "config.amazonaws.com"), "ImplicitlyDenied"],
  ];
  for (const [name, ask, expected] of cases) {
    it(name, async () => assert.equal(await ask(), expected));
  }

  it("this trail reads the bucket's ACL, another does not", async () => {
    const ask = (source: string) =>
      verdict(policy, cloudTrail, "s3:GetBucketAcl", "arn:aws:s3:::logs", {
        "aws:SecureTransport": "true",
        "aws:SourceArn": source,
      });
    assert.equal(await ask(thisTrail), "Allowed");
    assert.equal(await ask(`${thisTrail}-2`), "ImplicitlyDenied");
  });
});

describe("the key's policy, evaluated", () => {
  const policy = policyDocument(
    keyPolicyStatements({
      trail,
      keyAccountId: "111122223333",
      region: "eu-central-1",
      bucketName: "logs",
      readers: [reader],
      logGroupName: "/cloudtrail/audit",
      topicName: "audit-deliveries",
    }),
  );
  const context = { "aws:SourceArn": thisTrail, "kms:EncryptionContext:aws:cloudtrail:arn": thisTrail };
  const ask = (principal: string, action: string, given: Record<string, string>) =>
    verdict(policy, principal, action, keyArn, given);
  const viaBucketKey = {
    "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::logs",
    "kms:ViaService": "s3.eu-central-1.amazonaws.com",
  };
  const logGroup = "arn:aws:logs:eu-central-1:111122223333:log-group:/cloudtrail/audit";
  const topic = "arn:aws:sns:eu-central-1:111122223333:audit-deliveries";

  const cases: [string, () => Promise<string>, string][] = [
    ["this trail encrypts", () => ask(cloudTrail, "kms:GenerateDataKey", context), "Allowed"],
    [
      "another trail of the account does not",
      () => ask(cloudTrail, "kms:GenerateDataKey", { ...context, "aws:SourceArn": `${thisTrail}-2` }),
      "ImplicitlyDenied",
    ],
    [
      "another account's context does not",
      () =>
        ask(cloudTrail, "kms:GenerateDataKey", {
          ...context,
          "kms:EncryptionContext:aws:cloudtrail:arn": thisTrail.replace("111122223333", "444455556666"),
        }),
      "ImplicitlyDenied",
    ],
    [
      "without a trail's context it does not",
      () => ask(cloudTrail, "kms:GenerateDataKey", { "aws:SourceArn": thisTrail }),
      "ImplicitlyDenied",
    ],
    [
      "this trail describes the key",
      () => ask(cloudTrail, "kms:DescribeKey", { "aws:SourceArn": thisTrail }),
      "Allowed",
    ],
    [
      "this trail uses the bucket key",
      () => ask(cloudTrail, "kms:Decrypt", { "aws:SourceArn": thisTrail }),
      "Allowed",
    ],
    [
      "another trail does not use it",
      () => ask(cloudTrail, "kms:Decrypt", { "aws:SourceArn": `${thisTrail}-2` }),
      "ImplicitlyDenied",
    ],
    [
      "a reader decrypts a log file",
      () => ask(reader, "kms:Decrypt", { "kms:EncryptionContext:aws:cloudtrail:arn": thisTrail }),
      "Allowed",
    ],
    ["a reader decrypts through the bucket key", () => ask(reader, "kms:Decrypt", viaBucketKey), "Allowed"],
    [
      "a reader does not decrypt what is no log file",
      () => ask(reader, "kms:Decrypt", {}),
      "ImplicitlyDenied",
    ],
    [
      "a reader does not decrypt another bucket's objects",
      () =>
        ask(reader, "kms:Decrypt", {
          ...viaBucketKey,
          "kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::other",
        }),
      "ImplicitlyDenied",
    ],
    [
      "a reader does not encrypt",
      () => ask(reader, "kms:GenerateDataKey", { "kms:EncryptionContext:aws:cloudtrail:arn": thisTrail }),
      "ImplicitlyDenied",
    ],
    [
      "an admin who is no reader does not decrypt",
      () => ask(admin, "kms:Decrypt", { "kms:EncryptionContext:aws:cloudtrail:arn": thisTrail }),
      "ImplicitlyDenied",
    ],
    [
      "an admin who is no reader does not decrypt through the bucket key",
      () => ask(admin, "kms:Decrypt", viaBucketKey),
      "ImplicitlyDenied",
    ],
    [
      "the log group uses the key",
      () =>
        ask("logs.eu-central-1.amazonaws.com", "kms:GenerateDataKey", {
          "kms:EncryptionContext:aws:logs:arn": logGroup,
        }),
      "Allowed",
    ],
    [
      "another log group does not",
      () =>
        ask("logs.eu-central-1.amazonaws.com", "kms:GenerateDataKey", {
          "kms:EncryptionContext:aws:logs:arn": `${logGroup}-2`,
        }),
      "ImplicitlyDenied",
    ],
    [
      "CloudTrail encrypts its notices",
      () => ask(cloudTrail, "kms:GenerateDataKey", { "kms:EncryptionContext:aws:sns:topicArn": topic }),
      "Allowed",
    ],
    [
      "another topic's notices it does not",
      () =>
        ask(cloudTrail, "kms:GenerateDataKey", { "kms:EncryptionContext:aws:sns:topicArn": `${topic}-2` }),
      "ImplicitlyDenied",
    ],
  ];
  for (const [name, run, expected] of cases) {
    it(name, async () => assert.equal(await run(), expected));
  }
});

describe("the other policies, evaluated", () => {
  it("the logs role is assumed for this trail alone", async () => {
    const role = "arn:aws:iam::111122223333:role/logs";
    const ask = (source: string) =>
      verdict(logsRoleTrust(trail), cloudTrail, "sts:AssumeRole", role, { "aws:SourceArn": source });
    assert.equal(await ask(thisTrail), "Allowed");
    assert.equal(await ask(`${thisTrail}-2`), "ImplicitlyDenied");
  });

  it("the logs role writes the trail's own streams alone", async () => {
    const logGroupArn = "arn:aws:logs:eu-central-1:111122223333:log-group:/cloudtrail/audit";
    const permissions = logsRolePermissions({ trail, logGroupArn, organizationId: "o-abcdefghij" });
    const put = (stream: string) =>
      evaluate(
        { identityPolicies: [{ name: "logs", policy: permissions }] },
        "arn:aws:iam::111122223333:role/logs",
        "logs:PutLogEvents",
        `${logGroupArn}:log-stream:${stream}`,
        {},
      );
    assert.equal(await put("111122223333_CloudTrail_eu-central-1"), "Allowed");
    assert.equal(await put("111122223333_CloudTrail_eu-central-1_2"), "Allowed");
    assert.equal(await put("o-abcdefghij_444455556666_CloudTrail_eu-central-1"), "Allowed");
    assert.equal(await put("somebody-elses-stream"), "ImplicitlyDenied");
    assert.equal(await put("444455556666_CloudTrail_eu-central-1"), "ImplicitlyDenied");
  });

  it("the topic takes notices of this trail alone", async () => {
    const topic = "arn:aws:sns:eu-central-1:111122223333:audit-deliveries";
    const ask = (source: string) =>
      verdict(topicPolicy(trail, topic), cloudTrail, "sns:Publish", topic, { "aws:SourceArn": source });
    assert.equal(await ask(thisTrail), "Allowed");
    assert.equal(await ask(`${thisTrail}-2`), "ImplicitlyDenied");
  });

  it("the access log bucket takes this bucket's access logs alone", async () => {
    const policy = policyDocument(
      accessLogBucketPolicyStatements({
        partition: "aws",
        accessLogBucketName: "access",
        logBucketName: "logs",
        accountId: "111122223333",
      }),
    );
    const ask = (source: string, account: string) =>
      verdict(policy, "logging.s3.amazonaws.com", "s3:PutObject", "arn:aws:s3:::access/access/1", {
        "aws:SourceArn": source,
        "aws:SourceAccount": account,
        "aws:SecureTransport": "true",
      });
    assert.equal(await ask("arn:aws:s3:::logs", "111122223333"), "Allowed");
    assert.equal(await ask("arn:aws:s3:::other", "111122223333"), "ImplicitlyDenied");
    assert.equal(await ask("arn:aws:s3:::logs", "444455556666"), "ImplicitlyDenied");
  });
});
