import assert from "node:assert/strict";
import { bucketPolicy } from "../../../../detective/posture/checks/bucketPolicy";
import { ACCOUNT, BUCKET, FakeAccount, OTHER_ACCOUNT, PolicyStatement, awsError } from "../support/account";
import { checkCases } from "../support/verdicts";

const { trailArn: ARN, bucketArn } = new FakeAccount();
const ACL = { "s3:x-amz-acl": "bucket-owner-full-control" };
const cloudTrail = { Service: "cloudtrail.amazonaws.com" };

const change = (sid: string) => (fields: Partial<PolicyStatement>) => (a: FakeAccount) =>
  a.change("bucketPolicy", sid, fields);
const [write, aclCheck, tls] = [change("Write"), change("AclCheck"), change("Tls")];
const writeSource = (value: unknown) =>
  write({ Condition: { StringEquals: { ...ACL, "aws:SourceArn": value } } });
const add = (statement: PolicyStatement) => (a: FakeAccount) => a.add("bucketPolicy", statement);

describe("check bucket-policy", () => {
  describe("as a whole", () => {
    checkCases(bucketPolicy, [
      { name: "the lab's policy", change: () => {}, status: "pass" },
      {
        name: "no policy",
        change: (a) => (a.bucketPolicy = awsError("NoSuchBucketPolicy")),
        status: "fail",
        says: /has no policy/,
      },
      {
        name: "no bucket",
        change: (a) => (a.bucketPolicy = awsError("NoSuchBucket")),
        status: "fail",
        says: /does not exist/,
      },
      {
        name: "an empty policy",
        change: (a) => (a.bucketPolicy = []),
        status: "fail",
        says: /no statement lets CloudTrail check/,
      },
      {
        name: "not readable",
        change: (a) => (a.bucketPolicy = awsError("AccessDenied")),
        status: "unknown",
        says: /s3:GetBucketPolicy: AccessDenied/,
      },
      { name: "throttled", change: (a) => (a.bucketPolicy = awsError("SlowDown")), status: "unknown" },
      {
        name: "trail not readable",
        change: (a) => (a.describeTrails = awsError("AccessDeniedException")),
        status: "unknown",
      },
      { name: "no trail", change: (a) => (a.trail = { Name: "x" }), status: "fail", says: /no trail named/ },
      ...(
        [
          ["no JSON", "{oops"],
          ["no Statement", "{}"],
          ["an unknown Effect", '{"Statement":{"Effect":"Maybe"}}'],
          ["no Principal", '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'],
          ["a statement that is a text", '{"Statement":["x"]}'],
        ] as const
      ).map(([name, text]) => ({
        name: `dirty: ${name}`,
        change: (a: FakeAccount) => (a.bucketPolicy = text),
        status: "unknown" as const,
        says: /s3:GetBucketPolicy/,
      })),
      {
        name: "one statement instead of a list, which can't do all",
        change: (a) =>
          (a.bucketPolicy = JSON.stringify({ Statement: (a.bucketPolicy as PolicyStatement[])[1] })),
        status: "fail",
        says: /s3:GetBucketAcl/,
      },
    ]);
  });

  describe("AclCheck", () => {
    checkCases(bucketPolicy, [
      {
        name: "missing",
        change: (a) => a.drop("bucketPolicy", "AclCheck"),
        status: "fail",
        says: /no statement lets CloudTrail check the bucket's ACL/,
      },
      {
        name: "without aws:SourceArn",
        change: aclCheck({ Condition: undefined }),
        status: "fail",
        says: /statement 1 \(AclCheck\) has no aws:SourceArn/,
      },
      {
        name: "for another trail",
        change: aclCheck({ Condition: { ArnEquals: { "aws:SourceArn": `${ARN}2` } } }),
        status: "fail",
      },
      {
        name: "on another bucket",
        change: aclCheck({ Resource: `${bucketArn}-2` }),
        status: "fail",
        says: /its resource is not/,
      },
      {
        name: "for everyone",
        change: aclCheck({ Principal: { AWS: "*" } }),
        status: "fail",
        says: /names everyone/,
      },
      {
        name: "together with Write in one statement",
        change: (a) => {
          a.drop("bucketPolicy", "AclCheck");
          a.ownership = "BucketOwnerEnforced";
          a.change("bucketPolicy", "Write", {
            Action: ["s3:PutObject", "s3:GetBucketAcl"],
            Resource: [bucketArn, `${bucketArn}/AWSLogs/${ACCOUNT}/*`],
            Condition: { ArnLike: { "aws:sourcearn": [ARN] } },
          });
        },
        status: "pass",
      },
    ]);
  });

  describe("Write", () => {
    checkCases(bucketPolicy, [
      {
        name: "missing",
        change: (a) => a.drop("bucketPolicy", "Write"),
        status: "fail",
        says: /no statement lets CloudTrail write log files/,
      },
      {
        name: "without aws:SourceArn",
        change: write({ Condition: { StringEquals: ACL } }),
        status: "fail",
        says: /no aws:SourceArn/,
      },
      {
        name: "with aws:SourceAccount only",
        change: write({ Condition: { StringEquals: { ...ACL, "aws:SourceAccount": ACCOUNT } } }),
        status: "fail",
        says: /every trail of the account/,
      },
      {
        name: "for another trail",
        change: writeSource(`${ARN}-2`),
        status: "fail",
        says: /stringequals aws:sourcearn is/,
      },
      {
        name: "for another account",
        change: writeSource(ARN.replace(ACCOUNT, OTHER_ACCOUNT)),
        status: "fail",
      },
      {
        name: "for another account too",
        change: writeSource([ARN, ARN.replace(ACCOUNT, OTHER_ACCOUNT)]),
        status: "fail",
        says: /a trail of another account/,
      },
      {
        name: "for another region's trail of the name",
        change: writeSource(ARN.replace("us-east-1", "eu-west-1")),
        status: "fail",
      },
      {
        name: "for another partition's trail of the name",
        change: writeSource(ARN.replace("arn:aws:", "arn:aws-cn:")),
        status: "fail",
      },
      {
        name: "for the whole bucket",
        change: write({ Resource: `${bucketArn}/*` }),
        status: "fail",
        says: /beyond .*AWSLogs\/111122223333\/\*/,
      },
      {
        name: "for all of AWSLogs",
        change: write({ Resource: `${bucketArn}/AWSLogs/*` }),
        status: "fail",
        says: /beyond/,
      },
      {
        name: "for every bucket",
        change: write({ Resource: "*" }),
        status: "fail",
        says: /writes to \*, beyond/,
      },
      {
        name: "for buckets that start alike",
        change: write({ Resource: `${bucketArn}*` }),
        status: "fail",
        says: /beyond/,
      },
      {
        name: "for a folder too many",
        change: write({ Resource: [`${bucketArn}/AWSLogs/${ACCOUNT}/*`, `${bucketArn}/x/*`] }),
        status: "fail",
        says: /x\/\*, beyond/,
      },
      {
        name: "for an account that starts alike",
        change: write({ Resource: `${bucketArn}/AWSLogs/${ACCOUNT}*` }),
        status: "fail",
        says: /beyond/,
      },
      {
        name: "for another account's folder",
        change: write({ Resource: `${bucketArn}/AWSLogs/${OTHER_ACCOUNT}/*` }),
        status: "fail",
        says: /its resource is not/,
      },
      {
        name: "by NotResource",
        change: write({ Resource: undefined, NotResource: "x" }),
        status: "fail",
        says: /NotResource/,
      },
      {
        name: "log files without digests",
        change: write({ Resource: `${bucketArn}/AWSLogs/${ACCOUNT}/CloudTrail/*` }),
        status: "fail",
        says: /digest files/,
      },
      {
        name: "under a prefix that the trail doesn't use",
        change: write({ Resource: `${bucketArn}/p/AWSLogs/${ACCOUNT}/*` }),
        status: "fail",
      },
      {
        name: "without the prefix that the trail uses",
        change: (a) => (a.trail = { ...a.trail, S3KeyPrefix: "p" }),
        status: "fail",
        says: /\/p\/AWSLogs/,
      },
      { name: "for everyone", change: write({ Principal: "*" }), status: "fail", says: /names everyone/ },
      {
        name: "by NotPrincipal",
        change: write({ Principal: undefined, NotPrincipal: { AWS: OTHER_ACCOUNT } }),
        status: "fail",
        says: /names everyone/,
      },
      {
        name: "by NotAction",
        change: write({ Action: undefined, NotAction: "s3:ListBucket" }),
        status: "fail",
        says: /lets CloudTrail s3:GetObject, s3:DeleteObject/,
      },
      {
        name: "by s3:*",
        change: write({ Action: "s3:*" }),
        status: "fail",
        says: /lets CloudTrail s3:GetObject/,
      },
      {
        name: "by s3:Put*, which sets ACLs too",
        change: write({ Action: ["s3:Put*"] }),
        status: "fail",
        says: /s3:PutObjectAcl/,
      },
      { name: "in capitals", change: write({ Action: "S3:PUTOBJECT" }), status: "pass" },
      {
        name: "denied",
        change: add({ Effect: "Deny", Principal: "*", Action: "s3:PutObject", Resource: `${bucketArn}/*` }),
        status: "fail",
        says: /statement 4 denies CloudTrail to write/,
      },
      {
        name: "perhaps denied",
        change: add({
          Effect: "Deny",
          Principal: "*",
          Action: "s3:PutObject",
          Resource: `${bucketArn}/*`,
          Condition: { StringNotEquals: { "s3:x-amz-server-side-encryption": "aws:kms" } },
        }),
        status: "unknown",
        says: /hangs on s3:x-amz-server-side-encryption/,
      },
      {
        name: "beside a statement that undoes the pin",
        change: add({
          Effect: "Allow",
          Principal: cloudTrail,
          Action: "s3:PutObject",
          Resource: `${bucketArn}/AWSLogs/*`,
          Condition: { StringEquals: ACL },
        }),
        status: "fail",
        says: /statement 4 has no aws:SourceArn/,
      },
      {
        name: "beside an unpinned statement for another folder",
        change: add({
          Effect: "Allow",
          Principal: cloudTrail,
          Action: "s3:PutObject",
          Resource: `${bucketArn}/x/*`,
          Condition: { StringEquals: ACL },
        }),
        status: "fail",
        says: /statement 4 has no aws:SourceArn/,
      },
      {
        name: "beside another account's own statement",
        change: add({
          Effect: "Allow",
          Principal: cloudTrail,
          Action: "s3:PutObject",
          Resource: `${bucketArn}/AWSLogs/${OTHER_ACCOUNT}/*`,
          Condition: { StringEquals: { ...ACL, "aws:SourceArn": ARN.replace(ACCOUNT, OTHER_ACCOUNT) } },
        }),
        status: "pass",
      },
      {
        name: "beside another account's trail for this trail's folder",
        change: add({
          Effect: "Allow",
          Principal: cloudTrail,
          Action: "s3:PutObject",
          Resource: `${bucketArn}/AWSLogs/${ACCOUNT}/*`,
          Condition: { StringEquals: { ...ACL, "aws:SourceArn": ARN.replace(ACCOUNT, OTHER_ACCOUNT) } },
        }),
        status: "fail",
        says: /statement 4 also serves .*, a trail of another account/,
      },
      {
        name: "beside a pattern of other trails",
        change: add({
          Effect: "Allow",
          Principal: cloudTrail,
          Action: "s3:PutObject",
          Resource: `${bucketArn}/AWSLogs/${ACCOUNT}/*`,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudtrail:*:*:trail/x" }, StringEquals: ACL },
        }),
        status: "fail",
        says: /stands for more than this trail/,
      },
      {
        name: "organization folder of an organization trail",
        change: (a) => {
          a.trail = { ...a.trail, IsOrganizationTrail: true };
          a.change("bucketPolicy", "Write", {
            Resource: [`${bucketArn}/AWSLogs/${ACCOUNT}/*`, `${bucketArn}/AWSLogs/o-abc/*`],
          });
        },
        status: "pass",
      },
      {
        name: "organization folder of a trail that is none",
        change: write({ Resource: [`${bucketArn}/AWSLogs/${ACCOUNT}/*`, `${bucketArn}/AWSLogs/o-abc/*`] }),
        status: "fail",
        says: /beyond/,
      },
      {
        name: "without the ACL where ACLs are off",
        change: write({ Condition: { StringEquals: { "aws:SourceArn": ARN } } }),
        status: "pass",
        says: /ACLs are off/,
      },
      {
        name: "without the ACL where ACLs are on",
        change: (a) => {
          a.ownership = "ObjectWriter";
          write({ Condition: { StringEquals: { "aws:SourceArn": ARN } } })(a);
        },
        status: "fail",
        says: /does not ask for s3:x-amz-acl/,
      },
      {
        name: "without the ACL where nobody can tell",
        change: (a) => {
          a.ownership = awsError("AccessDenied");
          write({ Condition: { StringEquals: { "aws:SourceArn": ARN } } })(a);
        },
        status: "unknown",
        says: /GetBucketOwnershipControls/,
      },
      {
        name: "with another ACL beside it where ACLs are on",
        change: (a) => {
          a.ownership = "ObjectWriter";
          const acls = { "s3:x-amz-acl": ["bucket-owner-full-control", "public-read"] };
          write({ Condition: { StringEquals: { ...acls, "aws:SourceArn": ARN } } })(a);
        },
        status: "fail",
        says: /does not ask for s3:x-amz-acl/,
      },
      {
        name: "with another ACL",
        change: write({ Condition: { StringEquals: { "s3:x-amz-acl": "private", "aws:SourceArn": ARN } } }),
        status: "fail",
      },
    ]);
  });

  describe("DenyInsecureTransport", () => {
    checkCases(bucketPolicy, [
      {
        name: "missing",
        change: (a) => a.drop("bucketPolicy", "Tls"),
        status: "fail",
        says: /no statement denies all requests to the bucket without TLS/,
      },
      {
        name: "in two statements",
        change: (a) => {
          tls({ Resource: bucketArn })(a);
          a.add("bucketPolicy", { ...(a.bucketPolicy as PolicyStatement[])[2]!, Resource: `${bucketArn}/*` });
        },
        status: "pass",
      },
      {
        name: "on everything",
        change: tls({ Resource: "*", Action: "*", Principal: { AWS: "*" } }),
        status: "pass",
      },
      {
        name: "as a boolean, by BoolIfExists",
        change: tls({ Condition: { BoolIfExists: { "AWS:securetransport": false } } }),
        status: "pass",
      },
      {
        name: "on the bucket only",
        change: tls({ Resource: bucketArn }),
        status: "fail",
        says: /its objects without TLS \(statement 3 \(Tls\) does not name them all\)/,
      },
      {
        name: "on the objects only",
        change: tls({ Resource: `${bucketArn}/*` }),
        status: "fail",
        says: /the bucket without TLS/,
      },
      {
        name: "on some objects",
        change: tls({ Resource: [bucketArn, `${bucketArn}/AWSLogs/*`] }),
        status: "fail",
      },
      {
        name: "for some actions",
        change: tls({ Action: ["s3:GetObject", "s3:PutObject", "s3:ListBucket"] }),
        status: "fail",
        says: /does not deny every action/,
      },
      {
        name: "by NotAction",
        change: tls({ Action: undefined, NotAction: "s3:GetObject" }),
        status: "fail",
        says: /does not deny every action/,
      },
      {
        name: "for one principal",
        change: tls({ Principal: { AWS: OTHER_ACCOUNT } }),
        status: "fail",
        says: /does not speak of everyone/,
      },
      {
        name: "by NotPrincipal",
        change: tls({ Principal: undefined, NotPrincipal: { AWS: ACCOUNT } }),
        status: "fail",
        says: /does not speak of everyone/,
      },
      {
        name: "the wrong way round",
        change: tls({ Condition: { Bool: { "aws:SecureTransport": "true" } } }),
        status: "fail",
        says: /denies CloudTrail/,
      },
      {
        name: "by another operator than Bool",
        change: tls({ Condition: { StringEquals: { "aws:SecureTransport": "false" } } }),
        status: "fail",
        says: /does not ask for Bool/,
      },
      {
        name: "under a further condition",
        change: tls({
          Condition: {
            Bool: { "aws:SecureTransport": "false" },
            IpAddress: { "aws:SourceIp": "192.0.2.0/24" },
          },
        }),
        status: "fail",
        says: /holds only under aws:sourceip/,
      },
      { name: "Allow instead of Deny", change: tls({ Effect: "Allow" }), status: "fail" },
    ]);
  });

  describe("nobody else", () => {
    const allow = (fields: Partial<PolicyStatement>) =>
      add({
        Sid: "More",
        Effect: "Allow",
        Principal: "*",
        Action: "s3:GetObject",
        Resource: `${bucketArn}/*`,
        ...fields,
      });
    checkCases(bucketPolicy, [
      {
        name: "everyone reads",
        change: allow({}),
        status: "fail",
        says: /statement 4 \(More\) lets anyone without an account s3:GetObject/,
      },
      {
        name: "everyone reads, as an AWS principal",
        change: allow({ Principal: { AWS: "*" } }),
        status: "fail",
      },
      {
        name: "everyone lists",
        change: allow({ Action: "s3:List*", Resource: bucketArn }),
        says: /lets anyone without an account s3:ListBucket/,
        status: "fail",
      },
      {
        name: "everyone writes with the ACL",
        change: allow({ Action: "s3:PutObject", Condition: { StringEquals: ACL } }),
        status: "fail",
      },
      {
        name: "everyone of the organization reads",
        change: allow({ Condition: { StringEquals: { "aws:PrincipalOrgID": "o-1" } } }),
        status: "pass",
      },
      {
        name: "everyone from an address reads",
        change: allow({ Condition: { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } } }),
        status: "unknown",
        says: /hangs on aws:sourceip/,
      },
      {
        name: "a role of the account reads",
        change: allow({ Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/Audit` } }),
        status: "pass",
      },
      {
        name: "CloudTrail reads",
        change: allow({ Principal: cloudTrail, Condition: { StringEquals: { "aws:SourceArn": ARN } } }),
        status: "fail",
        says: /lets CloudTrail s3:GetObject/,
      },
    ]);
  });

  for (const [partition, region, prefix] of [
    ["aws", "eu-west-1", undefined],
    ["aws", "us-east-1", "audit/2026"],
    ["aws-cn", "cn-north-1", undefined],
    ["aws-us-gov", "us-gov-west-1", "p"],
  ] as const) {
    it(`passes in ${partition}, ${region}, prefix ${prefix ?? "none"}, and fails there without the pin`, async () => {
      const account = new FakeAccount(partition, region, prefix);
      const verdict = await account.judge(bucketPolicy);
      assert.equal(verdict.status, "pass", verdict.evidence.join("\n"));
      account.change("bucketPolicy", "Write", { Condition: { StringEquals: ACL } });
      assert.equal((await account.judge(bucketPolicy)).status, "fail");
    });
  }

  it("says how to mend it, on the bucket", async () => {
    const verdict = await new FakeAccount().drop("bucketPolicy", "Tls").judge(bucketPolicy);
    assert.equal(
      verdict.fix?.command,
      `aws s3api put-bucket-policy --bucket ${BUCKET} --policy file://bucket-policy.json`,
    );
  });
});
