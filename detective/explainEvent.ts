import { parseDenial } from "./denial";
import { apiName, describeEvent, isDryRun } from "./describeEvent";
import { CloudTrailEvent } from "./event";
import { credentialsPhrases } from "./explain/credentialsPhrases";
import { denialReason } from "./explain/denialReason";
import { ExplainedField, explainedFields } from "./explain/explainedFields";
import { explanationNotes, isServiceAddress } from "./explain/explanationNotes";
import { insightPhrases } from "./explain/insightPhrases";
import { principalPhrase } from "./explain/principalPhrase";
import { toolOf } from "./explain/toolOf";
import { wordedTime } from "./explain/wordedTime";
import { outcomeOf } from "./outcomeOf";
import { redact } from "./redact";
import { capital } from "./wording";

/** One event in plain words. */
export interface Explanation {
  title: string;
  /** Who did what to what, when, from where, with which tool and credentials, for whom, and how it ended. */
  paragraph: string;
  /** The fields that matter, each with what it means. */
  fields: readonly ExplainedField[];
  /** What a reader should know, or could get wrong. */
  notes: readonly string[];
  /** The record's eventID; empty where it has none. */
  evidence: readonly string[];
}

/** What of an event is shown. */
export interface ExplainOptions {
  /** Hides secrets of request and response. @default true */
  redacted?: boolean;
}

/** Says in plain words what an event is about; what the record doesn't hold is left out, never guessed. */
export function explainEvent(event: CloudTrailEvent, options: ExplainOptions = {}): Explanation {
  const shown = options.redacted === false ? event : redact(event);
  return {
    title: `${shown.eventName ?? "An event without a name"}${shown.eventID ? ` (event ${shown.eventID})` : ""}`,
    paragraph: paragraphOf(shown).join(" "),
    fields: explainedFields(shown),
    notes: explanationNotes(shown),
    evidence: shown.eventID ? [shown.eventID] : [],
  };
}

function paragraphOf(event: CloudTrailEvent): string[] {
  if (event.eventType === "AwsCloudTrailInsight" || event.eventCategory === "Insight")
    return insightPhrases(event);
  return [
    whatPhrase(event),
    ...originPhrases(event),
    ...credentialsPhrases(event),
    ...behalfPhrases(event),
    outcomePhrase(event),
  ];
}

function whatPhrase(event: CloudTrailEvent): string {
  const { eventTime, eventName, eventSource, awsRegion } = event;
  const when = eventTime ? `${wordedTime(eventTime)}, ` : "";
  const did = describeEvent(event);
  const api = did.includes(apiName(event)) ? undefined : `${eventName} of`;
  const where = [api, eventSource, awsRegion && `in ${awsRegion}`]
    .filter((part) => part !== undefined)
    .join(" ");
  return `${capital(`${when}${principalPhrase(event)} ${did}`)}${where && ` (${where})`}.`;
}

function originPhrases({
  sourceIPAddress: address,
  userAgent,
  vpcEndpointId,
  userIdentity,
}: CloudTrailEvent): string[] {
  const tool = toolOf(userAgent);
  const endpoint = vpcEndpointId ? ` through the VPC endpoint ${vpcEndpointId}` : "";
  if (address !== undefined && isServiceAddress(address)) {
    if (userIdentity?.type === "AWSService" || address === userIdentity?.invokedBy) return [];
    return [`The request came from inside AWS (${address})${endpoint}.`];
  }
  const made = tool ? ` made with ${tool.name}` : "";
  if (!address) return made || endpoint ? [`The request was${made || " sent"}${endpoint}.`] : [];
  return [`The request came from ${address}${endpoint}${made && `,${made}`}.`];
}

function behalfPhrases({ userIdentity = {} }: CloudTrailEvent): string[] {
  const { invokedBy, onBehalfOf, type } = userIdentity;
  return [
    ...(invokedBy && type !== "AWSService" && type !== undefined
      ? [`${invokedBy} made the request on the principal's behalf.`]
      : []),
    ...(onBehalfOf?.userId && type !== "IdentityCenterUser"
      ? [`It was done for the IAM Identity Center user ${onBehalfOf.userId}.`]
      : []),
  ];
}

function outcomePhrase(event: CloudTrailEvent): string {
  const { errorCode = "", errorMessage } = event;
  if (isDryRun(event)) return "The call would have been allowed, and nothing was done.";
  const { unparsed = {}, eventName } = event;
  if (
    errorCode === "" &&
    (eventName === undefined || "errorCode" in unparsed || "responseElements" in unparsed)
  )
    return "Whether it succeeded can't be read from the record.";
  const outcome = outcomeOf(event);
  if (outcome === "success")
    return errorMessage ? `It succeeded, with a message: ${sentence(errorMessage)}` : "It succeeded.";
  const code = errorCode ? ` (${errorCode})` : "";
  const denial = outcome === "denied" ? parseDenial(errorMessage) : undefined;
  if (denial) return `It was denied${code}: ${denialReason(denial, errorMessage)}.`;
  const said = errorMessage ? `: ${sentence(errorMessage)}` : "; the record does not say why.";
  return `It ${outcome === "denied" ? "was denied" : "failed"}${code}${said}`;
}

const LONGEST_MESSAGE = 400;

function sentence(message: string): string {
  const text = message.trim();
  if (text.length > LONGEST_MESSAGE) return `${text.slice(0, LONGEST_MESSAGE)}….`;
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
