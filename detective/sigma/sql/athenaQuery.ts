import { NotExpressible } from "../notExpressible";
import { SigmaRule } from "../rule";
import { athenaDialect } from "./athenaDialect";
import { compileSql } from "./compileSql";
import { RuleQuery } from "./duckdbQuery";

/**
 * Asks all rules of AWS's CloudTrail table in one pass: a row of `eventid`, `eventtime` and `rules`, the numbers of the
 * rules from 0, for each record that a rule matches.
 *
 * @param from the table, or a query in parentheses that binds its partitions
 */
export function athenaQuery(rules: readonly SigmaRule[], from: string): RuleQuery {
  const compiled: SigmaRule[] = [];
  const refused: { rule: SigmaRule; error: NotExpressible }[] = [];
  const conditions: string[] = [];
  for (const rule of rules) {
    try {
      conditions.push(`IF(${compileSql(rule.expression, athenaDialect)}, ${compiled.length})`);
      compiled.push(rule);
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      refused.push({ rule, error });
    }
  }
  const matches =
    conditions.length === 0
      ? "CAST(ARRAY[] AS ARRAY(INTEGER))"
      : `filter(ARRAY[${conditions.join(",\n  ")}], x -> x IS NOT NULL)`;
  const sql = [
    "SELECT eventid, eventtime, rules",
    `FROM (SELECT eventid, eventtime, ${matches} AS rules`,
    `FROM ${from})`,
    "WHERE cardinality(rules) > 0",
  ].join("\n");
  return { sql, rules: compiled, refused };
}
