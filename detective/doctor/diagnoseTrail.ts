import { CloudTrailEvent } from "../event";
import { AccountFacts } from "../posture/accountFacts";
import { TrailStatus } from "../posture/clients";
import { explainDeliveryError } from "../posture/deliveryErrors";
import { managementSelection } from "../posture/eventSelection";
import { Fact } from "../posture/fact";
import { Findings } from "../posture/findings";
import { shellWord, trailCommand } from "../posture/fixText";
import { judgeDelivery } from "../posture/judgeDelivery";
import { selectorsCommand } from "../posture/selectorsCommand";
import { Trail, TrailFacts } from "../posture/trailFacts";
import { principalName } from "../principal";
import { diagnoseBucket, diagnoseKey } from "./diagnoseStore";
import { Diagnosis } from "./diagnosis";
import { Found, Part, fromFindings, unread, why } from "./found";

/** What was found out beside the trail's own facts. */
export interface Clues {
  /** Calls that stopped or deleted it, newest first. */
  stops: Fact<readonly CloudTrailEvent[]>;
  /** Trails of that name in Regions that weren't asked; of any name where none was asked for. */
  elsewhere: Fact<readonly { name: string; region: string }[]>;
}

/** Why a trail does not log, from the trail itself along the way of its files: bucket, policy, key, log group. */
export function diagnoseTrail(facts: TrailFacts, account: AccountFacts, clues: Clues): Diagnosis[] {
  const { trail } = facts;
  if (trail.state !== "value") return [noTrail(facts, account, clues)];
  const parts = [
    logging(facts, clues),
    delivery(facts),
    diagnoseBucket(facts, trail.value),
    diagnoseKey(facts, trail.value),
    selectors(facts),
    ...logGroup(facts, trail.value),
  ];
  return parts.map((part) => ({ ...part, question: "not-logging", subject: trail.value.name }));
}

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
    command: selectorsCommand(facts),
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
