// Questions asked of an archive in a process of its own; prints what they took as JSON.
import { archiveScan } from "../detective/archive/scan/archiveScan";
import { CountTotal, type CountedFile, countBy } from "../detective/archive/scan/jobs/countBy";
import { manyJobs } from "../detective/archive/scan/jobs/manyJobs";
import type { JobOrder } from "../detective/archive/scan/scanJob";
import { parseEvent } from "../detective/event";
import { type FileEntries, entriesOf, readJob } from "../detective/sources/readJob";
import { filesInOrder } from "../detective/sources/logFileList";
import { listFiles } from "../detective/sources/logFiles";
import { LogScope } from "../detective/sources/logScope";
import { DENIED, USER, type ArchiveTimes } from "./archiveQuestions";

const names = countBy({ by: ["eventName"] });
const denials = countBy({ by: ["userIdentity.arn"], where: [[{ field: "errorCode", oneOf: DENIED }]] });
const places = countBy({ by: ["eventSource", "awsRegion"] });

async function main(folder: string, question: string, from: string, to: string): Promise<ArchiveTimes> {
  const range = { from: Date.parse(from), to: Date.parse(to) };
  const user = readJob({ needs: [{ fields: [{ field: "userIdentity.userName", oneOf: [USER] }] }], range });
  const begun = performance.now();
  const listed = await listFiles([folder], new LogScope({}, {}));
  const total = new CountTotal();
  let [files, records, events] = [0, 0, 0];
  const ask = async <Result>(job: JobOrder<Result>, take: (result: Result) => void) => {
    for await (const { result, failure, problem } of archiveScan(filesInOrder(listed), job)) {
      if (!result || problem !== undefined) throw new Error(failure ?? problem ?? "a file was not read");
      files++;
      take(result);
    }
  };
  const takeCounts = (counted: CountedFile) => {
    records += counted.records;
    total.add(counted);
  };
  const takeEvents = (found: FileEntries) => {
    records += found.count;
    for (const entry of entriesOf(found)) if (parseEvent(entry).userIdentity?.userName === USER) events++;
  };
  if (question === "user") await ask(user, takeEvents);
  else if (question === "four")
    await ask(manyJobs(names, denials, user, places), ([counted, denied, found, placed]) => {
      takeCounts(counted);
      new CountTotal().add(denied);
      takeEvents({ ...found, count: 0 });
      new CountTotal().add(placed);
    });
  else await ask(question === "denials" ? denials : names, takeCounts);
  const answer = Object.fromEntries(total.sorted().map(({ key, count }) => [key[0] ?? "", count]));
  if (question === "user") answer[USER] = events;
  const seconds = (performance.now() - begun) / 1000;
  const { user: own, system } = process.cpuUsage();
  return { seconds, cpuSeconds: (own + system) / 1e6, files, records, answer };
}

const [folder = "", question = "names", from = "", to = ""] = process.argv.slice(2);
main(folder, question, from, to).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
