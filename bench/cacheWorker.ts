// Builds a cache of an archive, or asks it in SQL, in a process of its own; prints what it took as JSON.
import { buildCache } from "../detective/archive/cache/buildCache";
import { type ArchiveQueryOptions, queryArchive } from "../detective/archive/query/archiveQuery";
import { diskArchive } from "../detective/archive/query/querySource";

/** What one asking took, and what came out. */
export interface CacheTimes {
  seconds: number;
  /** The same, once more in the same process. */
  again?: number;
  records: number;
  /** Of a cache, in bytes. */
  bytes?: number;
  /** Records by event name. */
  answer?: Record<string, number>;
}

/** As the questions over the files count: every copy of a record. */
const SQL = "SELECT event_name, count(*) FROM deliveries GROUP BY 1";

async function build(folder: string, cache: string): Promise<CacheTimes> {
  const begun = performance.now();
  const { manifest, problems } = await buildCache(diskArchive(folder), cache);
  const seconds = (performance.now() - begun) / 1000;
  if (problems.length > 0) throw new Error("a part of the archive was not read");
  const sum = (of: "rows" | "bytes") => manifest.partitions.reduce((total, each) => total + each[of], 0);
  return { seconds, records: sum("rows"), bytes: sum("bytes") };
}

async function ask(folder: string, options: ArchiveQueryOptions): Promise<CacheTimes> {
  const begun = performance.now();
  const answer = await queryArchive(diskArchive(folder), SQL, options);
  try {
    const counts: Record<string, number> = {};
    for await (const rows of answer.rows())
      for (const row of rows) {
        const [name = "", count] = row.texts();
        counts[name] = Number(count);
      }
    const { complete, events } = answer.coverage;
    if (!complete) throw new Error("a file was not read");
    return { seconds: (performance.now() - begun) / 1000, records: events, answer: counts };
  } finally {
    await answer.close();
  }
}

async function main(does: string, folder: string, cache: string): Promise<CacheTimes> {
  if (does === "build") return build(folder, cache);
  if (does === "files") return ask(folder, {});
  const first = await ask(folder, { cache });
  return { ...first, again: (await ask(folder, { cache })).seconds };
}

const [does = "", folder = "", cache = ""] = process.argv.slice(2);
main(does, folder, cache).then(
  (times) => process.stdout.write(JSON.stringify(times)),
  (error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  },
);
