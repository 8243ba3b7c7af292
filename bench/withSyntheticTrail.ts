import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { say } from "./runBench";
import { writeSyntheticTrail, type SyntheticTrail } from "./syntheticTrail";

/** Writes a day of log files with so many events into a folder of their own, and takes it away afterwards. */
export async function withSyntheticTrail<T>(
  events: number,
  work: (folder: string, trail: SyntheticTrail) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "audit-trail-bench-"));
  try {
    say(`writing ${events} events`);
    return await work(folder, writeSyntheticTrail(folder, { events }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
