import { parseArn } from "../arn";
import { parseDenial } from "../denial";
import { CloudTrailEvent } from "../event";
import { textAt, valueAt } from "../textAt";
import { count } from "../wording";

/** What a request parameter names, the more telling ones first. */
const NAMED: readonly (readonly [parameter: string, kind: string])[] = [
  ["userName", "the user"],
  ["roleName", "the role"],
  ["groupName", "the group"],
  ["roleArn", "the role"],
  // KMS calls every key's policy `default`.
  ["keyId", "the key"],
  ["policyArn", "the policy"],
  ["policyName", "the policy"],
  ["instanceProfileName", "the instance profile"],
  ["trailName", "the trail"],
  ["bucketName", "the bucket"],
  ["functionName", "the function"],
  ["secretId", "the secret"],
  ["tableName", "the table"],
  ["dBInstanceIdentifier", "the database"],
  ["instanceId", "the instance"],
  ["snapshotId", "the snapshot"],
  ["volumeId", "the volume"],
  ["imageId", "the image"],
  ["groupId", "the group"],
  ["logGroupName", "the log group"],
  ["stackName", "the stack"],
  ["topicArn", "the topic"],
  ["queueUrl", "the queue"],
  ["detectorId", "the detector"],
  ["alarmName", "the alarm"],
  ["permissionSetArn", "the permission set"],
  ["target", "the instance"],
  ["resourceArn", ""],
  ["resourceId", ""],
];
/** A service whose plain `name` means one kind of thing. */
const PLAIN_NAME: Readonly<Record<string, string>> = {
  "cloudtrail.amazonaws.com": "the trail",
  "ssm.amazonaws.com": "the parameter",
  "events.amazonaws.com": "the rule",
  "secretsmanager.amazonaws.com": "the secret",
  "glue.amazonaws.com": "the job",
};
/** What the first part of an ARN's resource says: `user/bob`. */
const ARN_KINDS: Readonly<Record<string, string>> = {
  user: "the user",
  role: "the role",
  group: "the group",
  policy: "the policy",
  trail: "the trail",
  function: "the function",
  instance: "the instance",
  secret: "the secret",
  table: "the table",
  key: "the key",
  db: "the database",
  alias: "the alias",
  stack: "the stack",
  "log-group": "the log group",
};
/** A name longer than this is cut; AWS's own end at a few hundred, but for object keys. */
const LONGEST = 160;

/** What the call was made on, in words: `the user bob`, `the trail main`; undefined where the record names nothing. */
export function targetOf(event: CloudTrailEvent): string | undefined {
  const { requestParameters, eventSource = "" } = event;
  for (const [parameter, kind] of NAMED) {
    const value = textAt(requestParameters, parameter);
    if (value !== undefined) return named(kind, value, event);
  }
  const plain = Object.hasOwn(PLAIN_NAME, eventSource) ? textAt(requestParameters, "name") : undefined;
  if (plain !== undefined) return named(PLAIN_NAME[eventSource]!, plain, event);
  return instancesOf(event) ?? refused(event) ?? listed(event);
}

/** EC2 names the instances of a call in a list. */
function instancesOf(event: CloudTrailEvent): string | undefined {
  if (event.eventSource !== "ec2.amazonaws.com") return undefined;
  const items = valueAt(event.requestParameters, "instancesSet.items");
  const ids = Array.isArray(items) ? items.flatMap((item) => textAt(item, "instanceId") ?? []) : [];
  if (ids.length === 0) return undefined;
  return ids.length === 1 ? named("the instance", ids[0]!, event) : count(ids.length, "instance");
}

/** A denied call's record mostly has no request, but its message names the resource. */
function refused(event: CloudTrailEvent): string | undefined {
  const denied = event.errorCode ? parseDenial(event.errorMessage) : undefined;
  // `arn:…:*`, `…:instance/*` and `…:user/` say no more than `*`.
  if (!denied?.resource || /(^|[:/])\*$|[:/]$/.test(denied.resource)) return undefined;
  const said = /on resource: (user|role|group|policy|instance profile) /.exec(
    event.errorMessage!.slice(0, 20_000),
  );
  return named(said ? `the ${said[1]}` : "", denied.resource, event);
}

function listed(event: CloudTrailEvent): string | undefined {
  const resource = event.resources?.find(({ ARN }) => ARN)?.ARN ?? event.lookup?.resources[0]?.name;
  return resource === undefined ? undefined : named("", resource, event);
}

function named(kind: string, value: string, event: CloudTrailEvent): string {
  const name = shortName(value, event);
  const own = kind || ofArn(value);
  return own ? `${own} ${name}` : name;
}

function ofArn(text: string): string {
  const arn = parseArn(text);
  const kind = arn?.resource.split(/[/:]/)[0] ?? "";
  if (arn?.service === "s3" && arn.region === "") {
    return arn.resource.includes("/") ? "the object" : "the bucket";
  }
  return Object.hasOwn(ARN_KINDS, kind) && kind !== arn?.resource ? ARN_KINDS[kind]! : "";
}

/** The name that an ARN ends in, with the account where it isn't the event's own; other texts as they are, cut. */
export function shortName(text: string, event: CloudTrailEvent): string {
  const arn = text.startsWith("arn:") ? parseArn(text.slice(0, 2048)) : undefined;
  if (!arn) return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  const own = event.recipientAccountId ?? event.userIdentity?.accountId;
  const name =
    arn.service === "s3"
      ? arn.resource
      : arn.resource.replace(/:\*$/, "").split(/[/:]/).at(-1) || arn.resource;
  const foreign = /^\d{12}$/.test(arn.account) && own !== undefined && arn.account !== own;
  return shortName(name, event) + (foreign ? ` of account ${arn.account}` : "");
}
