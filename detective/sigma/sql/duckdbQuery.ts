import { NotExpressible } from "../notExpressible";
import { SigmaRule } from "../rule";
import { compileSql } from "./compileSql";
import { duckdbDialect } from "./duckdbDialect";
import { DuckdbFields } from "./duckdbFields";

/** Rules as one query of DuckDB's. */
export interface RuleQuery {
  readonly sql: string;
  /** In the order of the numbers in `matches`. */
  readonly rules: readonly SigmaRule[];
  readonly refused: readonly { readonly rule: SigmaRule; readonly error: NotExpressible }[];
}

/**
 * Asks all rules of a table in one pass: a row of `keys` and `matches`, the numbers of the rules from 0, for each record
 * that a rule matches.
 *
 * @param table has the columns `keys` and `event`, a record as compact JSON
 */
export function duckdbQuery(rules: readonly SigmaRule[], table: string, keys: readonly string[]): RuleQuery {
  const fields = new DuckdbFields();
  const dialect = duckdbDialect(fields);
  const compiled: SigmaRule[] = [];
  const refused: { rule: SigmaRule; error: NotExpressible }[] = [];
  const conditions: string[] = [];
  for (const rule of rules) {
    try {
      // On its own first, so that a rule that is refused leaves no field behind.
      compileSql(rule.expression, duckdbDialect(new DuckdbFields()));
      const condition = compileSql(rule.expression, dialect);
      conditions.push(`CASE WHEN ${condition} THEN ${compiled.length} END`);
      compiled.push(rule);
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      refused.push({ rule, error });
    }
  }
  const matches = `list_filter([${conditions.join(",\n  ")}], lambda x: x IS NOT NULL)`;
  const sql = [
    `SELECT ${keys.join(", ")}, matches`,
    `FROM (SELECT ${keys.join(", ")}, ${matches} AS matches`,
    `FROM (${fields.relation(`SELECT ${[...keys, "event"].join(", ")} FROM ${table}`, keys)}))`,
    "WHERE len(matches) > 0",
  ].join("\n");
  return { sql, rules: compiled, refused };
}
