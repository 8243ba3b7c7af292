import assert from "node:assert/strict";
import {
  accessLogBucketPolicyStatements,
  bucketPolicyStatements,
} from "../../../components/policies/bucketPolicy";
import { keyPolicyStatements, trailKeyStatements } from "../../../components/policies/keyPolicy";
import { logsRolePermissions, logsRoleTrust } from "../../../components/policies/logsRolePolicy";
import { mergeBySid } from "../../../components/policies/policyDocument";
import { topicPolicy } from "../../../components/policies/topicPolicy";

const partitions = [
  { partition: "aws", homeRegion: "us-east-1", dnsSuffix: "amazonaws.com" },
  { partition: "aws-cn", homeRegion: "cn-north-1", dnsSuffix: "amazonaws.com.cn" },
  { partition: "aws-us-gov", homeRegion: "us-gov-west-1", dnsSuffix: "amazonaws.com" },
];

for (const { partition, homeRegion, dnsSuffix } of partitions) {
  describe(`policies in ${partition}`, () => {
    const trail = { partition, homeRegion, accountId: "111122223333", trailName: "audit" };
    const source = `arn:${partition}:cloudtrail:${homeRegion}:111122223333:trail/audit`;
    const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

    it("the bucket's, with organization and prefix", () => {
      assert.deepEqual(
        bucketPolicyStatements({
          trail,
          bucketName: "logs",
          organizationId: "o-abcdefghij",
          keyPrefix: "a/b",
        }),
        [
          {
            Sid: "AWSCloudTrailAclCheck20150319",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "s3:GetBucketAcl",
            Resource: `arn:${partition}:s3:::logs`,
            Condition: { StringEquals: { "aws:SourceArn": source } },
          },
          {
            Sid: "AWSCloudTrailWrite20150319",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "s3:PutObject",
            Resource: `arn:${partition}:s3:::logs/a/b/AWSLogs/111122223333/*`,
            Condition: {
              StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": source },
            },
          },
          {
            Sid: "AWSCloudTrailOrganizationWrite20150319",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "s3:PutObject",
            Resource: `arn:${partition}:s3:::logs/a/b/AWSLogs/o-abcdefghij/*`,
            Condition: {
              StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": source },
            },
          },
          {
            Sid: "DenyInsecureTransport",
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [`arn:${partition}:s3:::logs`, `arn:${partition}:s3:::logs/*`],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      );
    });

    it("the key's, with everything that may use it", () => {
      const context = `arn:${partition}:cloudtrail:*:111122223333:trail/*`;
      const reader = `arn:${partition}:iam::111122223333:role/auditor`;
      assert.deepEqual(
        keyPolicyStatements({
          trail,
          keyAccountId: "444455556666",
          region: homeRegion,
          bucketName: "logs",
          readers: [reader],
          logGroupName: "/cloudtrail/audit",
          topicName: "notices",
        }),
        [
          {
            Sid: "AccountAdministersKey",
            Effect: "Allow",
            Principal: { AWS: `arn:${partition}:iam::444455556666:root` },
            Action: "kms:*",
            Resource: "*",
          },
          {
            Sid: "CloudTrailEncrypt",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "kms:GenerateDataKey*",
            Resource: "*",
            Condition: {
              StringEquals: { "aws:SourceArn": source },
              StringLike: { "kms:EncryptionContext:aws:cloudtrail:arn": context },
            },
          },
          {
            Sid: "CloudTrailDescribeKey",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "kms:DescribeKey",
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceArn": source } },
          },
          {
            Sid: "CloudTrailBucketKey",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceArn": source } },
          },
          {
            Sid: "ReadersDecryptLogs",
            Effect: "Allow",
            Principal: { AWS: [reader] },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: { Null: { "kms:EncryptionContext:aws:cloudtrail:arn": "false" } },
          },
          {
            Sid: "ReadersDecryptLogsThroughBucketKey",
            Effect: "Allow",
            Principal: { AWS: [reader] },
            Action: "kms:Decrypt",
            Resource: "*",
            Condition: {
              StringEquals: {
                "kms:EncryptionContext:aws:s3:arn": `arn:${partition}:s3:::logs`,
                "kms:ViaService": `s3.${homeRegion}.${dnsSuffix}`,
              },
            },
          },
          {
            Sid: "CloudWatchLogsUseKey",
            Effect: "Allow",
            Principal: { Service: `logs.${homeRegion}.${dnsSuffix}` },
            Action: [
              "kms:Encrypt*",
              "kms:Decrypt*",
              "kms:ReEncrypt*",
              "kms:GenerateDataKey*",
              "kms:Describe*",
            ],
            Resource: "*",
            Condition: {
              ArnEquals: {
                "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${homeRegion}:444455556666:log-group:/cloudtrail/audit`,
              },
            },
          },
          {
            Sid: "CloudTrailNotify",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
            Resource: "*",
            Condition: {
              StringEquals: {
                "kms:EncryptionContext:aws:sns:topicArn": `arn:${partition}:sns:${homeRegion}:444455556666:notices`,
              },
            },
          },
        ],
      );
    });

    it("the logs role's", () => {
      const logGroupArn = `arn:${partition}:logs:${homeRegion}:111122223333:log-group:g`;
      assert.deepEqual(logsRoleTrust(trail), {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "CloudTrailAssumesRole",
            Effect: "Allow",
            Principal: cloudTrail,
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceArn": source } },
          },
        ],
      });
      assert.deepEqual(logsRolePermissions({ trail, logGroupArn, organizationId: "o-abcdefghij" }), {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "CloudTrailWritesItsLogStreams",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: [
              `${logGroupArn}:log-stream:111122223333_CloudTrail_${homeRegion}*`,
              `${logGroupArn}:log-stream:o-abcdefghij_*`,
            ],
          },
        ],
      });
    });

    it("the topic's and the access log bucket's", () => {
      const topicArn = `arn:${partition}:sns:${homeRegion}:111122223333:notices`;
      assert.deepEqual(topicPolicy(trail, topicArn).Statement, [
        {
          Sid: "AWSCloudTrailSNSPolicy20131101",
          Effect: "Allow",
          Principal: cloudTrail,
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: { StringEquals: { "aws:SourceArn": source } },
        },
      ]);
      const [delivery] = accessLogBucketPolicyStatements({
        partition,
        accessLogBucketName: "access",
        logBucketName: "logs",
        accountId: "111122223333",
      });
      assert.deepEqual(delivery, {
        Sid: "S3ServerAccessLogs",
        Effect: "Allow",
        Principal: { Service: "logging.s3.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: `arn:${partition}:s3:::access/*`,
        Condition: {
          ArnLike: { "aws:SourceArn": `arn:${partition}:s3:::logs` },
          StringEquals: { "aws:SourceAccount": "111122223333" },
        },
      });
    });
  });
}

describe("policies by option", () => {
  const trail = { partition: "aws", homeRegion: "us-east-1", accountId: "111122223333", trailName: "audit" };
  const sids = (statements: { Sid?: string }[]) => statements.map(({ Sid }) => Sid);

  it("a bucket without organization and prefix has three statements and no empty path", () => {
    const statements = bucketPolicyStatements({ trail, bucketName: "logs" });
    assert.deepEqual(sids(statements), [
      "AWSCloudTrailAclCheck20150319",
      "AWSCloudTrailWrite20150319",
      "DenyInsecureTransport",
    ]);
    assert.equal(statements[1]?.Resource, "arn:aws:s3:::logs/AWSLogs/111122223333/*");
  });

  it("a key without readers, log group and topic admits CloudTrail alone", () => {
    const inputs = { trail, keyAccountId: "111122223333", region: "us-east-1", bucketName: "logs" };
    assert.deepEqual(sids(keyPolicyStatements(inputs)), [
      "AccountAdministersKey",
      "CloudTrailEncrypt",
      "CloudTrailDescribeKey",
      "CloudTrailBucketKey",
    ]);
    assert.deepEqual(sids(trailKeyStatements({ ...inputs, readers: [] })), [
      "CloudTrailEncrypt",
      "CloudTrailDescribeKey",
      "CloudTrailBucketKey",
    ]);
  });
});

describe("mergeBySid", () => {
  const ours = [{ Sid: "Ours", Effect: "Allow" as const, Action: "s3:GetBucketAcl" }];
  const isOurs = (sid: string) => sid.startsWith("Ours");

  it("makes a policy where there is none", () => {
    assert.deepEqual(mergeBySid(undefined, ours, isOurs), { Version: "2012-10-17", Statement: ours });
    assert.deepEqual(mergeBySid("", ours, isOurs), { Version: "2012-10-17", Statement: ours });
  });

  it("keeps the owner's statements, id, version and order, also those without a Sid", () => {
    const owners = {
      Version: "2008-10-17",
      Id: "owners",
      Statement: [
        { Effect: "Deny", Action: "s3:DeleteBucket" },
        { Sid: "Ours", Effect: "Allow", Action: "s3:*" },
        { Sid: "Theirs", Effect: "Allow", Action: "s3:GetObject" },
      ],
    };
    assert.deepEqual(mergeBySid(JSON.stringify(owners), ours, isOurs), {
      Version: "2008-10-17",
      Id: "owners",
      Statement: [owners.Statement[0], ours[0], owners.Statement[2]],
    });
  });

  it("merging twice changes nothing", () => {
    const once = mergeBySid(
      JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Deny", Action: "*" } }),
      ours,
      isOurs,
    );
    assert.deepEqual(mergeBySid(JSON.stringify(once), ours, isOurs), once);
    assert.equal(once.Statement.length, 2);
  });

  it("refuses what is no policy", () => {
    assert.throws(() => mergeBySid('{"Version":"2012-10-17"}', ours, isOurs), /has no Statement/);
  });

  it("takes away what is ours and no longer wanted, and nothing else", () => {
    const statement = (Sid: string) => ({ Sid, Effect: "Allow" as const, Action: "kms:Decrypt" });
    const before = {
      Version: "2012-10-17",
      Statement: [statement("Theirs"), statement("OursReaders"), statement("Ours")],
    };
    const after = mergeBySid(JSON.stringify(before), ours, isOurs);
    assert.deepEqual(after.Statement, [statement("Theirs"), ours[0]]);
  });
});
