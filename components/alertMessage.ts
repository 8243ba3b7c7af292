import type { AlarmRuleArgs } from "./trailAlarmsArgs";

/**
 * What of an event an alert says.
 *
 * Only fields whose letters the caller cannot choose freely: EventBridge puts them into the text unescaped. And only
 * short ones: an event as a whole may be larger than a message, and whoever made it so would not be told of.
 */
const FIELDS = {
  account: "$.account",
  region: "$.region",
  time: "$.detail.eventTime",
  service: "$.detail.eventSource",
  call: "$.detail.eventName",
  by: "$.detail.userIdentity.arn",
  from: "$.detail.sourceIPAddress",
  error: "$.detail.errorCode",
  event: "$.detail.eventID",
} as const;

/**
 * Turns an event into an alert: JSON of a few lines that a person can read in a mail and a program in a queue.
 *
 * A field that the event lacks is an empty text, which is why each placeholder stands in quotes.
 * Source: EventBridge user guide, "Amazon EventBridge input transformation".
 */
export function alertTransformer({ title, level }: AlarmRuleArgs, ruleName: string) {
  const fields = Object.fromEntries(Object.keys(FIELDS).map((name) => [name, `<${name}>`]));
  return {
    inputPaths: { ...FIELDS },
    inputTemplate: JSON.stringify(
      { alert: plainText(title ?? ruleName), level: level ?? "medium", rule: ruleName, ...fields },
      null,
      2,
    ),
  };
}

/** A text for a template or a description: on one line, and without what a template takes for a placeholder. */
export function plainText(text: string, limit = 200): string {
  const line = text
    .replace(/[<>]/g, "")
    .replace(/[\s\p{Cc}]+/gu, " ")
    .trim();
  const letters = [...line];
  return letters.length <= limit ? line : `${letters.slice(0, limit - 1).join("")}…`;
}
