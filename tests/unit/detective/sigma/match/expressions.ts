import type {
  Expression,
  FieldTest,
  PatternPart,
  Test,
  TextPattern,
} from "../../../../../detective/sigma/expression";
import type { SigmaRule } from "../../../../../detective/sigma/rule";
import { compileRules } from "../../../../../detective/sigma/match/compileRules";

const at = { file: "test.yml", line: 1, column: 1 };

/** A pattern as rules write it, without escapes: `a*b?`. */
export function pattern(text: string): TextPattern {
  return text
    .split(/([*?])/)
    .filter((part) => part !== "")
    .map((part): PatternPart => {
      if (part === "*") return { kind: "anyText" };
      return part === "?" ? { kind: "anyCharacter" } : { kind: "literal", text: part };
    });
}

export function asks(field: string | undefined, test: Test, selection = "selection", text = "…"): FieldTest {
  return { kind: "test", ...(field !== undefined && { field }), test, selection, text, at };
}

export function is(field: string, value: string, selection = "selection"): FieldTest {
  return asks(
    field,
    { kind: "text", pattern: pattern(value), cased: false },
    selection,
    `${field}: ${value}`,
  );
}

export function cased(field: string, value: string): FieldTest {
  return asks(field, { kind: "text", pattern: pattern(value), cased: true });
}

export function keyword(value: string): FieldTest {
  return asks(undefined, { kind: "text", pattern: pattern(value), cased: false }, "keywords", value);
}

export function regex(field: string | undefined, source: string, flags = ""): FieldTest {
  const [ignoreCase, multiline, dotAll] = ["i", "m", "s"].map((flag) => flags.includes(flag)) as [
    boolean,
    boolean,
    boolean,
  ];
  return asks(field, { kind: "regex", source, flags: { ignoreCase, multiline, dotAll } });
}

export const all = (...of: Expression[]): Expression => ({ kind: "all", of });
export const any = (...of: Expression[]): Expression => ({ kind: "any", of });
export const not = (of: Expression): Expression => ({ kind: "not", of });

export function rule(expression: Expression, title = "A rule"): SigmaRule {
  return {
    kind: "rule",
    title,
    references: [],
    tags: [],
    falsepositives: [],
    fields: [],
    level: "medium",
    logsource: { product: "aws", service: "cloudtrail" },
    at,
    text: "",
    reports: true,
    expression,
  };
}

/** Whether a record, as JSON text or a value, matches. */
export function matches(expression: Expression, record: unknown): boolean {
  return compileRules([rule(expression)]).match(record).length === 1;
}
