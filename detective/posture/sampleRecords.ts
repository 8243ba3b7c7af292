import { JsonObject } from "../json";
import { Trail } from "./trailFacts";

/** Records as CloudTrail would write them, for asking filters and rules whether they would notice. */

/** One call by a user, with the fields that the benchmarks' filter patterns look at. */
export function sampleCall(
  trail: Trail,
  call: { source: string; name: string; region: string; fields?: JsonObject },
): JsonObject {
  return {
    eventVersion: "1.11",
    userIdentity: {
      type: "IAMUser",
      principalId: "AIDAEXAMPLE",
      arn: `arn:${trail.partition}:iam::${trail.account}:user/somebody`,
      accountId: trail.account,
      accessKeyId: "AKIAEXAMPLE",
      userName: "somebody",
    },
    eventTime: "2026-01-31T12:00:00Z",
    eventSource: call.source,
    eventName: call.name,
    awsRegion: call.region,
    sourceIPAddress: "192.0.2.1",
    userAgent: "aws-cli/2",
    requestParameters: {},
    responseElements: null,
    eventType: "AwsApiCall",
    managementEvent: true,
    readOnly: false,
    recipientAccountId: trail.account,
    eventCategory: "Management",
    ...call.fields,
  };
}

/** Something that happens all day: a filter that matches it too tells nobody anything. */
export function quietCall(trail: Trail): JsonObject {
  return sampleCall(trail, {
    source: "ec2.amazonaws.com",
    name: "DescribeInstances",
    region: trail.region,
    fields: { readOnly: true },
  });
}

/** The event that EventBridge makes of a record. */
export function busEvent(record: JsonObject): JsonObject {
  const source = String(record.eventSource).replace(/\.amazonaws\.com$/, "");
  const signIn = record.eventType === "AwsConsoleSignIn";
  return {
    version: "0",
    id: "00000000-0000-0000-0000-000000000000",
    "detail-type": signIn ? "AWS Console Sign In via CloudTrail" : "AWS API Call via CloudTrail",
    source: `aws.${source}`,
    account: record.recipientAccountId,
    time: record.eventTime,
    region: record.awsRegion,
    resources: [],
    detail: record,
  };
}
