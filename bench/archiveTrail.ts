// The archive that bench/archive.ts asks: days of synthetic log files, made once and kept.
import { linkSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder } from "../sandbox/cacheFolder";
import { say } from "./runBench";
import { runTimed } from "./runTimed";
import type { SyntheticTrail } from "./syntheticTrail";

/** What was made, and where it lies. */
export interface ArchiveTrail extends Omit<SyntheticTrail, "incident"> {
  folder: string;
  /** Of each day; their user's name is the same. */
  incidents: SyntheticTrail["incident"][];
  days: string[];
}

/** Goes up when the generator makes other files. */
const VERSION = 2;
const RECORDS_A_FILE = 1000 / 3;
const RECORDS_A_DAY = 500_000;
const REGIONS = 4;
const FIRST_DAY = Date.UTC(2026, 0, 30);
const DAY_MS = 86_400_000;

/** So many records, in files of 333 on average; those of an earlier run where there are any. */
export async function archiveTrail(records: number): Promise<ArchiveTrail> {
  const folder = join(cacheFolder(), "bench", `archive-${VERSION}-${records}`);
  const known = markerOf(folder);
  if (known) return known;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const days = Math.ceil(records / RECORDS_A_DAY);
  say(`writing ${records} records into ${folder}, once`);
  const trail: ArchiveTrail = {
    folder,
    events: 0,
    files: 0,
    bytes: 0,
    unpackedBytes: 0,
    incidents: [],
    days: [],
  };
  const queue = Array.from({ length: days }, (_, day) => day);
  const work = async () => {
    for (let day = queue.shift(); day !== undefined; day = queue.shift()) {
      const events = Math.floor(((day + 1) * records) / days) - Math.floor((day * records) / days);
      add(
        trail,
        new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10),
        await writeDay(folder, day, events),
      );
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, cpus().length) }, work));
  trail.days.sort();
  if (trail.events !== records) throw new Error(`${trail.events} records were written, not ${records}`);
  writeMarker(folder, trail);
  return trail;
}

async function writeDay(folder: string, day: number, events: number): Promise<SyntheticTrail> {
  const slots = Math.max(1, Math.round(events / RECORDS_A_FILE / REGIONS));
  const options = {
    events,
    seed: day + 1,
    day: new Date(FIRST_DAY + day * DAY_MS).toISOString().slice(0, 10),
    fileMinutes: 1440 / slots,
  };
  const args = ["-r", "tsx/cjs", join(__dirname, "archiveTrailWorker.ts"), folder, JSON.stringify(options)];
  const { stdout } = await runTimed(process.execPath, args, { env: process.env });
  return JSON.parse(stdout) as SyntheticTrail;
}

function add(
  trail: ArchiveTrail,
  day: string,
  { events, files, bytes, unpackedBytes, incident }: SyntheticTrail,
): void {
  trail.events += events;
  trail.files += files;
  trail.bytes += bytes;
  trail.unpackedBytes += unpackedBytes;
  trail.incidents.push(incident);
  trail.days.push(day);
}

/** The same files `times` over, under other names: hard links, which take no room. */
export function manyTimes(trail: ArchiveTrail, times: number): ArchiveTrail {
  const folder = `${trail.folder}-x${times}`;
  const known = markerOf(folder);
  if (known) return known;
  rmSync(folder, { recursive: true, force: true });
  const files = readdirSync(trail.folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".gz"),
  );
  for (let time = 0; time < times; time++) {
    for (const file of files) {
      const name = join(folder, String(time), file);
      mkdirSync(dirname(name), { recursive: true });
      linkSync(join(trail.folder, file), name);
    }
  }
  const many = {
    ...trail,
    folder,
    events: times * trail.events,
    files: times * trail.files,
    bytes: times * trail.bytes,
    unpackedBytes: times * trail.unpackedBytes,
  };
  writeMarker(folder, many);
  return many;
}

function markerOf(folder: string): ArchiveTrail | undefined {
  try {
    return JSON.parse(readFileSync(`${folder}.json`, "utf8")) as ArchiveTrail;
  } catch {
    return undefined;
  }
}

function writeMarker(folder: string, trail: ArchiveTrail): void {
  // Beside the folder: inside, it would be looked at as a log file.
  writeFileSync(`${folder}.json.part`, JSON.stringify(trail));
  renameSync(`${folder}.json.part`, `${folder}.json`);
}
