import { apiName } from "../describeEvent";
import { CloudTrailEvent } from "../event";
import { outcomeOf } from "../outcomeOf";
import { textAt, valueAt } from "../textAt";

/** Where the name of what a call made stands; `>` in the response. */
const MADE: Readonly<Record<string, readonly string[]>> = {
  "s3.amazonaws.com:CreateBucket": ["bucketName"],
  "iam.amazonaws.com:CreatePolicy": [">policy.arn"],
  "ec2.amazonaws.com:CreateSnapshot": [">snapshotId"],
  "ec2.amazonaws.com:CopySnapshot": [">snapshotId"],
  "ec2.amazonaws.com:CreateImage": [">imageId"],
  "ec2.amazonaws.com:CreateKeyPair": ["keyName"],
  "ec2.amazonaws.com:ImportKeyPair": ["keyName"],
  "ec2.amazonaws.com:CreateSecurityGroup": [">groupId"],
  "ec2.amazonaws.com:RunInstances": [">instancesSet.items.*.instanceId"],
  "rds.amazonaws.com:CreateDBSnapshot": ["dBSnapshotIdentifier"],
  "rds.amazonaws.com:CreateDBInstance": ["dBInstanceIdentifier"],
  "lambda.amazonaws.com:CreateFunction": ["functionName"],
  "cloudformation.amazonaws.com:CreateStack": ["stackName"],
  "secretsmanager.amazonaws.com:CreateSecret": [">aRN", "name"],
  "kms.amazonaws.com:CreateKey": [">keyMetadata.keyId"],
  "cloudtrail.amazonaws.com:CreateTrail": ["name"],
  "dynamodb.amazonaws.com:CreateTable": ["tableName"],
  "ssm.amazonaws.com:CreateDocument": ["name"],
  "codebuild.amazonaws.com:CreateProject": ["name"],
  "sagemaker.amazonaws.com:CreateNotebookInstance": ["notebookInstanceName"],
  "ecr.amazonaws.com:CreateRepository": ["repositoryName"],
};
/** Calls that make something, as `source:name`. */
export const MAKERS: readonly string[] = Object.keys(MADE);
/** Of one call: a fleet of hundreds is not followed one by one. */
const MOST = 10;

/** Names of what the call made, such that later calls name it too. */
export function madeResources(event: CloudTrailEvent): string[] {
  const call = `${event.eventSource}:${apiName(event)}`;
  if (!Object.hasOwn(MADE, call) || outcomeOf(event) !== "success") return [];
  for (const path of MADE[call]!) {
    const names = namesAt(event, path);
    if (names.length > 0) return names.slice(0, MOST);
  }
  return [];
}

function namesAt(event: CloudTrailEvent, path: string): string[] {
  const from = path.startsWith(">") ? event.responseElements : event.requestParameters;
  const [list, field] = path.replace(/^>/, "").split(".*.");
  if (field === undefined) return [textAt(from, list!)].filter((name) => name !== undefined);
  const items = valueAt(from, list!);
  return Array.isArray(items)
    ? items.map((item) => textAt(item, field)).filter((name) => name !== undefined)
    : [];
}

/** All texts by which a call names what it touches: for looking many names up at once. */
export function* namesIn(event: CloudTrailEvent): Generator<string> {
  for (const { ARN } of event.resources ?? []) if (ARN) yield* spellings(ARN);
  for (const { name } of event.lookup?.resources ?? []) if (name) yield* spellings(name);
  yield* textsIn(event.requestParameters, 0);
  if (event.errorCode && event.errorMessage) {
    const denied = /on resource: "?(\S+?)"?(?:\s|$)/.exec(event.errorMessage.slice(0, 20_000))?.[1];
    if (denied) yield* spellings(denied);
  }
}

const MAX_DEPTH = 12;

function* textsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === "string") {
    if (value.length <= 2048) yield* spellings(value);
  } else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    for (const inner of Object.values(value)) yield* textsIn(inner, depth + 1);
  }
}

/** The text, and of an ARN the name that it ends in, and a bucket's. */
function* spellings(text: string): Generator<string> {
  yield text;
  if (!text.startsWith("arn:")) return;
  const resource = text.split(":").slice(5).join(":");
  yield resource.split(/[/:]/).at(-1)!;
  yield resource.split("/")[0]!;
}
