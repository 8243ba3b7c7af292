import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

/** A folder that is laid out as CloudTrail's buckets are; `remove` it in the end. */
export class LogArchive {
  readonly folder = mkdtempSync(join(tmpdir(), "log-archive-"));
  /** A place beside it, for a cache. */
  readonly cache = `${this.folder}-cache`;

  /** Writes a log file of some records; @returns its path below the folder */
  put(key: LogFileKey, records: readonly unknown[]): string {
    return this.write(keyOf(key), gzipSync(JSON.stringify({ Records: records })));
  }

  /** Writes any bytes. */
  write(path: string, bytes: Buffer | string): string {
    const full = join(this.folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, bytes);
    return path;
  }

  delete(path: string): void {
    rmSync(join(this.folder, path));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
    rmSync(this.cache, { recursive: true, force: true });
  }
}

export interface LogFileKey {
  /** @default 111122223333 */
  account?: string;
  /** @default eu-central-1 */
  region?: string;
  /** As 2026/01/31. */
  day: string;
  /** What tells it from the others of its day; sorts them. */
  name: string;
}

export function keyOf({ account = "111122223333", region = "eu-central-1", day, name }: LogFileKey): string {
  const file = `${account}_CloudTrail_${region}_${day.replaceAll("/", "")}T1200Z_${name.padEnd(16, "0")}.json.gz`;
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${file}`;
}

/** A record with an eventID of its own that `id` makes. */
export function logRecord(id: number, more: object = {}): Record<string, unknown> {
  return {
    eventVersion: "1.11",
    eventTime: new Date(Date.UTC(2026, 0, 31, 12) + id * 1000).toISOString().replace(".000", ""),
    eventName: id % 2 === 0 ? "GetObject" : "PutObject",
    eventSource: "s3.amazonaws.com",
    awsRegion: "eu-central-1",
    recipientAccountId: "111122223333",
    eventID: `00000000-0000-4000-8000-${String(id).padStart(12, "0")}`,
    readOnly: id % 2 === 0,
    ...more,
  };
}

/** So many of them, from an id on. */
export function logRecords(first: number, count: number, more: object = {}): Record<string, unknown>[] {
  return Array.from({ length: count }, (_, at) => logRecord(first + at, more));
}
