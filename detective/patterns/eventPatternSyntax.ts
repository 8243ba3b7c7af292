import { isIP } from "node:net";
import { isJsonObject } from "../json";
import { normaliseIp } from "../ipAddress";
import { ipNetwork } from "../sigma/match/ipNetwork";
import { piecesFit } from "./glob";
import { Ternary, anyOf, yesOrNo } from "./ternary";

/** One thing that a pattern waits for in a field: that it is absent, or a value by this answer. */
export type ValueTest = "absent" | ((value: Leaf) => Ternary);

/** What EventBridge compares: everything else of an event is the way to one. */
export type Leaf = string | number | boolean | null;

/** A pattern that EventBridge would refuse, or with something in it that is not understood here. */
export class EventPatternError extends Error {
  override readonly name = "EventPatternError";
}

/** One way for an event to match: of each field, by its dotted name, one of the tests must hold. */
export type SubRule = ReadonlyMap<string, readonly ValueTest[]>;

/** As many ways to match may come out of `$or`. Source: EventBridge user guide, "$or" in event patterns. */
const MOST_COMBINATIONS = 1000;
const DEEPEST = 200;

/** Field names that may not stand inside `$or`. Source: github.com/aws/event-ruler README, "The $or Primitive". */
export const RESERVED_IN_OR: ReadonlySet<string> = new Set([
  ...[
    "exactly",
    "equals-ignore-case",
    "prefix",
    "suffix",
    "anything-but",
    "exists",
    "wildcard",
    "numeric",
    "cidr",
  ],
  ...["=", "<", "<=", ">", ">=", "regex", "not-wildcard", "not-equals-ignore-case"],
  ...["date-after", "date-on-or-after", "date-before", "date-on-or-before", "in-date-range"],
  ...["ip-address-in-range", "ip-address-not-in-range"],
]);

/**
 * Takes a pattern apart into the ways for an event to match.
 *
 * Sources: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html, and for what that leaves
 * open github.com/aws/event-ruler (README), which EventBridge runs
 * @throws EventPatternError where it is none
 */
export function readEventPattern(pattern: unknown): readonly SubRule[] {
  return objectRules(pattern, "", [new Map()], false, 0);
}

function objectRules(
  pattern: unknown,
  path: string,
  rules: readonly SubRule[],
  inOr: boolean,
  depth: number,
): readonly SubRule[] {
  if (!isJsonObject(pattern) || depth > DEEPEST) throw new EventPatternError("not an object of fields");
  let found = rules;
  for (const [field, wanted] of Object.entries(pattern)) {
    if (field === "$or") {
      if (!Array.isArray(wanted) || wanted.length < 2)
        throw new EventPatternError("$or takes two objects or more");
      found = wanted.flatMap((each: unknown) => objectRules(each, path, found, true, depth + 1));
      if (found.length > MOST_COMBINATIONS) throw new EventPatternError("too many combinations of $or");
      continue;
    }
    if (inOr && RESERVED_IN_OR.has(field)) throw new EventPatternError(`${field} inside $or`);
    const name = path === "" ? field : `${path}.${field}`;
    if (Array.isArray(wanted)) {
      const tests = wanted.map(valueTest);
      found = found.map((rule) => new Map([...rule, [name, tests]]));
    } else found = objectRules(wanted, name, found, inOr, depth + 1);
  }
  return found;
}

function valueTest(wanted: unknown): ValueTest {
  if (wanted === null || typeof wanted === "boolean" || typeof wanted === "number")
    return (value) => yesOrNo(value === wanted);
  if (typeof wanted === "string") return exactly(wanted);
  const [operator, operand] = only(wanted);
  if (operator === "exists") {
    if (typeof operand !== "boolean") throw new EventPatternError("exists takes true or false");
    return operand ? () => "yes" : "absent";
  }
  if (operator === "anything-but") return anythingBut(operand);
  if (operator === "numeric") return numeric(operand);
  if (operator === "cidr") return cidr(operand);
  const test = textTest(operator, operand);
  return (value) => yesOrNo(typeof value === "string" && test(value));
}

/** An address equals every spelling of itself: the rule compiler makes a range of one of it. */
function exactly(wanted: string): ValueTest {
  if (isIP(wanted) === 0) return (value) => yesOrNo(value === wanted);
  const address = normaliseIp(wanted);
  return (value) =>
    yesOrNo(
      value === wanted || (typeof value === "string" && isIP(value) > 0 && normaliseIp(value) === address),
    );
}

function textTest(operator: string, operand: unknown): (value: string) => boolean {
  if ((operator === "prefix" || operator === "suffix") && isJsonObject(operand)) {
    const [inner, text] = only(operand);
    if (inner !== "equals-ignore-case" || typeof text !== "string")
      throw new EventPatternError(`${operator} of ${inner}`);
    return (value) => {
      const part =
        operator === "prefix" ? value.slice(0, text.length) : value.slice(-text.length || value.length);
      return sameIgnoringCase(text, part);
    };
  }
  if (typeof operand !== "string") throw new EventPatternError(`${operator} takes a text`);
  if (operator === "prefix") return (value) => value.startsWith(operand);
  if (operator === "suffix") return (value) => value.endsWith(operand);
  if (operator === "equals-ignore-case") return (value) => sameIgnoringCase(operand, value);
  if (operator === "exactly") return (value) => value === operand;
  if (operator !== "wildcard") throw new EventPatternError(`unknown operator ${operator}`);
  const pieces = wildcardPieces(operand);
  return (value) => piecesFit(pieces, value);
}

/** Each unit of the pattern stands for itself in small and in capital letters, and no other spelling. */
function sameIgnoringCase(pattern: string, text: string): boolean {
  if (pattern.length !== text.length) return false;
  for (let index = 0; index < pattern.length; index++) {
    const wanted = pattern[index]!;
    const found = text[index]!;
    if (found !== wanted.toLowerCase() && found !== wanted.toUpperCase()) return false;
  }
  return true;
}

/** The texts between the asterisks; a backslash takes its meaning from one, or from another backslash. */
function wildcardPieces(pattern: string): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  let star = false;
  for (const [, escaped, plain] of pattern.matchAll(/\\([^])|([^\\])|\\$/g)) {
    if (escaped === undefined && plain === undefined) throw new EventPatternError("a backslash at the end");
    if (escaped !== undefined && escaped !== "*" && escaped !== "\\")
      throw new EventPatternError(`a backslash before ${escaped}`);
    if (plain === "*" && star) throw new EventPatternError("two asterisks in a row");
    star = plain === "*";
    if (star) {
      pieces.push(piece);
      piece = "";
    } else piece += escaped ?? plain ?? "";
  }
  return [...pieces, piece];
}

function anythingBut(operand: unknown): ValueTest {
  if (isJsonObject(operand)) {
    const [operator, inner] = only(operand);
    if (!["prefix", "suffix", "equals-ignore-case", "wildcard"].includes(operator))
      throw new EventPatternError(`anything-but of ${operator}`);
    const tests = list(inner).map((each) => textTest(operator, each));
    // Whether what is no text counts is not documented, and the library's two matchers differ.
    return (value) => (typeof value === "string" ? yesOrNo(!tests.some((test) => test(value))) : "undecided");
  }
  const values = list(operand);
  const kinds = new Set(values.map((each) => typeof each));
  if (kinds.size !== 1 || !(kinds.has("string") || kinds.has("number")))
    throw new EventPatternError("anything-but takes texts or numbers");
  return (value) =>
    typeof value === "string" || typeof value === "number" ? yesOrNo(!values.includes(value)) : "undecided";
}

function numeric(operand: unknown): ValueTest {
  const parts = list(operand);
  if (parts.length !== 2 && parts.length !== 4)
    throw new EventPatternError("numeric takes one or two comparisons");
  const tests = [parts.slice(0, 2), parts.slice(2)].filter(({ length }) => length > 0).map(comparison);
  return (value) => yesOrNo(typeof value === "number" && tests.every((test) => test(value)));
}

function comparison([sign, than]: readonly unknown[]): (value: number) => boolean {
  if (typeof than !== "number") throw new EventPatternError("numeric takes numbers");
  if (sign === "=") return (value) => value === than;
  if (sign === "<") return (value) => value < than;
  if (sign === "<=") return (value) => value <= than;
  if (sign === ">") return (value) => value > than;
  if (sign === ">=") return (value) => value >= than;
  throw new EventPatternError(`numeric ${String(sign)}`);
}

function cidr(operand: unknown): ValueTest {
  const [, address = "", length = ""] =
    /^([^/]+)\/(\d{1,3})$/.exec(typeof operand === "string" ? operand : "") ?? [];
  const version = isIP(address);
  if (version === 0 || Number(length) > (version === 4 ? 31 : 127))
    throw new EventPatternError("cidr takes a network");
  const inside = ipNetwork(`${address}/${length}`);
  return (value) => yesOrNo(typeof value === "string" && isIP(value) === version && inside(value));
}

function only(object: unknown): [string, unknown] {
  const entries = isJsonObject(object) ? Object.entries(object) : [];
  if (entries.length !== 1) throw new EventPatternError("one operator in an object");
  return entries[0]!;
}

function list(operand: unknown): readonly unknown[] {
  return Array.isArray(operand) ? (operand as unknown[]) : [operand];
}

/** Only for what the tests of one field say together. */
export function fieldAnswer(tests: readonly ValueTest[], value: Leaf): Ternary {
  return anyOf(tests.map((test) => (test === "absent" ? "no" : test(value))));
}
