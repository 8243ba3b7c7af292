import { trailArn, type TrailIdentity } from "../trailIdentity";
import { policyDocument, type PolicyDocument } from "./policyDocument";

/**
 * Lets one trail, and no other, publish its delivery notices to a topic.
 *
 * Source: CloudTrail user guide, "Amazon SNS topic policy for CloudTrail".
 */
export function topicPolicy(trail: TrailIdentity, topicArn: string): PolicyDocument {
  return policyDocument([
    {
      Sid: "AWSCloudTrailSNSPolicy20131101",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "sns:Publish",
      Resource: topicArn,
      Condition: { StringEquals: { "aws:SourceArn": trailArn(trail) } },
    },
  ]);
}
