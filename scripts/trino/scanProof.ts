import { RecordColumns } from "../../detective/athena/recordColumns";
import { AskedRule, FILE, askedRule, rulesQueries } from "../../detective/athena/rulesSql";
import { tableOf as catalogueTable } from "../../detective/athena/athenaTable";
import { CLOUDTRAIL_HIVE_COLUMNS } from "../../detective/archive/athena/athenaTableDdl";
import { loadRules } from "../../detective/sigma/load/loadRules";
import { compileRules } from "../../detective/sigma/match/compileRules";
import { ownRules } from "../../detective/sigma/ownRules";
import { NotExpressible } from "../../detective/sigma/notExpressible";
import { SigmaRule } from "../../detective/sigma/rule";
import { Proof } from "./proof";
import { caseRecords, placed } from "./ruleProof";
import { tableOf } from "./tableOf";

/** So few that the statement with the records in it stays short enough for the engine. */
const RECORDS = 150;

/** The catalogue in as few scans as Athena takes, as `detect` asks it: every record that a rule matches comes back. */
export async function scanProofs(): Promise<Proof[]> {
  const { rules } = await loadRules(ownRules());
  const table = catalogueTable("default", "cloudtrail_logs", {
    Columns: CLOUDTRAIL_HIVE_COLUMNS.map(({ name, type }) => ({ Name: name, Type: type })),
    PartitionKeys: ["account", "region", "timestamp"].map((Name) => ({ Name, Type: "string" })),
  });
  const asked = rules.flatMap((rule) => askedOf(rule, table));
  const { select } = new RecordColumns(table, FILE);
  const queries = rulesQueries(asked, { table, select, conditions: [] }, () => undefined);
  const id = select.indexOf("eventid");
  const chunks = () => {
    const records = rules
      .flatMap((rule) => caseRecords(rule).slice(0, 3))
      .map((record, index) => ({ ...record, eventID: `e${index}` }));
    return Array.from({ length: Math.ceil(records.length / RECORDS) }, (_, chunk) =>
      records.slice(chunk * RECORDS, (chunk + 1) * RECORDS),
    );
  };
  return queries.map((query, place): Proof => ({
    kind: "scan with rules, as detect asks it",
    name: `${place + 1}, ${query.rules.length} rules`,
    text: query.sql,
    sql: () =>
      chunks().map((some) => {
        const from = tableOf(some.map(placed));
        return query.sql.replace('FROM "cloudtrail_logs"', () => `FROM ${from}`);
      }),
    judge: (rows, _, time) => {
      const some = chunks()[time]!;
      const found = rows.flatMap((row) =>
        row
          .at(-1)!
          .split(",")
          .map((number) => `${row[id]} ${query.rules[Number(number)]!.rule.title}`),
      );
      const wrong = query.rules.flatMap(({ rule, exact }) => {
        const matcher = compileRules([rule]);
        const matched = some.filter((record) => matcher.match(record).length > 0);
        const expected = new Set(matched.map(({ eventID }) => `${eventID} ${rule.title}`));
        const got = found.filter((one) => one.endsWith(` ${rule.title}`));
        const missing = [...expected].filter((one) => !got.includes(one));
        const extra = exact ? got.filter((one) => !expected.has(one)) : [];
        return [...missing.map((one) => `missing ${one}`), ...extra.map((one) => `extra ${one}`)];
      });
      return wrong.length === 0 ? undefined : wrong.slice(0, 5).join("; ");
    },
  }));
}

function askedOf(rule: SigmaRule, table: Parameters<typeof askedRule>[1]): AskedRule[] {
  try {
    return [askedRule(rule, table)];
  } catch (error) {
    if (error instanceof NotExpressible) return [];
    throw error;
  }
}
