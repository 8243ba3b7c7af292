import { JsonObject, isJsonObject } from "../json";
import { Fact } from "../posture/fact";
import { fixNames, shellJson, shellWord } from "../posture/fixText";
import { logFolder } from "../posture/judgeWriteScope";
import { CLOUDTRAIL } from "../posture/modelCalls";
import { Trail, TrailFacts } from "../posture/trailFacts";

/** The command that adds what the bucket's policy lacks; nothing of what it has is lost. Undefined where it isn't known. */
export function bucketPolicyCommand(facts: TrailFacts, trail: Trail): string | undefined {
  const { bucket } = fixNames(facts);
  const bucketArn = `arn:${trail.partition}:s3:::${bucket}`;
  const Principal = { Service: CLOUDTRAIL };
  const policy = withStatements(facts.bucketPolicyText, [
    {
      Sid: sid("AclCheck", trail),
      Effect: "Allow",
      Principal,
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "aws:SourceArn": trail.arn } },
    },
    {
      Sid: sid("Write", trail),
      Effect: "Allow",
      Principal,
      Action: "s3:PutObject",
      Resource: `${logFolder(trail, bucketArn)}*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trail.arn },
      },
    },
  ]);
  return policy && `aws s3api put-bucket-policy --bucket ${shellWord(bucket)} --policy ${shellJson(policy)}`;
}

/** The same for the key's policy. */
export function keyPolicyCommand(facts: TrailFacts, trail: Trail): string | undefined {
  // A key always has a policy: without knowing it, a new one could lock everybody out.
  if (facts.keyPolicyText.state !== "value") return undefined;
  const { key, region } = fixNames(facts);
  const Principal = { Service: CLOUDTRAIL };
  const SourceArn = { "aws:SourceArn": trail.arn };
  const policy = withStatements(facts.keyPolicyText, [
    {
      Sid: sid("Encrypt", trail),
      Effect: "Allow",
      Principal,
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        StringEquals: SourceArn,
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": `arn:${trail.partition}:cloudtrail:*:${trail.account}:trail/*`,
        },
      },
    },
    {
      Sid: sid("DescribeKey", trail),
      Effect: "Allow",
      Principal,
      Action: "kms:DescribeKey",
      Resource: "*",
      Condition: { StringEquals: SourceArn },
    },
  ]);
  return (
    policy &&
    `aws kms put-key-policy --key-id ${shellWord(key)} --policy-name default --region ${shellWord(region)} --policy ${shellJson(policy)}`
  );
}

/** The trail's name is in it, so that no other trail's statement has the same. */
function sid(what: string, { name }: Trail): string {
  return `CloudTrail${what}${name.replace(/[^A-Za-z0-9]/g, "")}`;
}

function withStatements(
  text: Fact<string>,
  added: readonly ({ Sid: string } & JsonObject)[],
): object | undefined {
  if (text.state === "unreadable") return undefined;
  if (text.state === "absent") return { Version: "2012-10-17", Statement: added };
  try {
    const policy: unknown = JSON.parse(text.value);
    if (!isJsonObject(policy)) return undefined;
    const { Statement } = policy;
    const present: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    const sids = added.map(({ Sid }) => Sid);
    const others = present.filter(
      (each) => !isJsonObject(each) || !(typeof each.Sid === "string" && sids.includes(each.Sid)),
    );
    return { ...policy, Statement: [...others, ...added] };
  } catch {
    return undefined;
  }
}
