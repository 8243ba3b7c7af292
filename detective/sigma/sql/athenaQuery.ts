import { NotExpressible } from "../notExpressible";
import { SigmaRule } from "../rule";
import { athenaDialect } from "./athenaDialect";
import { athenaMatches } from "./athenaMatches";
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
      conditions.push(compileSql(rule.expression, athenaDialect));
      compiled.push(rule);
    } catch (error) {
      if (!(error instanceof NotExpressible)) throw error;
      refused.push({ rule, error });
    }
  }
  const matches = athenaMatches(conditions).join(" || ");
  const sql = [
    "SELECT eventid, eventtime, rules",
    `FROM (SELECT eventid, eventtime, ${matches} AS rules`,
    `FROM ${from})`,
    "WHERE cardinality(rules) > 0",
  ].join("\n");
  return { sql, rules: compiled, refused };
}
