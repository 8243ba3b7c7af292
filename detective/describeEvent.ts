import { PHRASES } from "./describe/phrases";
import { shortName, targetOf } from "./describe/targetOf";
import { CloudTrailEvent } from "./event";
import { outcomeOf } from "./outcomeOf";
import { textAt } from "./textAt";
import { unversioned } from "./unversioned";

/**
 * What the event was, as a short phrase to stand behind a name: `attached AdministratorAccess to the user bob`,
 * `was denied StopLogging on the trail main`; `called ec2:DescribeVpcs` where there are no better words.
 */
export function describeEvent(event: CloudTrailEvent): string {
  const outcome = outcomeOf(event);
  if (outcome !== "success") return unsuccessful(event, outcome);
  const { eventSource = "" } = event;
  const name = apiName(event);
  const ofService = Object.hasOwn(PHRASES, eventSource) ? PHRASES[eventSource]! : {};
  const phrases = Object.hasOwn(ofService, name) ? [ofService[name]!].flat() : [];
  const phrase = phrases.map((each) => filled(each, event)).find((text) => text !== undefined);
  return phrase ?? `called ${callOf(event)}${onTarget(event)}`;
}

/** The API's name without the version that Lambda and others put behind it: `CreateFunction20150331`. */
export function apiName({ eventName = "" }: CloudTrailEvent): string {
  return unversioned(eventName);
}

function unsuccessful(event: CloudTrailEvent, outcome: "denied" | "failed"): string {
  const name = apiName(event) || "a call";
  if (name === "ConsoleLogin") return "failed to sign in to the console";
  if (name === "CredentialVerification") return "failed to prove who it is, to sign in to the access portal";
  if (isDryRun(event)) return `made a dry run of ${name}${onTarget(event)}`;
  if (outcome === "denied") return `was denied ${name}${onTarget(event)}`;
  return `failed with ${name}${onTarget(event)} (${shortName(event.errorCode || "no success", event)})`;
}

/** EC2's way to say that the call would have been allowed. Source: docs.aws.amazon.com/AWSEC2/latest/APIReference/CommonParameters.html */
export function isDryRun({ errorCode = "" }: CloudTrailEvent): boolean {
  return /^(Client\.)?DryRunOperation$/.test(errorCode);
}

function callOf(event: CloudTrailEvent): string {
  const service = event.eventSource?.replace(/\.amazonaws\.com(\.cn)?$/, "") ?? "an unknown service";
  return event.eventName ? `${shortName(service, event)}:${shortName(apiName(event), event)}` : service;
}

function onTarget(event: CloudTrailEvent): string {
  const target = targetOf(event);
  return target === undefined ? "" : ` on ${target}`;
}

/** Undefined where a value is missing: better the API's name than a sentence with a hole. */
function filled(phrase: string, event: CloudTrailEvent): string | undefined {
  let whole = true;
  const text = phrase.replace(/\{([^}]+)\}/g, (_, choices: string) => {
    const value = firstOf(choices, event);
    if (value === undefined) whole = false;
    return value ?? "";
  });
  return whole ? text : undefined;
}

function firstOf(choices: string, event: CloudTrailEvent): string | undefined {
  for (const choice of choices.split("|")) {
    if (choice.startsWith('"')) return choice.slice(1, -1);
    if (choice === "@") {
      const target = targetOf(event);
      if (target !== undefined) return target;
      continue;
    }
    const value = choice.startsWith(">")
      ? textAt(event.responseElements, choice.slice(1))
      : textAt(event.requestParameters, choice);
    if (value !== undefined) return shortName(value, event);
  }
  return undefined;
}
