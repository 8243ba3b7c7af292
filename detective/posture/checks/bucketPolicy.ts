import { Check } from "../check";
import { aclCheckGrant, writeGrant } from "../deliveryGrants";
import { Findings } from "../findings";
import { auditTrail, bucketCommand, fixNames } from "../fixText";
import { judgeCloudTrailExcess, judgeOutsiders } from "../judgeExcess";
import { judgeGrant, judgePin } from "../judgeGrant";
import { judgeTlsDeny } from "../judgeTlsDeny";
import { judgeWriteScope } from "../judgeWriteScope";
import { cloudTrailContext } from "../modelCalls";
import { Statement } from "../policy/document";
import { cis, cloudTrailPage } from "../reference";
import { Trail, TrailFacts } from "../trailFacts";

/** What an outsider, or CloudTrail beyond its business, could do harm with. */
const ON_BUCKET = ["s3:ListBucket", "s3:PutBucketPolicy", "s3:PutBucketAcl", "s3:DeleteBucket"];
const ON_OBJECTS = ["s3:GetObject", "s3:DeleteObject", "s3:PutObjectAcl"];

export const bucketPolicy: Check = {
  id: "bucket-policy",
  title: "The bucket policy lets this trail deliver, nobody else, and only over TLS",
  pillar: "data",
  weight: 3,
  why: "Without aws:SourceArn anyone's trail can write into the bucket in CloudTrail's name, and without the TLS deny logs can travel in clear.",
  reads: ["s3:GetBucketPolicy", "s3:GetBucketOwnershipControls", "cloudtrail:DescribeTrails"],
  references: [
    cis("3.1.1, 2.21", "2.1.1"),
    cloudTrailPage("Amazon S3 bucket policy for CloudTrail", "create-s3-bucket-policy-for-cloudtrail"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const bucket = findings.need(facts.bucketName);
    const policy = findings.need(facts.bucketPolicy);
    if (trail && bucket && policy) judgePolicy(findings, policy, trail, bucket, facts);
    return findings.verdict({
      say: "Give the bucket the three statements: AclCheck and Write for cloudtrail.amazonaws.com, both with aws:SourceArn of this trail, Write on [prefix/]AWSLogs/<account>/* only; and a Deny of everything where aws:SecureTransport is false.",
      command: bucketCommand(facts, "put-bucket-policy", "--policy file://bucket-policy.json"),
      // An adopted bucket's policy is merged, so this mends one that is in use.
      pulumi: auditTrail(
        facts,
        `logBucket: { existing: { bucket: ${JSON.stringify(fixNames(facts).bucket)} } },`,
      ),
    });
  },
};

function judgePolicy(
  findings: Findings,
  policy: readonly Statement[],
  trail: Trail,
  bucket: string,
  facts: TrailFacts,
): void {
  const bucketArn = `arn:${trail.partition}:s3:::${bucket}`;
  const context = cloudTrailContext(trail);
  const aclCheck = aclCheckGrant(trail, bucketArn);
  const logFiles = writeGrant(trail, bucketArn, "CloudTrail");

  judgeGrant(findings, policy, aclCheck);
  judgePin(findings, policy, trail, aclCheck);
  judgeGrant(findings, policy, logFiles);
  judgeGrant(findings, policy, writeGrant(trail, bucketArn, "CloudTrail-Digest"));
  judgePin(findings, policy, trail, logFiles);
  judgeWriteScope(findings, policy, trail, { bucketArn, grant: logFiles, ownership: facts.ownership });
  judgeTlsDeny(findings, policy, bucketArn);
  const onObjects = { actions: ON_OBJECTS, resources: [logFiles.resource] };
  const onBucket = { actions: ON_BUCKET, resources: [bucketArn] };
  judgeOutsiders(findings, policy, trail, { ...onObjects, actions: [...ON_OBJECTS, "s3:PutObject"] });
  judgeOutsiders(findings, policy, trail, onBucket);
  judgeCloudTrailExcess(findings, policy, context, onObjects);
  judgeCloudTrailExcess(findings, policy, context, onBucket);
}
