import { apiName } from "../describeEvent";
import { readGrant } from "../escalation/readGrant";
import { CloudTrailEvent } from "../event";
import { outcomeOf } from "../outcomeOf";
import { coversTracks } from "../tamperingCalls";
import { dataRead } from "./dataAccess";
import { Mark } from "./timeline";

/** What an event is known to be from elsewhere. */
export interface Known {
  /** What others did before: an administrator's making of a user is no way back. See `Followed`. */
  background: ReadonlySet<CloudTrailEvent>;
  firstContacts: ReadonlySet<CloudTrailEvent>;
  /** eventIDs of the steps of escalations worth a look, and of calls that weaken the trail. */
  escalations: ReadonlySet<string>;
  tampering: ReadonlySet<string>;
  logBuckets: ReadonlySet<string>;
  /** Of a trail: covers no tracks. */
  setUp: ReadonlySet<CloudTrailEvent>;
}

/** Ways to come back that give no rights by themselves. */
const COMES_BACK: ReadonlySet<string> = new Set([
  "iam.amazonaws.com:CreateUser",
  "iam.amazonaws.com:CreateAccessKey",
  "iam.amazonaws.com:CreateLoginProfile",
  "ec2.amazonaws.com:CreateKeyPair",
  "ec2.amazonaws.com:ImportKeyPair",
  "lambda.amazonaws.com:CreateFunctionUrlConfig",
  "events.amazonaws.com:PutTargets",
  "scheduler.amazonaws.com:CreateSchedule",
  "ssm.amazonaws.com:CreateActivation",
  "ssm.amazonaws.com:CreateAssociation",
]);

/** What an event means for the incident. */
export function marksOf(event: CloudTrailEvent, known: Known): Mark[] {
  const marks: Mark[] = [];
  const { eventID } = event;
  const outcome = outcomeOf(event);
  if (known.firstContacts.has(event)) marks.push("first-contact");
  if (outcome === "denied") marks.push("denied");
  const grant = readGrant(event);
  // A user made or a trust of a service gives nobody anything, though it stands in an escalation's chain.
  const gives = grant !== undefined && grant.granted.rights.power !== "harmless";
  const own = !known.background.has(event);
  if (own && gives && eventID !== undefined && known.escalations.has(eventID)) marks.push("escalation");
  const persists = gives && grant.way.persistence === true;
  const comesBack = COMES_BACK.has(`${event.eventSource}:${apiName(event)}`);
  if (own && outcome === "success" && (persists || comesBack)) marks.push("persistence");
  if (dataRead(event) !== undefined) marks.push("data-access");
  const tampers =
    (eventID !== undefined && known.tampering.has(eventID)) ||
    (!known.setUp.has(event) && coversTracks(event, known.logBuckets));
  if (tampers && outcome !== "failed") marks.push("tracks-covered");
  return marks;
}
