import { NotExpressible } from "../notExpressible";
import { SigmaRule } from "../rule";
import { compileSql } from "./compileSql";
import { duckdbDialect } from "./duckdbDialect";
import { DuckdbFields } from "./duckdbFields";
import { duckdbLiteral } from "./duckdbLiteral";
import { GuardField, RuleGroup, ruleGroups } from "./ruleGroups";

/** Rules as one query of DuckDB's. */
export interface RuleQuery {
  readonly sql: string;
  /** In the order of the numbers in `rule`. */
  readonly rules: readonly SigmaRule[];
  readonly refused: readonly { readonly rule: SigmaRule; readonly error: NotExpressible }[];
}

/** A table of records. */
export interface RecordTable {
  /** As SQL: a name, or a query in parentheses. Its column `event` holds a record as compact JSON. */
  readonly from: string;
  /** Its columns that say which record it is. */
  readonly keys: readonly string[];
  /** Whether it has the columns of `GUARDS` too; otherwise they are worked out. @default false */
  readonly guarded?: boolean;
}

/** Columns for what most rules ask first: the folded text; '' where there is none, NULL where it is no text. */
export const GUARDS: Readonly<Record<GuardField, string>> = {
  eventName: "guard_name",
  eventSource: "guard_source",
};

/**
 * Asks all rules of a table in one pass: a row of its keys and `rule`, the number of a rule from 0, for each record that
 * a rule matches.
 *
 * Records have to be as `JSON.stringify` writes them, without a `\u` in it (a control character, half a surrogate pair)
 * and without numbers past 1e21.
 */
export function duckdbQuery(rules: readonly SigmaRule[], table: RecordTable): RuleQuery {
  const compiled: SigmaRule[] = [];
  const refused: { rule: SigmaRule; error: NotExpressible }[] = [];
  for (const rule of rules) {
    try {
      compileSql(rule.expression, duckdbDialect(new DuckdbFields()));
      for (const texts of ruleGroups([rule]).map(({ guard }) => guard?.texts ?? [])) texts.map(duckdbLiteral);
      compiled.push(rule);
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      refused.push({ rule, error });
    }
  }
  const { keys, from, guarded = false } = table;
  const groups = ruleGroups(compiled).map((group) => groupSql(group, keys, guarded ? from : "records"));
  const union = groups.join("\nUNION ALL\n");
  if (guarded) return { sql: union, rules: compiled, refused };
  const guards = Object.entries(GUARDS).map(([field, column]) => `${guardSql(field)} AS ${column}`);
  const records = `SELECT ${[...keys, "event", ...guards].join(", ")} FROM ${from}`;
  return { sql: `WITH records AS MATERIALIZED (${records})\n${union}`, rules: compiled, refused };
}

/** The folded text of a field; '' where it is absent, and NULL where it is anything but one text. */
function guardSql(field: string): string {
  const kind = `json_type(event, '/${field}')`;
  return `CASE WHEN ${kind} = 'VARCHAR' THEN lower(json_extract_string(event, '/${field}')) WHEN ${kind} IS NULL THEN '' END`;
}

function groupSql({ guard, rules }: RuleGroup, keys: readonly string[], table: string): string {
  const fields = new DuckdbFields();
  const dialect = duckdbDialect(fields);
  const conditions = rules.map(
    ({ rule, number }) => `CASE WHEN ${compileSql(rule.expression, dialect)} THEN ${number} END`,
  );
  const column = guard && GUARDS[guard.field];
  const texts = guard?.texts.map(duckdbLiteral).join(", ");
  const where = guard && texts ? ` WHERE ${column} IS NULL OR ${column} IN (${texts})` : "";
  const records = `SELECT ${[...keys, "event"].join(", ")} FROM ${table}${where}`;
  // No WHERE out here: DuckDB would work out the list twice, for the condition and for the row.
  return [
    `SELECT ${keys.join(", ")}, unnest(list_filter([${conditions.join(",\n  ")}], lambda x: x IS NOT NULL)) AS rule`,
    `FROM (${fields.relation(records, keys)})`,
  ].join("\n");
}
