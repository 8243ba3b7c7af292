import { foldPattern, textTest } from "../sigma/match/textTest";
import { foldCase } from "../sigma/match/foldCase";
import { Expression } from "../sigma/expression";
import { NotExpressible } from "../sigma/notExpressible";
import { SigmaRule } from "../sigma/rule";
import { scanDialect } from "./scanDialect";
import { athenaMatches } from "../sigma/sql/athenaMatches";
import { compileSql } from "../sigma/sql/compileSql";
import { AthenaTable } from "./athenaTable";
import { columnProblem, hasColumn } from "./columnProblem";
import { LONGEST_QUERY } from "./runAthena";

/** A rule as Athena is asked it. */
export interface AskedRule {
  readonly rule: SigmaRule;
  /** True of every record that the rule matches. */
  readonly condition: string;
  /** Whether it is true of no others; else the rule is asked again of what comes back. */
  readonly exact: boolean;
}

/** Rules that are asked in one query: a row for each record that one of them may match. */
export interface RulesQuery {
  readonly sql: string;
  /** In the order of the numbers that the last column has, with commas between. */
  readonly rules: readonly AskedRule[];
}

/** What a query selects, and of what. */
export interface RulesFrom {
  readonly table: AthenaTable;
  /** As of `RecordColumns`, with `FILE` for the file. */
  readonly select: readonly string[];
  /** All hold. */
  readonly conditions: readonly string[];
}

/** What the file is called inside of a query. */
export const FILE = "log_file";

/**
 * What a rule is in Athena: exact where it can be said, else as narrow as it can be said, to be asked again here.
 *
 * @throws NotExpressible where the table does not have what the rule asks, or too many records would have to be fetched
 */
export function askedRule(rule: SigmaRule, table: AthenaTable): AskedRule {
  for (const { field, text } of testsOf(rule.expression)) {
    const problem = field === undefined ? undefined : columnProblem(field, table);
    if (problem !== undefined) throw new NotExpressible("athena", text, problem);
  }
  const busy = busyCall(rule.expression);
  try {
    const condition = compileSql(rule.expression, scanDialect);
    if (condition.length <= LONG || busy !== undefined) return { rule, condition, exact: true };
  } catch (error) {
    if (!(error instanceof NotExpressible)) throw error;
    if (!testsOf(rule.expression).every(canBeAskedHere)) throw error;
    if (busy !== undefined)
      throw new NotExpressible(
        "athena",
        error.part,
        `${error.reason}; every ${busy} would have to be fetched`,
      );
  }
  return { rule, condition: wide(rule.expression, true), exact: false };
}

/** Longer conditions are asked here of the few records that they are about: there is room for one query of many. */
const LONG = 1_200;
const LONG_PART = 400;

/** Which records would have to be fetched to ask a rule here, where they may be very many. */
function busyCall(expression: Expression): string | undefined {
  const names = calledBy(expression);
  if (!names) return "record";
  const busy = BUSY.find((name) => names.some((matches) => matches(foldCase(name))));
  return busy === undefined ? undefined : `call of ${busy}`;
}

/** Calls that a trail may hold by the million. */
const BUSY: readonly string[] = [
  ...["GetObject", "HeadObject", "PutObject", "DeleteObject", "DeleteObjects", "ListObjects", "CopyObject"],
  ...["Decrypt", "Encrypt", "GenerateDataKey", "AssumeRole", "Invoke", "GetItem", "PutItem", "Query", "Scan"],
  ...["DescribeInstances", "PutLogEvents"],
];

/** Tests of folded names of which one holds in every record that an expression matches; undefined where there are none. */
function calledBy(expression: Expression): ((name: string) => boolean)[] | undefined {
  switch (expression.kind) {
    case "all": {
      const found = expression.of.flatMap((part) => {
        const names = calledBy(part);
        return names ? [names] : [];
      });
      return found.sort((a, b) => a.length - b.length)[0];
    }
    case "any": {
      const all = expression.of.map(calledBy);
      return all.length === 0 || all.includes(undefined) ? undefined : all.flatMap((names) => names!);
    }
    case "test":
      return expression.field === "eventName" && expression.test.kind === "text"
        ? [textTest(foldPattern(expression.test.pattern, false))]
        : undefined;
    case "not":
      return undefined;
  }
}

type TestOf = Extract<Expression, { kind: "test" }>;

function testsOf(expression: Expression): TestOf[] {
  switch (expression.kind) {
    case "all":
    case "any":
      return expression.of.flatMap(testsOf);
    case "not":
      return testsOf(expression.of);
    case "test":
      return [expression];
  }
}

/** What the table has forgotten (null or absent, the whole record) nobody can ask of what comes back. */
function canBeAskedHere(part: TestOf): boolean {
  if (part.field === undefined || !hasColumn(part.field) || part.test.kind === "exists") return false;
  if (part.test.kind === "fieldref" && !hasColumn(part.test.field)) return false;
  return part.test.kind !== "null" || sayable(part) !== undefined;
}

function sayable(part: TestOf): string | undefined {
  try {
    return compileSql(part, scanDialect);
  } catch (error) {
    if (error instanceof NotExpressible) return undefined;
    throw error;
  }
}

/** @param may whether a part that can't be said counts as true, which makes it wider, or as false, under a `not` */
function wide(expression: Expression, may: boolean): string {
  switch (expression.kind) {
    case "all":
      return joined(
        expression.of.map((part) => wide(part, may)),
        " AND ",
        "TRUE",
      );
    case "any":
      return joined(
        expression.of.map((part) => wide(part, may)),
        " OR ",
        "FALSE",
      );
    case "not":
      return `(NOT ${wide(expression.of, !may)})`;
    case "test": {
      const condition = sayable(expression);
      if (condition !== undefined && condition.length <= LONG_PART) return condition;
      return may ? "TRUE" : "FALSE";
    }
  }
}

function joined(parts: readonly string[], by: string, none: string): string {
  return parts.length === 0 ? none : `(${parts.join(by)})`;
}

/** All rules in as few queries as Athena's limit of their length allows; a rule that is too long by itself is left. */
export function rulesQueries(
  rules: readonly AskedRule[],
  from: RulesFrom,
  tooLong: (rule: AskedRule) => void,
): RulesQuery[] {
  const queries: RulesQuery[] = [];
  for (let left = rules; left.length > 0;) {
    const some = left.slice(0, mostThatFit(left, from));
    if (some.length > 0) queries.push({ sql: rulesSql(some, from), rules: some });
    else tooLong(left[0]!);
    left = left.slice(Math.max(1, some.length));
  }
  return queries;
}

function mostThatFit(rules: readonly AskedRule[], from: RulesFrom): number {
  let [fits, not] = [0, rules.length + 1];
  while (not - fits > 1) {
    const some = fits === 0 && not > rules.length ? rules.length : (fits + not) >> 1;
    if (Buffer.byteLength(rulesSql(rules.slice(0, some), from)) <= LONGEST_QUERY) fits = some;
    else not = some;
  }
  return fits;
}

/** One query of rules that fit into one. */
export function rulesSql(rules: readonly AskedRule[], { table, select, conditions }: RulesFrom): string {
  const columns = athenaMatches(rules.map(({ condition }) => condition));
  const names = columns.map((_, at) => `rules_${at}`);
  return [
    `SELECT ${[...select, `array_join(${names.join(" || ")}, ',')`].join(",\n  ")}`,
    `FROM (SELECT *, "$path" AS ${FILE},`,
    columns.map((column, at) => `${column} AS ${names[at]!}`).join(",\n"),
    `FROM "${table.name}"`,
    ...(conditions.length > 0 ? [`WHERE ${conditions.join("\n  AND ")}`] : []),
    ")",
    `WHERE ${names.map((name) => `cardinality(${name}) > 0`).join(" OR ")}`,
  ].join("\n");
}
