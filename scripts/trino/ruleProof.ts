import { existsSync, readFileSync } from "node:fs";
import { JsonObject, isJsonObject } from "../../detective/json";
import { readCases } from "../../detective/sigma/cases/readCases";
import { loadRules } from "../../detective/sigma/load/loadRules";
import { compileRules } from "../../detective/sigma/match/compileRules";
import { ownRules } from "../../detective/sigma/ownRules";
import { SigmaRule } from "../../detective/sigma/rule";
import { athenaQuery } from "../../detective/sigma/sql/athenaQuery";
import { PlacedRecord } from "../../tests/support/savedQueries/call";
import { tableOf } from "./tableOf";
import { Proof } from "./proof";

/** Of cases with very many records the first will do: the others differ in their times. */
const MOST_RECORDS = 60;

/** Each rule that Athena's SQL can say, over the records of its cases, against the matcher; and what can't be said. */
export async function ruleProofs(): Promise<{ proofs: Proof[]; refused: readonly SigmaRule[] }> {
  const { rules } = await loadRules(ownRules());
  const refused: SigmaRule[] = [];
  const proofs = rules.flatMap((rule): Proof[] => {
    const text = athenaQuery([rule], "cloudtrail_logs");
    if (text.refused.length > 0) {
      refused.push(rule);
      return [];
    }
    return [
      {
        kind: "rule",
        name: rule.title,
        text: text.sql,
        sql: () => [athenaQuery([rule], tableOf(caseRecords(rule).map(placed))).sql],
        judge: (rows) => {
          const records = caseRecords(rule);
          const matcher = compileRules([rule]);
          const expected = records
            .filter((record) => matcher.match(record).length > 0)
            .map(({ eventID }) => eventID);
          const found = rows.map(([id]) => id).sort();
          const wanted = JSON.stringify(expected.sort());
          return JSON.stringify(found) === wanted
            ? undefined
            : `${found.length} of ${records.length} records instead of ${expected.length}`;
        },
      },
    ];
  });
  return { proofs, refused };
}

/** The records that lie beside a rule, with ids that differ. */
export function caseRecords({ at: { file } }: SigmaRule): JsonObject[] {
  const cases = file.replace(/\.yml$/, ".cases.yml");
  if (!existsSync(cases)) return [];
  const all = readCases(readFileSync(cases, "utf8"), cases).flatMap(({ records }) =>
    records.slice(0, MOST_RECORDS),
  );
  // Their ids begin anew in each case.
  return all.filter(isJsonObject).map((record, index) => ({ ...record, eventID: `e${index}` }));
}

export function placed(record: JsonObject): PlacedRecord {
  return { record, account: "111111111111", region: "us-east-1", day: "2026/05/04", file: "a.json.gz" };
}
