// Questions asked of an archive in a process of its own; prints what they took as JSON.
import { type RecordCount, countRecords } from "../detective/archive/countRecords";
import { archiveScan } from "../detective/archive/scan/archiveScan";
import { CountTotal, countBy } from "../detective/archive/scan/jobs/countBy";
import { manyJobs } from "../detective/archive/scan/jobs/manyJobs";
import { parseEvent } from "../detective/event";
import { filesInOrder } from "../detective/sources/logFileList";
import { listFiles, logFiles } from "../detective/sources/logFiles";
import { LogScope } from "../detective/sources/logScope";
import { entriesOf, readJob } from "../detective/sources/readJob";
import { DENIED, USER, type ArchiveQuestion, type ArchiveTimes } from "./archiveQuestions";

type Answer = Pick<ArchiveTimes, "files" | "records" | "answer">;

const NAMES = { by: ["eventName"] };
const DENIALS = { by: ["userIdentity.arn"], where: [[{ field: "errorCode", oneOf: DENIED }]] };
const PLACES = { by: ["eventSource", "awsRegion"] };

const ask: Record<ArchiveQuestion, (folder: string, from: Date, to: Date) => Promise<Answer>> = {
  names: (folder) => counted(folder, NAMES),
  denials: (folder) => counted(folder, DENIALS),

  user: async (folder, startTime, endTime) => {
    const seen = progress();
    const where = { Username: USER };
    const reading = logFiles(folder, { onFiles: seen.onFiles }).read({ where, startTime, endTime });
    let events = 0;
    for await (const { userIdentity } of reading) if (userIdentity?.userName === USER) events++;
    if (!reading.coverage().complete) throw new Error(reading.coverage().gaps[0]!.detail);
    return { ...seen.sofar, answer: { [USER]: events } };
  },

  four: async (folder, from, to) => {
    const needs = [{ fields: [{ field: "userIdentity.userName", oneOf: [USER] }] }];
    const user = readJob({ needs, range: { from: from.getTime(), to: to.getTime() } });
    const job = manyJobs(countBy(NAMES), countBy(DENIALS), user, countBy(PLACES));
    const totals = [new CountTotal(), new CountTotal(), new CountTotal()] as const;
    const list = async (many: () => void) =>
      filesInOrder(await listFiles([folder], new LogScope({}, {}), undefined, many));
    let files = 0;
    let events = 0;
    for await (const { result, failure, problem } of archiveScan(list, job)) {
      if (!result || problem !== undefined) throw new Error(failure ?? problem ?? "a file was not read");
      const [names, denials, found, places] = result;
      totals[0].add(names);
      totals[1].add(denials);
      totals[2].add(places);
      for (const entry of entriesOf(found)) if (parseEvent(entry).userIdentity?.userName === USER) events++;
      files++;
    }
    return { files, records: totals[0].records, answer: { ...answerOf(totals[1].sorted()), [USER]: events } };
  },
};

async function counted(folder: string, what: typeof NAMES): Promise<Answer> {
  const seen = progress();
  const { counts, coverage } = await countRecords(folder, { ...what, onFiles: seen.onFiles });
  if (!coverage.complete) throw new Error(coverage.gaps[0]!.detail);
  return { files: coverage.files!, records: seen.sofar.records, answer: answerOf(counts) };
}

function progress() {
  const seen = {
    sofar: { files: 0, records: 0 },
    onFiles: (sofar: { files: number; records: number }) => (seen.sofar = sofar),
  };
  return seen;
}

function answerOf(counts: readonly RecordCount[]): Record<string, number> {
  return Object.fromEntries(counts.map(({ key, count }) => [key[0] ?? "", count]));
}

async function main(folder: string, question: string, from: string, to: string): Promise<ArchiveTimes> {
  const begun = performance.now();
  const answer = await ask[question as ArchiveQuestion](folder, new Date(from), new Date(to));
  const seconds = (performance.now() - begun) / 1000;
  const { user, system } = process.cpuUsage();
  return { seconds, cpuSeconds: (user + system) / 1e6, ...answer };
}

const [folder = "", question = "names", from = "", to = ""] = process.argv.slice(2);
main(folder, question, from, to).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
