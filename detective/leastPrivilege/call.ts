import { parseArn } from "../arn";
import { apiName } from "../describeEvent";
import { CloudTrailEvent } from "../event";
import { JsonObject } from "../json";
import { servicePrefix } from "./servicePrefix";

/** A call as the mapping sees it. */
export interface Call {
  event: CloudTrailEvent;
  /** IAM service prefix. */
  prefix: string;
  /** The API's name without its version. */
  api: string;
  parameters: JsonObject;
  partition: string;
  region: string;
  /** Of the resource's owner; empty where the record names none. */
  account: string;
}

export function callOf(event: CloudTrailEvent): Call {
  const region = event.awsRegion ?? "";
  const account = event.recipientAccountId ?? event.userIdentity?.accountId ?? "";
  return {
    event,
    prefix: servicePrefix(event.eventSource ?? ""),
    api: apiName(event),
    parameters: event.requestParameters ?? {},
    partition: partitionOf(event, region),
    // They go into ARNs unescaped, so they must be what they should be.
    region: /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/.test(region) ? region : "",
    account: /^\d{12}$/.test(account) ? account : "",
  };
}

function partitionOf({ userIdentity, resources }: CloudTrailEvent, region: string): string {
  const arns = [
    userIdentity?.arn,
    userIdentity?.sessionContext?.sessionIssuer?.arn,
    ...(resources ?? []).slice(0, 5).map(({ ARN }) => ARN),
  ];
  const named = arns
    .map((arn) => parseArn(arn ?? "")?.partition)
    .find((name) => /^aws(-[a-z]+)*$/.test(name ?? ""));
  if (named) return named;
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}
