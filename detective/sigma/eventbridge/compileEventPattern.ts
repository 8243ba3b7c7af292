import { JsonObject } from "../../json";
import { RESERVED_IN_OR } from "../../patterns/eventPatternSyntax";
import { NotExpressible } from "../notExpressible";
import { literalsOf } from "../patternLanguage/literals";
import { fieldShape } from "../patternLanguage/recordField";
import { SigmaRule } from "../rule";
import { Alternative, alternatives, text as setText } from "./alternatives";
import { wantsReadOnlyEvents } from "./readOnlyCalls";
import { valuePatterns } from "./valuePatterns";

/** A rule for an event bus. */
export interface EventPattern {
  /** Of an EventBridge rule on the default bus. */
  readonly pattern: JsonObject;
  /** The same as JSON. */
  readonly text: string;
  /** Whether the EventBridge rule has to be in the state ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS. */
  readonly readOnlyEvents: boolean;
}

export interface EventPatternOptions {
  /**
   * In characters; 2,048 is the quota of an account, which AWS raises to 4,096 when asked.
   *
   * @default 2048
   */
  readonly limit?: number;
}

/**
 * Compiles a rule to a pattern for what CloudTrail sends to EventBridge: the record is in `detail`.
 *
 * Only AWS itself can send events whose source begins with `aws.`, so nobody's own events match.
 *
 * Sources: docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html and eb-quota.html
 * @throws NotExpressible with the part that EventBridge has no words for
 */
export function compileEventPattern(
  rule: Pick<SigmaRule, "expression" | "title">,
  { limit = 2048 }: EventPatternOptions = {},
): EventPattern {
  const ways = alternatives(literalsOf(rule.expression));
  if (ways.length === 0)
    throw new NotExpressible(
      "eventbridge",
      rule.title,
      "its condition can never hold, and a pattern can't say that",
    );
  ways.forEach(checkTogether);
  const readOnlyEvents = wantsReadOnlyEvents(ways);
  let pattern = bus(ways, false);
  if (JSON.stringify(pattern).length > limit) pattern = bus(ways, true);
  const text = JSON.stringify(pattern);
  if (text.length > limit)
    throw new NotExpressible(
      "eventbridge",
      rule.title,
      `its pattern has ${text.length} characters, more than ${limit}; divide the rule`,
    );
  return { pattern, text, readOnlyEvents };
}

function bus(ways: readonly Alternative[], asSpelled: boolean): JsonObject {
  const common = [...ways[0]!].filter(([field, set]) =>
    ways.every((way) => way.has(field) && setText(way.get(field)!) === setText(set)),
  );
  const shared = new Set(common.map(([field]) => field));
  const rest = ways.map((way) => [...way].filter(([field]) => !shared.has(field)));
  const detail = nested(common, asSpelled, false);
  if (ways.length > 1) detail.$or = rest.map((fields) => nested(fields, asSpelled, true));
  return {
    source: [{ prefix: "aws." }],
    "detail-type": [{ suffix: " via CloudTrail" }],
    ...(Object.keys(detail).length > 0 && { detail }),
  };
}

/** Fields by their dotted names as objects inside objects. */
function nested(
  fields: readonly (readonly [string, ReturnType<Alternative["get"]>])[],
  asSpelled: boolean,
  inOr: boolean,
): JsonObject {
  const tree = new Map<string, unknown>();
  for (const [field, set] of fields) {
    const steps = field.split(".");
    const reserved = steps.find((step) => inOr && RESERVED_IN_OR.has(step));
    if (reserved !== undefined)
      throw new NotExpressible("eventbridge", field, `${reserved} is no field's name inside $or`);
    let node = tree;
    for (const step of steps.slice(0, -1)) {
      const next = node.get(step) ?? new Map<string, unknown>();
      if (!(next instanceof Map)) clash(field);
      node.set(step, next);
      node = next as Map<string, unknown>;
    }
    const last = steps.at(-1)!;
    if (node.has(last)) clash(field);
    node.set(last, valuePatterns(set!, field, fieldShape(field), asSpelled));
  }
  return toObject(tree);
}

function toObject(tree: ReadonlyMap<string, unknown>): JsonObject {
  return Object.fromEntries(
    [...tree].map(([key, value]) => [
      key,
      value instanceof Map ? toObject(value as Map<string, unknown>) : value,
    ]),
  );
}

function clash(field: string): never {
  throw new NotExpressible(
    "eventbridge",
    field,
    "a field and another one inside it do not go into one pattern",
  );
}

/** Two fields inside one list have to be of the same element for EventBridge, but not for the rule. */
function checkTogether(way: Alternative): void {
  const unsure = [...way.keys()].filter((field) => fieldShape(field) === "unknown");
  const seen = new Map<string, string>();
  for (const field of unsure) {
    const steps = field.split(".");
    for (let length = 1; length < steps.length; length++) {
      const way = steps.slice(0, length).join(".");
      if (fieldShape(way) === "object") continue;
      const other = seen.get(way);
      if (other !== undefined)
        throw new NotExpressible(
          "eventbridge",
          `${other}, ${field}`,
          `${way} may be a list, of which a pattern takes both from one element`,
        );
      seen.set(way, field);
    }
  }
}
