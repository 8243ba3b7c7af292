// One reading of log files in a process of its own, as a question or as a timeline; prints what it took as JSON.
import { collect, followTimeline, logFiles, type Thread } from "../detective";

/** What `timelineWorker` prints. */
export interface ReadingTimes {
  seconds: number;
  /** Events that were read, or that the timeline holds. */
  events: number;
  complete: boolean;
}

async function main(folder: string, thread: Thread | undefined): Promise<ReadingTimes> {
  const begun = performance.now();
  const source = logFiles(folder);
  const took = () => (performance.now() - begun) / 1000;
  if (!thread) {
    const { events, coverage } = await collect(source.read());
    return { seconds: took(), events: events.length, complete: coverage.complete };
  }
  const { entries, coverage } = await followTimeline(source, thread);
  return { seconds: took(), events: entries.length, complete: coverage.complete };
}

const [folder = "", thread] = process.argv.slice(2);
main(folder, thread === undefined ? undefined : (JSON.parse(thread) as Thread)).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
