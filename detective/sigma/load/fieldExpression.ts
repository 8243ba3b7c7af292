import { Expression, Test, TextPattern } from "../expression";
import { RegexError, compileRegex } from "../match/compileRegex";
import { RulePosition } from "../rulePosition";
import { EncodingProblem, encodeText } from "./encodeText";
import { fieldPathProblem } from "./fieldPathProblem";
import { FieldKey, ValueTest } from "./modifiers";
import { readNetwork } from "./network";
import { PlaceholderProblem, Placeholders, expandPlaceholders } from "./placeholders";
import { Refusal, shown } from "./refusal";
import { RuleNode, ScalarNode, isScalar, kindName } from "./ruleNode";
import { TestBudget } from "./testBudget";
import { literalText, readPattern, unanchored } from "./textPattern";
import { anyOf, allOf } from "./combine";

/** What values are read with. */
export interface SelectionContext {
  /** The selection's name. */
  readonly selection: string;
  readonly placeholders: Placeholders;
  readonly budget: TestBudget;
}

const LONGEST_TEXT = 200;

/**
 * What a key and its value ask: of several values any (`all`: each of them).
 *
 * @throws Refusal on a value that the modifiers can't work on
 */
export function fieldExpression(key: FieldKey, value: RuleNode, context: SelectionContext): Expression {
  const values = readValues(key, value);
  const parts = values.map((node) => valueExpression(key, node, context));
  const together = key.all ? allOf(parts) : anyOf(parts);
  return key.neq ? { kind: "not", of: together } : together;
}

function readValues(key: FieldKey, value: RuleNode): readonly ScalarNode[] {
  const name = shown(key.key);
  if (value.kind === "map")
    throw new Refusal(
      value.at,
      `${name} has a mapping as its value`,
      "write the path with dots: field.sub: value",
    );
  if (isScalar(value)) {
    if (key.all) throw new Refusal(value.at, `${name} has one value, and all needs two`, "take all out");
    return [value];
  }
  if (value.items.length === 0)
    throw new Refusal(value.at, `${name} has an empty list`, "list a value, or write null or ''");
  if (key.all && value.items.length === 1)
    throw new Refusal(value.at, `${name} has one value, and all needs two`, "take all out");
  if (key.test.kind === "exists")
    throw new Refusal(value.at, `${name} takes true or false, no list`, "write one of them");
  return value.items.map((item) => {
    if (!isScalar(item))
      throw new Refusal(
        item.at,
        `${name} has ${kindName(item)} among its values`,
        "list texts and numbers only",
      );
    if (item.kind === "null")
      throw new Refusal(
        item.at,
        `${name} has null in a list, where the specification allows none`,
        "give null a selection of its own, and join them with or",
      );
    return item;
  });
}

function valueExpression(key: FieldKey, value: ScalarNode, context: SelectionContext): Expression {
  const { at, text } = value;
  if (value.kind === "odd")
    throw new Refusal(
      at,
      `${shown(text)} is a number to YAML, in a form that compares with nothing`,
      "quote it",
    );
  const make = (tests: readonly Test[]): Expression => {
    context.budget.spend(tests.length, at);
    return anyOf(tests.map((test) => fieldTest(key, value, test, context.selection)));
  };
  if (value.kind === "null") {
    if (
      key.field === undefined ||
      key.test.kind !== "text" ||
      key.test.anchor ||
      key.test.cased ||
      key.expand ||
      key.test.encodings.length > 0
    )
      throw new Refusal(
        at,
        `${shown(key.key)} cannot be asked of null`,
        "take the modifiers out, or give a value",
      );
    return make([{ kind: "null" }]);
  }
  if (key.test.kind === "exists") {
    if (value.kind !== "boolean")
      throw new Refusal(at, `${shown(key.key)} takes true or false, not ${shown(text)}`, "write one of them");
    const exists = make([{ kind: "exists" }]);
    return text === "true" ? exists : { kind: "not", of: exists };
  }
  if (key.test.kind === "regex") context.budget.spendPattern(text, at);
  return make(TESTS[key.test.kind](key, key.test as never, value, context.placeholders));
}

function fieldTest(
  { key, field }: FieldKey,
  { text, at }: ScalarNode,
  test: Test,
  selection: string,
): Expression {
  const written = key === "" ? text : `${key}: ${text}`;
  const cut = written.length > LONGEST_TEXT ? `${written.slice(0, LONGEST_TEXT)}…` : written;
  return { kind: "test", ...(field !== undefined && { field }), test, selection, text: cut, at };
}

type Reader<K extends ValueTest["kind"]> = (
  key: FieldKey,
  test: Extract<ValueTest, { kind: K }>,
  value: ScalarNode,
  placeholders: Placeholders,
) => readonly Test[];

const TESTS: { readonly [K in Exclude<ValueTest["kind"], "exists">]: Reader<K> } = {
  text: (key, { encodings, anchor, cased }, value, placeholders) =>
    expanded(key, value, placeholders).flatMap((text) => {
      const patterns = encoded(readPattern(text), value, key, encodings);
      return patterns.map((pattern) => ({
        kind: "text",
        pattern: anchored(key, pattern, anchor, value.at),
        cased,
      }));
    }),
  regex: (key, { flags }, { text, at }) => {
    try {
      compileRegex(text, flags);
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      throw new Refusal(
        at,
        `${shown(key.key)}: ${shown(text)}: ${error.message}`,
        "write it in RE2's language",
      );
    }
    return [{ kind: "regex", source: text, flags }];
  },
  cidr: (key, _, value, placeholders) =>
    expanded(key, value, placeholders).map((text) => {
      const read = readNetwork(text);
      if ("wrong" in read)
        throw new Refusal(
          value.at,
          `${shown(key.key)}: ${shown(text)} is ${read.wrong}`,
          "write one like 192.0.2.0/24 or 2001:db8::/32",
        );
      return { kind: "cidr", network: read.network };
    }),
  number: (key, { comparison }, value) => [{ kind: "number", comparison, than: numberOf(key, value) }],
  timePart: (key, { part, comparison }, value) => {
    const than = numberOf(key, value);
    const [least, most] = TIME_PARTS[part];
    if (!Number.isInteger(than) || than < least || than > most)
      throw new Refusal(
        value.at,
        `${shown(key.key)}: ${value.text} is no ${part}`,
        `write a whole number from ${least} to ${most}`,
      );
    return [{ kind: "timePart", part, comparison, than }];
  },
  fieldref: (key, { cased }, { kind, text, at }) => {
    const wrong = kind === "text" ? fieldPathProblem(text) : `a ${kind}, no field`;
    if (wrong !== undefined)
      throw new Refusal(at, `${shown(key.key)}: ${shown(text)} is ${wrong}`, "write the path of a field");
    return [{ kind: "fieldref", field: text, cased }];
  },
};

const TIME_PARTS = {
  minute: [0, 59],
  hour: [0, 23],
  day: [1, 31],
  // ISO 8601 has a week 53 in every fifth or sixth year.
  week: [1, 53],
  month: [1, 12],
  year: [0, 9999],
} as const;

function expanded(key: FieldKey, { text, at }: ScalarNode, placeholders: Placeholders): readonly string[] {
  if (!key.expand) return [text];
  try {
    return expandPlaceholders(text, placeholders);
  } catch (error) {
    if (!(error instanceof PlaceholderProblem)) throw error;
    throw new Refusal(at, `${shown(key.key)}: ${error.message}`, "give values for it, or take expand out");
  }
}

function encoded(
  pattern: TextPattern,
  { at, text }: ScalarNode,
  { key }: FieldKey,
  encodings: Extract<ValueTest, { kind: "text" }>["encodings"],
): readonly TextPattern[] {
  try {
    return encodeText(pattern, encodings);
  } catch (error) {
    if (!(error instanceof EncodingProblem)) throw error;
    const [problem, help = "take the modifier out"] = error.message.split("; ");
    throw new Refusal(at, `${shown(key)}: ${shown(text)}: ${problem}`, help);
  }
}

/** A keyword is found anywhere in a value. */
function anchored(
  { field }: FieldKey,
  pattern: TextPattern,
  anchor: Extract<ValueTest, { kind: "text" }>["anchor"],
  at: RulePosition,
): TextPattern {
  if (field === undefined && literalText(pattern) === "")
    throw new Refusal(at, "an empty keyword is in every record", "write a text");
  const anywhere = field === undefined || anchor === "contains";
  return unanchored(pattern, {
    before: anywhere || anchor === "endswith",
    after: anywhere || anchor === "startswith",
  });
}

function numberOf({ key }: FieldKey, { kind, text, at }: ScalarNode): number {
  const number = Number(text);
  if (kind !== "number")
    throw new Refusal(
      at,
      `${shown(key)} takes a number, not ${shown(text)}`,
      "write a number without quotes",
    );
  if (/^-?0[0-9]/.test(text))
    throw new Refusal(
      at,
      `${shown(key)}: ${text} begins with zero, and may be meant as octal`,
      "write it without",
    );
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER)
    throw new Refusal(
      at,
      `${shown(key)}: ${text} is more than 2^53 - 1, and would be rounded`,
      "use a smaller number",
    );
  return number;
}
