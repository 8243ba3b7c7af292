import { Comparison, Expression, FieldTest, Test } from "../expression";
import { NotExpressible } from "../notExpressible";
import { exactText, foldPattern } from "../match/textTest";
import { keywordPattern } from "../match/valueTest";
import { SqlDialect, TextSet } from "./sqlDialect";

/** A test of a text, which may be asked together with others of the same field. */
type TextTest = FieldTest & { readonly test: Extract<Test, { kind: "text" }> };

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
      return compileTest(expression, dialect);
  }
}

function joined(parts: readonly string[], by: string, none: string): string {
  if (parts.length < 2) return parts[0] ?? none;
  return `(${parts.join(by)})`;
}

/** What is asked of one field's texts is asked in one go: a list of values is looked up, not gone through. */
function compileAny(parts: readonly Expression[], dialect: SqlDialect): string[] {
  const sql: string[] = [];
  const together = new Map<string, TextTest[]>();
  for (const part of parts) {
    if (!isTextTest(part)) sql.push(compileSql(part, dialect));
    else {
      const key = JSON.stringify([part.field ?? null, part.test.cased]);
      const tests = together.get(key);
      if (tests) tests.push(part);
      else together.set(key, [part]);
    }
  }
  for (const tests of together.values()) {
    // Each alone first, so that a refusal names the one that can't be said.
    for (const test of tests) compileTest(test, dialect);
    sql.push(dialect.field(tests[0]!.field).someText(textSet(tests)));
  }
  return sql;
}

function isTextTest(part: Expression): part is TextTest {
  return part.kind === "test" && part.test.kind === "text";
}

function textSet(tests: readonly TextTest[]): TextSet {
  const patterns = tests.map(({ field, test: { pattern, cased } }) =>
    foldPattern(field === undefined ? keywordPattern(pattern) : pattern, cased),
  );
  return {
    cased: tests[0]!.test.cased,
    exact: [...new Set(patterns.flatMap((pattern) => exactText(pattern) ?? []))],
    patterns: patterns.filter((pattern) => exactText(pattern) === undefined),
  };
}

function compileTest(part: FieldTest, dialect: SqlDialect): string {
  try {
    return testSql(part, dialect);
  } catch (error) {
    if (!(error instanceof NotExpressible)) throw error;
    throw new NotExpressible(dialect.name, part.text, error.reason);
  }
}

function testSql(part: FieldTest, dialect: SqlDialect): string {
  const { test } = part;
  const field = dialect.field(part.field);
  switch (test.kind) {
    case "text":
      return field.someText(textSet([part as TextTest]));
    case "regex":
      return field.someMatch(dialect.regex(test.source, test.flags));
    case "null":
      return field.isNull();
    case "exists":
      return field.exists();
    case "cidr":
      return field.someScalar(dialect.inNetwork(test.network));
    case "number":
      return field.someScalar((text) => compared(dialect.number(text), test));
    case "timePart":
      return field.someScalar((text) => compared(dialect.timePart(test.part, text), test));
    case "fieldref":
      return field.equals(test.field, test.cased);
  }
}

function compared(
  value: string,
  { comparison, than }: Extract<Test, { kind: "number" | "timePart" }>,
): string {
  return `coalesce(${value} ${SIGN[comparison]} CAST('${than}' AS DOUBLE), FALSE)`;
}
