import { RawRecord } from "../../../../../detective/detect/detection";
import { SigmaCorrelation, SigmaRule } from "../../../../../detective/sigma/rule";

const AT = { file: "rules.yml", line: 1, column: 1 };
const HEAD = {
  references: [],
  tags: [],
  falsepositives: [],
  fields: [],
  level: "medium",
  at: AT,
  text: "",
} as const;

/** A rule that holds for records with that eventName. */
export function ruleOn(eventName: string, more: Partial<SigmaRule> = {}): SigmaRule {
  return {
    ...HEAD,
    kind: "rule",
    title: eventName,
    logsource: { product: "aws", service: "cloudtrail" },
    expression: {
      kind: "test",
      field: "eventName",
      test: { kind: "text", pattern: [{ kind: "literal", text: eventName }], cased: false },
      selection: "selection",
      text: `eventName: ${eventName}`,
      at: AT,
    },
    reports: false,
    // What is refused is known by where it stands.
    at: { ...AT },
    ...more,
  };
}

/** A correlation of five minutes for each user that counts three events, unless it says otherwise. */
export function correlationOf(
  of: SigmaCorrelation["of"],
  more: Partial<SigmaCorrelation> = {},
): SigmaCorrelation {
  return {
    ...HEAD,
    kind: "correlation",
    title: "Correlation",
    type: "event_count",
    of,
    groupBy: ["userIdentity.userName"],
    aliases: new Map(),
    timespanMs: 300_000,
    conditions: [{ comparison: "gte", than: 3 }],
    countedFields: [],
    reports: true,
    ...more,
  };
}

export const START = Date.UTC(2026, 0, 5, 8);
let records = 0;

/** A record so many seconds after the start. */
export function recordAt(seconds: number, eventName: string, more: Record<string, unknown> = {}): RawRecord {
  const index = records++;
  return {
    source: "a.json",
    index,
    record: {
      eventID: `id-${index}`,
      eventTime: new Date(START + seconds * 1000).toISOString().replace(".000Z", "Z"),
      eventName,
      userIdentity: { type: "IAMUser", userName: "alice" },
      ...more,
    },
  };
}

/** A user as a record names him. */
export function by(userName: string): Record<string, unknown> {
  return { userIdentity: { type: "IAMUser", userName } };
}
