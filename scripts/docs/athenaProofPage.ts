import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type TrinoResults, allProofs, hashOf } from "../trino/allProofs";
import { page, table } from "./markdown";

/** `docs/athena-proof.md`: what of the SQL for Athena was executed, by what, and what was not. */
export async function athenaProofPage(root: string): Promise<string> {
  const { trino, proven } = JSON.parse(
    readFileSync(join(root, "scripts/trino/results.json"), "utf8"),
  ) as TrinoResults;
  const { proofs, refused } = await allProofs();
  const kinds = [...new Set(proofs.map(({ kind }) => kind))];
  const changed = proofs.filter(({ kind, name, text }) => proven[kind]?.[name] !== hashOf(text));
  return page("What of Athena's SQL was executed", "`scripts/trino/` and the texts themselves", [
    "No test and no sandbox has an Athena. So it is said here exactly what stands in for it, and what nothing stands in for.",
    "## In a real Trino, by hand",
    `Athena's engine version 3 is built on Trino. \`npm run trino\` runs every statement below in a Trino ${trino} inside of a Java process (parsed, analysed, planned and executed; Java 17 and Maven, 85 MB from Maven Central, once) over records of its own, and compares what comes back. Its results are kept by the hash of each text; a text that was changed since is counted as changed here, until it is run again.`,
    table(
      ["statements", "executed as they are now", "changed since", "judged by"],
      kinds.map((kind) => {
        const all = proofs.filter((proof) => proof.kind === kind);
        const stale = all.filter((proof) => changed.includes(proof)).length;
        return [kind, String(all.length - stale), stale === 0 ? "" : String(stale), JUDGED[kind] ?? ""];
      }),
    ),
    ...Object.entries(proven)
      .filter(([kind]) => !kinds.includes(kind))
      .map(
        ([kind, names]) =>
          `Besides, ${Object.keys(names).length} statements of the kind "${kind}" (${Object.keys(names).join(", ")}), as they were when last run, against the rows of the translation to DuckDB that tests use.`,
      ),
    ...(changed.length > 0
      ? [`Changed since: ${changed.map(({ kind, name }) => `${name} (${kind})`).join(", ")}.`]
      : []),
    `${refused.length} rules can't be said in Athena's SQL; \`detect\` asks them of the records that a wider condition brings, or names them as not asked.`,
    "The table there is not Athena's: its rows are made from records as AWS documents what its reader puts into the columns (texts as they are, what is free-form as JSON text, structures by names in small letters).",
    "## In every test run",
    "- Each saved query runs in DuckDB over the same records and must find the same rows as in Trino (`tests/unit/detective/archive/savedQuery/`): one text, one expectation, two engines.",
    "- The saved queries, what a workgroup stores of them and the views are parsed with Trino's grammar, the table's statement with Hive's (`dt-sql-parser`, which has both in ANTLR; Hive's is an approximation of what Athena takes for DDL). The rules are not: that grammar takes minutes for them.",
    "- Rules and questions run in DuckDB through a translation of our own (`tests/support/athena/trinoInDuckdb.ts`), against an Athena on loopback that speaks its API.",
    "## Not executed anywhere",
    "- Athena itself: its own limits (262,144 bytes of a statement, time-outs, concurrency), its catalogue, its reading of views from Glue.",
    "- `CREATE EXTERNAL TABLE`: only parsed. AWS's input format and SerDe are not to be had outside of AWS; that they put NULL where a record has null, texts where it has numbers, and JSON where the column is free-form is taken from AWS's pages. A record that the SerDe itself can't read (a text where a structure belongs) fails the query there; no SQL of ours can help that.",
    "- Partition projection: that a condition on `log_day` reaches the partition `timestamp` through the view, so that no other files are read. The view hands the column on as it is, which Trino plans as a filter on the table's column; what Athena makes of it shows in the bytes that it scans, which `audit-trail` tells.",
    "- The version: Athena does not say which Trino it is. All that is used here is older than version 414.",
  ]);
}

const JUDGED: Readonly<Record<string, string>> = {
  "saved query, over the view's text": "the rows that the same records give in DuckDB",
  view: "types of the columns as the catalogue is told them; the day it is bound to",
  "stored query": "it runs; one of them also by its rows",
  "view, over records that are not clean": "values, and NULL for what can't be read",
  rule: "the matcher, over the records of the rule's cases",
  "scan with rules, as detect asks it": "the matcher, over records of all rules' cases",
  "value put in": "its bytes",
};
