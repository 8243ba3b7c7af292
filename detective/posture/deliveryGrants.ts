import { Grant } from "./judgeGrant";
import { logFolder } from "./judgeWriteScope";
import { cloudTrailContext, describeKeyContext, logEncryptionContext } from "./modelCalls";
import { Trail } from "./trailFacts";

/** What CloudTrail must be let do so that a trail's files arrive. */

export function aclCheckGrant(trail: Trail, bucketArn: string): Grant {
  return {
    what: "check the bucket's ACL (s3:GetBucketAcl)",
    action: "s3:GetBucketAcl",
    resource: bucketArn,
    context: cloudTrailContext(trail),
  };
}

export function writeGrant(trail: Trail, bucketArn: string, kind: "CloudTrail" | "CloudTrail-Digest"): Grant {
  const name = `${trail.region}/2026/01/31/${trail.account}_sample.json.gz`;
  return {
    what: `write ${kind === "CloudTrail" ? "log files" : "digest files"} (s3:PutObject)`,
    action: "s3:PutObject",
    resource: `${logFolder(trail, bucketArn)}${kind}/${name}`,
    context: cloudTrailContext(trail),
  };
}

/** Both forms that the wildcard of kms:GenerateDataKey* stands for and CloudTrail can need. */
export function encryptGrants(trail: Trail, keyArn: string): Grant[] {
  return ["kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"].map((action) => ({
    what: `encrypt log files (${action})`,
    action,
    resource: keyArn,
    context: logEncryptionContext(trail),
  }));
}

export function describeKeyGrant(trail: Trail, keyArn: string): Grant {
  return {
    what: "look at the key (kms:DescribeKey)",
    action: "kms:DescribeKey",
    resource: keyArn,
    context: describeKeyContext(trail),
  };
}
