import { trailArn, type TrailIdentity } from "../trailIdentity";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/** Lets CloudTrail, acting for this one trail, assume the role that writes to CloudWatch Logs. */
export function logsRoleTrust(trail: TrailIdentity): PolicyDocument {
  return policyDocument([
    {
      Sid: "CloudTrailAssumesRole",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceArn": trailArn(trail) } },
    },
  ]);
}

/**
 * Lets the role write the trail's own log streams and no other.
 *
 * Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for monitoring".
 */
export function logsRolePermissions(inputs: {
  trail: TrailIdentity;
  /** The log group's ARN, without `:*`. */
  logGroupArn: string;
  organizationId?: string | undefined;
}): PolicyDocument {
  const { trail, logGroupArn, organizationId } = inputs;
  const streams = [`${logGroupArn}:log-stream:${trail.accountId}_CloudTrail_${trail.homeRegion}*`];
  if (organizationId) streams.push(`${logGroupArn}:log-stream:${organizationId}_*`);
  return policyDocument([
    {
      Sid: "CloudTrailWritesItsLogStreams",
      Effect: "Allow",
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: streams,
    },
  ]);
}
