// One reading of log files in a process of its own, asked of the catalogue; prints what it took as JSON.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { RawRecord } from "../detective/detect/detection";
import { memoryEngine } from "../detective/detect/memoryEngine";
import { duckdbEngine } from "../detective/duckdb/duckdbEngine";
import { loadRules } from "../detective/sigma/load/loadRules";
import { ROOT } from "./runTimed";

/** What `duckdbWorker` prints. */
export interface EngineTimes {
  /** From the first file to the last match; making the rules ready is not in it. */
  seconds: number;
  prepareSeconds: number;
  /** User and system time of all threads, making the rules ready in it. */
  cpuSeconds: number;
  records: number;
  rules: number;
  matches: number;
}

async function main(folder: string, engine: string): Promise<EngineTimes> {
  const { rules } = await loadRules(join(ROOT, "rules"));
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".gz"),
  );
  const begun = performance.now();
  const prepared = await (engine === "duckdb" ? duckdbEngine() : memoryEngine).prepare(rules);
  if (prepared.problems.length > 0) throw new Error(`${prepared.problems.length} rules are not asked`);
  const ready = performance.now();
  let records = 0;
  // An engine that waits for each record gets it at once, as from a reading of the product's.
  // eslint-disable-next-line @typescript-eslint/require-await
  async function* read(): AsyncGenerator<RawRecord> {
    for (const source of files) {
      const text = gunzipSync(readFileSync(join(folder, source))).toString("utf8");
      const { Records } = JSON.parse(text) as { Records: unknown[] };
      for (const [index, record] of Records.entries()) yield { record, source, index };
      records += Records.length;
    }
  }
  let matches = 0;
  for await (const { at } of prepared.matches(read())) matches += Number(at.index >= 0);
  const { user, system } = process.cpuUsage();
  return {
    seconds: (performance.now() - ready) / 1000,
    prepareSeconds: (ready - begun) / 1000,
    cpuSeconds: (user + system) / 1e6,
    records,
    rules: rules.length,
    matches,
  };
}

const [folder = "", engine = "memory"] = process.argv.slice(2);
main(folder, engine).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
