// One reading of log files in a process of its own, asked of so many rules; prints what it took as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { loadRules } from "../detective/sigma/load/loadRules";
import { compileRules } from "../detective/sigma/match/compileRules";
import { ruleCopies } from "./ruleCopies";
import { ROOT } from "./runTimed";

/** What `rulesWorker` prints. */
export interface MatchingTimes {
  /** From the first file to the last, the rules' compilation in it; loading them is not. */
  seconds: number;
  compileSeconds: number;
  records: number;
  rules: number;
  /** Of them, how many are of the catalogue and no copies. */
  own: number;
  matches: number;
}

async function main(folder: string, count: number): Promise<MatchingTimes> {
  const catalogue = count > 0 ? (await loadRules(join(ROOT, "rules"))).rules : [];
  const rules = ruleCopies(catalogue, count);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".gz"),
  );
  const begun = performance.now();
  const matcher = count > 0 ? compileRules(rules) : undefined;
  const compiled = performance.now();
  let records = 0;
  let matches = 0;
  for (const file of files) {
    const text = gunzipSync(readFileSync(join(folder, file))).toString("utf8");
    const { Records } = JSON.parse(text) as { Records: unknown[] };
    records += Records.length;
    if (matcher) for (const record of Records) matches += matcher.match(record).length;
  }
  const seconds = (performance.now() - begun) / 1000;
  const own = Math.min(count, catalogue.length);
  return { seconds, compileSeconds: (compiled - begun) / 1000, records, rules: rules.length, own, matches };
}

const [folder = "", count = "0"] = process.argv.slice(2);
main(folder, Number(count)).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
