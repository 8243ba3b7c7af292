import { JsonObject } from "../../../detective/json";
import { ACCOUNT, Actor, Day } from "./day";

const github = (session: string) => ({
  roleArn: `arn:aws:iam::${ACCOUNT}:role/ci-deploy`,
  roleSessionName: session,
  durationSeconds: 3_600,
});

/** A pipeline gets its credentials by OIDC. */
export function signIn(day: Day, at: number, session: string): void {
  const identity = {
    type: "WebIdentityUser",
    principalId:
      "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com:repo:example/app",
    userName: "repo:example/app:ref:refs/heads/main",
    identityProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`,
  };
  const runner = { identity, ip: "192.0.2.80", agent: "aws-sdk-js/3.900.0 configure-aws-credentials" };
  day.call(runner, "sts:AssumeRoleWithWebIdentity", at, github(session));
}

/** A bucket with everything that it should have. */
export function bucket(day: Day, actor: Actor, at: number, bucketName: string): void {
  const on = (name: string, n: number, params: JsonObject = {}) =>
    day.call(actor, `s3:${name}`, at + n, {
      bucketName,
      Host: `${bucketName}.s3.eu-central-1.amazonaws.com`,
      ...params,
    });
  const all = {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  };
  on("CreateBucket", 0, { "x-amz-object-ownership": "BucketOwnerEnforced" });
  on("PutBucketPublicAccessBlock", 1, { publicAccessBlock: "", PublicAccessBlockConfiguration: all });
  on("PutBucketVersioning", 2, { versioning: "", VersioningConfiguration: { Status: "Enabled" } });
  on("PutBucketEncryption", 3, {
    encryption: "",
    ServerSideEncryptionConfiguration: {
      Rule: {
        ApplyServerSideEncryptionByDefault: {
          SSEAlgorithm: "aws:kms",
          KMSMasterKeyID: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/0a1b2c3d`,
        },
        BucketKeyEnabled: true,
      },
    },
  });
  on("PutBucketPolicy", 4, {
    policy: "",
    bucketPolicy: {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: `arn:aws:s3:::${bucketName}/*`,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${bucketName}/*`,
          Condition: {
            StringEquals: { "AWS:SourceArn": `arn:aws:cloudfront::${ACCOUNT}:distribution/E0EXAMPLE` },
          },
        },
        {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/orders-worker` },
          Action: "s3:GetObject",
          Resource: `arn:aws:s3:::${bucketName}/*`,
        },
      ],
    },
  });
  on("PutBucketLifecycle", 5, {
    lifecycle: "",
    LifecycleConfiguration: {
      Rule: [
        {
          ID: "old",
          Status: "Enabled",
          Filter: { Prefix: "" },
          NoncurrentVersionExpiration: { NoncurrentDays: 90 },
        },
        {
          ID: "parts",
          Status: "Enabled",
          Filter: { Prefix: "" },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
        },
        { ID: "tmp", Status: "Enabled", Filter: { Prefix: "tmp/" }, Expiration: { Days: 1 } },
      ],
    },
  });
  on("PutBucketTagging", 6);
}

/** One port of a security group for one range of addresses. */
export function ingress(port: number, range: Record<string, string>): JsonObject {
  const item = {
    ipProtocol: "tcp",
    fromPort: port,
    toPort: port,
    groups: {},
    ipRanges: { items: [range] },
    ipv6Ranges: {},
    prefixListIds: {},
  };
  return { groupId: "sg-0a1b2c3d4e5f60718", ipPermissions: { items: [item] } };
}
