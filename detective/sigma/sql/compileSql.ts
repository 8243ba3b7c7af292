import { Comparison, Expression, FieldTest, Test, TextPattern } from "../expression";
import { NotExpressible } from "../notExpressible";
import { exactText, foldPattern } from "../match/textTest";
import { keywordPattern } from "../match/valueTest";
import { SqlDialect, TextPredicate } from "./sqlDialect";

const SIGN: Readonly<Record<Comparison | "eq", string>> = { lt: "<", lte: "<=", gt: ">", gte: ">=", eq: "=" };

/**
 * A rule's expression as a condition of SQL that is true or false and never NULL.
 *
 * Every text of the rule is in it as a quoted literal.
 * @throws NotExpressible with the part that the dialect has no exact words for
 */
export function compileSql(expression: Expression, dialect: SqlDialect): string {
  switch (expression.kind) {
    case "all":
      return joined(
        expression.of.map((part) => compileSql(part, dialect)),
        " AND ",
        "TRUE",
      );
    case "any":
      return joined(compileAny(expression.of, dialect), " OR ", "FALSE");
    case "not":
      return `(NOT ${compileSql(expression.of, dialect)})`;
    case "test":
      return named(expression, dialect, () => compileTest(expression, dialect));
  }
}

function joined(parts: readonly string[], by: string, none: string): string {
  if (parts.length < 2) return parts[0] ?? none;
  return `(${parts.join(by)})`;
}

/** What is asked of one field's texts is asked in one go: a list of values is looked up, not gone through. */
function compileAny(parts: readonly Expression[], dialect: SqlDialect): string[] {
  const sql: string[] = [];
  const together = new Map<string, TextTests>();
  for (const part of parts) {
    if (part.kind !== "test" || part.test.kind !== "text") sql.push(compileSql(part, dialect));
    else {
      const key = JSON.stringify([part.field ?? null, part.test.cased]);
      const tests = together.get(key) ?? { cased: part.test.cased, field: part.field, of: [] };
      tests.of.push(part);
      together.set(key, tests);
    }
  }
  const grouped = [...together.values()].map((tests) =>
    named(tests.of[0]!, dialect, () =>
      dialect.field(tests.field).someText(tests.cased, oneOf(tests, dialect)),
    ),
  );
  return [...grouped, ...sql];
}

interface TextTests {
  readonly cased: boolean;
  readonly field: string | undefined;
  readonly of: FieldTest[];
}

function oneOf({ of }: TextTests, dialect: SqlDialect): TextPredicate {
  const exact = new Set<string>();
  const patterns: ((text: string) => string)[] = [];
  for (const part of of) {
    if (part.test.kind !== "text") continue;
    const pattern = patternOf(part, part.test);
    const text = exactText(pattern);
    named(part, dialect, () => {
      if (text !== undefined) exact.add(dialect.literal(text));
      else {
        dialect.matches(pattern, "");
        patterns.push((value) => dialect.matches(pattern, value));
      }
      return "";
    });
  }
  const literals = [...exact];
  return (value) => {
    const conditions = patterns.map((pattern) => pattern(value));
    if (literals.length === 1) conditions.unshift(`${value} = ${literals[0]!}`);
    else if (literals.length > 1) conditions.unshift(`${value} IN (${literals.join(", ")})`);
    return joined(conditions, " OR ", "FALSE");
  };
}

function compileTest(part: FieldTest, dialect: SqlDialect): string {
  const { field, test } = part;
  const sql = dialect.field(field);
  switch (test.kind) {
    case "text": {
      const pattern = patternOf(part, test);
      const exact = exactText(pattern);
      const predicate: TextPredicate =
        exact === undefined
          ? (text) => dialect.matches(pattern, text)
          : (text) => `${text} = ${dialect.literal(exact)}`;
      return sql.someText(test.cased, predicate);
    }
    case "regex":
      return sql.someText(true, dialect.regex(test.source, test.flags));
    case "null":
      return sql.isNull();
    case "exists":
      return sql.exists();
    case "cidr":
      return sql.someScalar(dialect.inNetwork(test.network));
    case "number":
      return sql.someScalar((text) => compared(dialect.number(text), test));
    case "timePart":
      return sql.someScalar((text) => compared(dialect.timePart(test.part, text), test));
    case "fieldref":
      return sql.equals(dialect.field(test.field), test.cased);
  }
}

function patternOf({ field }: FieldTest, { pattern, cased }: Extract<Test, { kind: "text" }>): TextPattern {
  return foldPattern(field === undefined ? keywordPattern(pattern) : pattern, cased);
}

function compared(
  value: string,
  { comparison, than }: Extract<Test, { kind: "number" | "timePart" }>,
): string {
  if (!Number.isFinite(than)) throw new RangeError(`${than} is no number of SQL's`);
  return `coalesce(${value} ${SIGN[comparison]} CAST('${than}' AS DOUBLE), FALSE)`;
}

/** Puts the rule's own words to what can't be said. */
function named(part: FieldTest, dialect: SqlDialect, compile: () => string): string {
  try {
    return compile();
  } catch (error) {
    if (error instanceof NotExpressible && error.part !== "") throw error;
    const reason = error instanceof NotExpressible ? error.reason : (error as Error).message;
    throw new NotExpressible(dialect.name, part.text, reason);
  }
}
