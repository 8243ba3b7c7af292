import { parseArn } from "../arn";
import { CloudTrailEvent } from "../event";
import { AccountFacts } from "../posture/accountFacts";
import { TrailStatus } from "../posture/clients";
import { aclCheckGrant, describeKeyGrant, encryptGrants, writeGrant } from "../posture/deliveryGrants";
import { explainDeliveryError } from "../posture/deliveryErrors";
import { managementSelection } from "../posture/eventSelection";
import { Fact } from "../posture/fact";
import { Findings } from "../posture/findings";
import { bucketCommand, fixNames, shellJson, shellWord, trailCommand } from "../posture/fixText";
import { Grant, judgeGrant } from "../posture/judgeGrant";
import { judgeDelivery } from "../posture/judgeDelivery";
import { cloudTrailService } from "../posture/modelCalls";
import { Statement } from "../posture/policy/document";
import { decide } from "../posture/policy/evaluate";
import { Trail, TrailFacts } from "../posture/trailFacts";
import { principalName } from "../principal";
import { Diagnosis, DiagnosisStatus } from "./diagnosis";
import { bucketPolicyCommand, keyPolicyCommand } from "./policyCommands";

/** What was found out beside the trail's own facts. */
export interface Clues {
  /** Calls that stopped or deleted it, newest first. */
  stops: Fact<readonly CloudTrailEvent[]>;
  /** Trails of that name in Regions that weren't asked; of any name where none was asked for. */
  elsewhere: Fact<readonly { name: string; region: string }[]>;
}

type Part = Pick<Diagnosis, "id" | "title">;

/** Why a trail does not log, from the trail itself along the way of its files: bucket, policy, key, log group. */
export function diagnoseTrail(facts: TrailFacts, account: AccountFacts, clues: Clues): Diagnosis[] {
  const { trail } = facts;
  if (trail.state !== "value") return [noTrail(facts, account, clues)];
  const parts = [
    logging(facts, clues),
    delivery(facts),
    bucket(facts, trail.value),
    key(facts, trail.value),
    selectors(facts),
    ...logGroup(facts, trail.value),
  ];
  return parts.map((part) => ({ ...part, question: "not-logging", subject: trail.value.name }));
}

type Found = Omit<Diagnosis, "question" | "subject">;

function noTrail(
  { trail, trailName }: TrailFacts,
  { regions, recordings }: AccountFacts,
  clues: Clues,
): Diagnosis {
  const base = { question: "not-logging", id: "trail", title: "The trail" } as const;
  const named = !trailName.startsWith("<");
  if (trail.state === "unreadable") {
    return { ...base, status: "unknown", says: "it could not be looked for", evidence: [trail.error] };
  }
  const elsewhere = clues.elsewhere.state === "value" ? clues.elsewhere.value : [];
  const seen = recordings.map(({ trail: each }) => `there is ${each.arn}`);
  const why = trail.state === "absent" ? [trail.why] : [];
  if (elsewhere.length > 0) {
    const [{ name, region }] = elsewhere as [{ name: string; region: string }];
    return {
      ...base,
      status: "problem",
      says: `${name} is not in ${regions.join(", ")} but in ${region}`,
      evidence: [...why, ...elsewhere.map((each) => `ListTrails: ${each.name} in ${each.region}`)],
      command: `aws cloudtrail get-trail-status --name ${shellWord(name)} --region ${shellWord(region)}`,
    };
  }
  const [deleted] = clues.stops.state === "value" ? clues.stops.value : [];
  return {
    ...base,
    status: "problem",
    says: deleted
      ? `it was deleted: ${callWords(deleted)}`
      : named
        ? `there is no ${trailName}`
        : "there is none",
    evidence: [
      ...why,
      ...(clues.elsewhere.state === "unreadable" ? [`could not be read: ${clues.elsewhere.error}`] : []),
      ...(deleted?.eventID ? [`event ${deleted.eventID}`] : []),
      ...seen,
    ],
    command: "audit-trail up",
  };
}

function logging(facts: TrailFacts, { stops }: Clues): Found {
  const part: Part = { id: "logging", title: "Logging" };
  const { status } = facts;
  if (status.state !== "value") return unread(part, status);
  const { IsLogging, StartLoggingTime: started, StopLoggingTime: stopped } = status.value;
  if (IsLogging === true) {
    return { ...part, status: "ok", says: `it is logging${timeWords(" since", started)}`, evidence: [] };
  }
  const [stop] = stops.state === "value" ? stops.value : [];
  const evidence = [
    `IsLogging is ${String(IsLogging ?? "not stated")}`,
    ...(stops.state === "value" ? [] : [`who stopped it could not be read: ${why(stops)}`]),
    ...(stop?.eventID ? [`event ${stop.eventID}`] : []),
  ];
  const command = trailCommand(facts, "start-logging");
  if (!started && !stopped && !stop) {
    const says = "it was never started: a trail made by CreateTrail does not log until StartLogging";
    return { ...part, status: "problem", says, evidence, command };
  }
  const who = stop
    ? `: ${callWords(stop)}`
    : stops.state === "value"
      ? "; the event history, of 90 days, does not say by whom"
      : "";
  return {
    ...part,
    status: "problem",
    says: `it was stopped${timeWords(" on", stopped)}${who}`,
    evidence,
    command,
  };
}

const DAY = 24;

function delivery(facts: TrailFacts): Found {
  const part: Part = { id: "delivery", title: "Delivery to the bucket" };
  const { status } = facts;
  if (status.state !== "value") return unread(part, status);
  const { LatestDeliveryError: error, LatestDeliveryTime: time } = status.value;
  if (error) {
    const explained = explainDeliveryError(error);
    const look = explained?.look === "key" ? " See the key below." : " See the bucket below.";
    return {
      ...part,
      status: "problem",
      says: explained ? `it fails: ${explained.means}.${look}` : `it fails with ${error}`,
      evidence: [`LatestDeliveryError is ${error}`, ...(time ? [`latest log file ${iso(time)}`] : [])],
      command: trailCommand(facts, "get-trail-status"),
    };
  }
  return judged(part, facts, status.value, { what: "log file", time, error, hours: DAY });
}

function judged(
  part: Part,
  facts: TrailFacts,
  status: TrailStatus,
  delivery: Parameters<typeof judgeDelivery>[1],
): Found {
  const findings = new Findings();
  judgeDelivery(findings, delivery, status, facts.asked.now);
  return fromFindings(part, findings, trailCommand(facts, "get-trail-status"));
}

function bucket(facts: TrailFacts, trail: Trail): Found {
  const part: Part = { id: "bucket", title: "The bucket and its policy" };
  const findings = new Findings();
  const name = findings.need(facts.bucketName);
  const place = findings.need(facts.place);
  if (place && place.account === undefined) {
    findings.fact(`bucket ${name ?? ""} belongs to another account than ${trail.account}`);
  }
  // What isn't there at all needs no statement.
  const policy = facts.place.state === "absent" ? undefined : findings.need(facts.bucketPolicy);
  if (name && policy) {
    const bucketArn = `arn:${trail.partition}:s3:::${name}`;
    const grants = [aclCheckGrant(trail, bucketArn), writeGrant(trail, bucketArn, "CloudTrail")];
    for (const grant of grants) judgeGrant(findings, policy, grant);
    // A Deny wins over whatever is added: somebody has to look at it.
    if (isDenied(policy, grants))
      return fromFindings(part, findings, bucketCommand(facts, "get-bucket-policy"));
  }
  const command =
    facts.place.state === "absent"
      ? trailCommand(facts, "update-trail", "--s3-bucket-name <bucket>")
      : bucketPolicyCommand(facts, trail);
  return fromFindings(part, findings, command);
}

function key(facts: TrailFacts, trail: Trail): Found {
  const part: Part = { id: "key", title: "The key and its policy" };
  if (!trail.KmsKeyId) {
    return { ...part, status: "ok", says: "the trail encrypts with no key of its own", evidence: [] };
  }
  const findings = new Findings();
  const metadata = findings.need(facts.key);
  const policy = findings.need(facts.keyPolicy);
  const state = metadata?.KeyState ?? "not stated";
  const { key: id } = fixNames(facts);
  const at = `--key-id ${shellWord(id)} --region ${shellWord(parseArn(id)?.region ?? trail.region)}`;
  if (metadata) {
    findings.expect(
      state === "Enabled",
      "the key is Enabled",
      `the key is ${state}: nothing can be encrypted`,
    );
  }
  if (metadata && policy) {
    const arn = metadata.Arn ?? "*";
    const grants = [...encryptGrants(trail, arn), describeKeyGrant(trail, arn)];
    for (const grant of grants) judgeGrant(findings, policy, grant);
    if (state === "Enabled" && isDenied(policy, grants)) {
      return fromFindings(part, findings, `aws kms get-key-policy ${at} --policy-name default`);
    }
  }
  const region = metadata?.Arn && parseArn(metadata.Arn)?.region;
  if (region && facts.place.state === "value" && facts.place.value.region !== region) {
    findings.problem(`the key is in ${region}, the bucket in ${facts.place.value.region}`);
  }
  return fromFindings(part, findings, keyCommand(state, at) ?? keyPolicyCommand(facts, trail));
}

/** Whether a Deny, and not the lack of an Allow, stands in the way. */
function isDenied(policy: readonly Statement[], grants: readonly Grant[]): boolean {
  return grants.some((grant) => {
    const { outcome, by } = decide(policy, { caller: cloudTrailService, ...grant });
    return outcome === "denied" && by.length > 0;
  });
}

function keyCommand(state: string, at: string): string | undefined {
  if (state === "Disabled") return `aws kms enable-key ${at}`;
  if (state === "PendingDeletion") return `aws kms cancel-key-deletion ${at} && aws kms enable-key ${at}`;
  return undefined;
}

function selectors(facts: TrailFacts): Found {
  const part: Part = { id: "selectors", title: "What is recorded" };
  if (facts.selectors.state !== "value") return unread(part, facts.selectors);
  const selected = managementSelection(facts.selectors.value);
  if (!selected)
    return {
      ...part,
      status: "unknown",
      says: "the trail's selectors were answered as an empty list",
      evidence: [],
    };
  const { read, write, narrowed } = selected;
  const left = [...new Set([...(read ?? []), ...(write ?? [])])];
  const problems = [
    ...(read ? [] : ["management events that read are left out"]),
    ...(write ? [] : ["management events that write are left out"]),
    ...(left.length > 0 ? [`left out: ${left.join(", ")}`] : []),
  ];
  const evidence = [...problems, ...narrowed.map((each) => `a part only: ${each}`)];
  if (problems.length === 0)
    return { ...part, status: "ok", says: "all management events are recorded", evidence };
  return {
    ...part,
    status: "problem",
    says: problems.join("; "),
    evidence,
    command: trailCommand(
      facts,
      "put-event-selectors --trail-name",
      "--advanced-event-selectors",
      shellJson([
        {
          Name: "Management events selector",
          FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
        },
      ]),
    ),
  };
}

/** Only a trail that delivers to one can fail to. */
function logGroup(facts: TrailFacts, trail: Trail): Found[] {
  const part: Part = { id: "log-group", title: "Delivery to CloudWatch Logs" };
  const { status } = facts;
  if (!trail.CloudWatchLogsLogGroupArn) return [];
  if (facts.logGroup.state !== "value") return [unread(part, facts.logGroup)];
  if (facts.logsRole.state === "absent") return [unread(part, facts.logsRole)];
  if (status.state !== "value") return [unread(part, status)];
  const { LatestCloudWatchLogsDeliveryTime: time, LatestCloudWatchLogsDeliveryError: error } = status.value;
  if (!error) return [judged(part, facts, status.value, { what: "event", time, error, hours: DAY })];
  return [
    {
      ...part,
      status: "problem",
      says: "it fails: the role may not write there, its trust policy does not admit CloudTrail, or the log group is gone",
      evidence: [`LatestCloudWatchLogsDeliveryError is ${error}`],
      command: `aws iam get-role --role-name ${shellWord(trail.CloudWatchLogsRoleArn?.split("/").at(-1) ?? "<role>")}`,
    },
  ];
}

const STATUS: Readonly<Record<"pass" | "fail" | "unknown", DiagnosisStatus>> = {
  pass: "ok",
  fail: "problem",
  unknown: "unknown",
};

function fromFindings(part: Part, findings: Findings, command: string | undefined): Found {
  const { status, evidence } = findings.verdict({ say: "" });
  const [says = "nothing was found", ...rest] = evidence;
  return {
    ...part,
    status: STATUS[status],
    says: status === "pass" && rest.length > 0 ? "nothing stands in the way" : says,
    evidence: status === "pass" && rest.length > 0 ? evidence : rest,
    ...(status === "fail" && command !== undefined && { command }),
  };
}

function unread(part: Part, fact: Exclude<Fact<unknown>, { state: "value" }>): Found {
  return fact.state === "absent"
    ? { ...part, status: "problem", says: fact.why, evidence: [] }
    : { ...part, status: "unknown", says: "it could not be looked at", evidence: [fact.error] };
}

function why(fact: Exclude<Fact<unknown>, { state: "value" }>): string {
  return fact.state === "absent" ? fact.why : fact.error;
}

/** Who called, when, from where. */
function callWords(event: CloudTrailEvent): string {
  const from = event.sourceIPAddress ? ` from ${event.sourceIPAddress}` : "";
  return `${event.eventName ?? "a call"} by ${principalName(event)} at ${event.eventTime ?? "an unknown time"}${from}`;
}

function timeWords(before: string, time: Date | undefined): string {
  return time && !Number.isNaN(time.getTime()) ? `${before} ${iso(time)}` : "";
}

function iso(time: Date): string {
  return Number.isNaN(time.getTime()) ? "at an unknown time" : time.toISOString();
}
