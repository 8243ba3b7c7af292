import { Clock } from "../clock";
import { collect } from "../collect";
import { CloudTrailEvent, timeOf } from "../event";
import { AccountFacts } from "../posture/accountFacts";
import { PostureClients } from "../posture/clients";
import { dataSelection } from "../posture/eventSelection";
import { globalRegion } from "../globalRegion";
import { parseArn } from "../arn";
import { shellWord } from "../posture/fixText";
import { lookupEvents } from "../sources/lookupEvents";
import { count } from "../wording";
import { Diagnosis } from "./diagnosis";

const QUESTION = "no-events" as const;
const MINUTE_MS = 60_000;

interface Newest {
  region: string;
  event?: CloudTrailEvent;
  failure?: string;
}

/** Why LookupEvents may show nothing, or not what is looked for. */
export async function diagnoseHistory(
  clients: PostureClients,
  facts: AccountFacts,
  clock: Clock,
): Promise<Diagnosis[]> {
  const newest = await Promise.all(facts.regions.map((region) => readNewest(clients, region, clock)));
  return [
    ...newest.map((each) => ofRegion(each)),
    ...aheadOfClock(newest, facts.asked.now),
    delay(newest, facts.asked.now),
    ...globalEvents(facts),
    dataEvents(facts),
  ];
}

async function readNewest(clients: PostureClients, region: string, clock: Clock): Promise<Newest> {
  const source = lookupEvents([{ region, client: clients.forRegion(region).cloudTrail }], { clock });
  const { events, coverage } = await collect(source.read({ max: 1 }));
  const [event] = events;
  // That there is more than the one that was asked for is no failure.
  const gap = coverage.gaps.find(({ inherent, reason }) => !inherent && reason !== "cut");
  return { region, ...(event && { event }), ...(gap && !event && { failure: gap.detail }) };
}

function ofRegion({ region, event, failure }: Newest): Diagnosis {
  const base = { question: QUESTION, id: "history", title: `Event history of ${region}` };
  const at = `--region ${shellWord(region)}`;
  if (event) {
    const says = `it is there; the newest event is ${event.eventName ?? "nameless"} at ${event.eventTime ?? "an unknown time"}`;
    return { ...base, status: "ok", says, evidence: event.eventID ? [`event ${event.eventID}`] : [] };
  }
  if (failure === undefined) {
    return {
      ...base,
      status: "problem",
      says: "it is empty: nobody called anything in this Region in 90 days, or it is the wrong Region, account or endpoint",
      evidence: ["LookupEvents found no event"],
      command: `aws ec2 describe-regions ${at} && aws cloudtrail lookup-events --max-results 5 ${at}`,
    };
  }
  if (/AccessDenied|UnauthorizedOperation|not authorized|no permission/i.test(failure)) {
    return {
      ...base,
      status: "problem",
      says: "you may not read it: cloudtrail:LookupEvents is missing",
      evidence: [failure],
      command:
        "aws iam attach-user-policy --user-name <user> --policy-arn arn:<partition>:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess",
    };
  }
  return { ...base, status: "unknown", says: "it could not be read", evidence: [failure] };
}

/** AWS tolerates 5 minutes; a clock that is behind makes `--since` and the end of a time range miss the newest. */
function aheadOfClock(newest: readonly Newest[], now: Date): Diagnosis[] {
  const ahead = newest.find(({ event }) => event && (timeOf(event) ?? -Infinity) > now.getTime() + MINUTE_MS);
  if (!ahead?.event) return [];
  return [
    {
      question: QUESTION,
      id: "clock",
      title: "Clock",
      status: "problem",
      says: `this machine's clock is behind: an event of ${ahead.event.eventTime ?? ""} is already there at ${now.toISOString()}`,
      evidence: ahead.event.eventID ? [`event ${ahead.event.eventID}`] : [],
      command: "sudo timedatectl set-ntp true",
    },
  ];
}

function delay(newest: readonly Newest[], now: Date): Diagnosis {
  const times = newest.flatMap(({ event }) => (event ? (timeOf(event) ?? []) : []));
  const youngest = Math.round((now.getTime() - Math.max(...times)) / MINUTE_MS);
  const read = times.length > 0;
  return {
    question: QUESTION,
    id: "delay",
    title: "Delay",
    status: read ? "ok" : "unknown",
    says: "an event shows about 5 minutes after its call, at times after 15; what happened just now may not be there yet",
    evidence: read
      ? [`the newest event is ${count(Math.max(0, youngest), "minute")} old`]
      : ["no event could be read"],
  };
}

function globalEvents({ caller, regions }: AccountFacts): Diagnosis[] {
  const partition = caller.state === "value" ? (parseArn(caller.value)?.partition ?? "aws") : "aws";
  const global = globalRegion(partition);
  if (regions.includes(global)) return [];
  return [
    {
      question: QUESTION,
      id: "global-events",
      title: "IAM and other global services",
      status: "ok",
      says: `events of IAM, of the console's sign-in and of the other global services are in ${global}, which was not looked at`,
      evidence: [`looked at: ${regions.join(", ")}`],
      command: `aws cloudtrail lookup-events --region ${global} --lookup-attributes AttributeKey=EventSource,AttributeValue=iam.amazonaws.com`,
    },
  ];
}

function dataEvents({ trails }: AccountFacts): Diagnosis {
  const recording = trails.find(
    ({ selectors }) =>
      selectors.state === "value" &&
      (["read", "write"] as const).some((access) => {
        const { all, some } = dataSelection(selectors.value, "AWS::S3::Object", access);
        return all || some.length > 0;
      }),
  );
  const bucket = recording?.bucketName.state === "value" ? recording.bucketName.value : undefined;
  return {
    question: QUESTION,
    id: "data-events",
    title: "Data events",
    status: "ok",
    says: bucket
      ? `GetObject, PutObject and other data events are never in LookupEvents; the trail's log files in ${bucket} have them`
      : "GetObject, PutObject, Invoke and other data events are never in LookupEvents, and no trail records those of S3",
    evidence: [],
    ...(bucket && { command: `aws s3 ls s3://${bucket}/ --recursive` }),
  };
}
