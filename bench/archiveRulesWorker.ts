// Rules asked of an archive in a process of its own; prints what it took as JSON.
import { join } from "node:path";
import { detect } from "../detective/detect/detect";
import { fileRecords } from "../detective/detect/fileRecords";
import { loadRules } from "../detective/sigma/load/loadRules";
import type { ArchiveTimes } from "./archiveQuestions";
import { ruleCopies } from "./ruleCopies";
import { ROOT } from "./runTimed";

/** @param count how many of the catalogue's rules, those that tell what they match */
async function main(folder: string, count: number): Promise<ArchiveTimes> {
  const catalogue = await loadRules(join(ROOT, "rules"));
  const rules = ruleCopies(
    catalogue.rules.filter(({ reports }) => reports),
    count,
  );
  const begun = performance.now();
  const reading = fileRecords(folder).read();
  const detecting = await detect(reading, { rules, correlations: [], problems: [] });
  let matches = 0;
  for await (const detection of detecting) if (detection.count === 1) matches++;
  const { files = 0, events, complete } = detecting.coverage();
  if (!complete) throw new Error(JSON.stringify(detecting.coverage().gaps));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage();
  return { seconds, cpuSeconds: (user + system) / 1e6, files, records: events, answer: { matches } };
}

const [folder = "", count = "100"] = process.argv.slice(2);
main(folder, Number(count)).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
