import { NotExpressible } from "../sigma/notExpressible";
import { SigmaRule } from "../sigma/rule";
import { DuckdbRules } from "./duckdbRules";
import { recordText } from "./recordText";

/** Of each rule, the places of the records that it matches, ascending; or why DuckDB isn't asked. */
export async function runDuckdb(
  rules: readonly SigmaRule[],
  records: readonly unknown[],
): Promise<Map<SigmaRule, readonly number[] | NotExpressible>> {
  const prepared = await DuckdbRules.prepare(rules);
  try {
    const texts = records.map((record) => ({ record, text: recordText(record) }));
    const results = new Map<SigmaRule, number[] | NotExpressible>(rules.map((rule) => [rule, []]));
    for (const { rule, error } of prepared.refused) results.set(rule, error);
    for (const { rule, index } of await prepared.match(texts)) (results.get(rule) as number[]).push(index);
    for (const indexes of results.values()) if (Array.isArray(indexes)) indexes.sort((a, b) => a - b);
    return results;
  } finally {
    prepared.close();
  }
}
