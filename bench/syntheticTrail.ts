import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { seededRandom, type SeededRandom } from "./seededRandom";
import { type IncidentEvent, syntheticIncident } from "./syntheticIncident";
import { ACCOUNT, SDK, SyntheticRecords, isoTime, type Entry, type Identity } from "./syntheticRecords";

/** What a synthetic trail is made of. */
export interface SyntheticTrailOptions {
  events: number;
  /** The same seed makes the same trail, byte for byte. @default 1 */
  seed?: number;
  /** The day that it is about. @default 2026-01-31 */
  day?: string;
  /** How many minutes a file covers; what a day has room for. @default 5, about what CloudTrail does */
  fileMinutes?: number;
}

/** What was written, and whom to look for in it. */
export interface SyntheticTrail {
  events: number;
  files: number;
  /** As they lie on disk. */
  bytes: number;
  unpackedBytes: number;
  incident: Incident;
}

/** A stolen access key among the day's work, the role session that it made, and what both did. */
export interface Incident {
  user: string;
  accessKeyId: string;
  /** Of the role session. */
  sessionKeyId: string;
  /** How many events the two made. */
  events: number;
}

const REGIONS = ["us-east-1", "eu-west-1", "eu-central-1", "ap-southeast-2"] as const;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const SESSION_MS = 60 * 60_000;
/**
 * Writes a day of an account's life as CloudTrail would deliver it: gzip files in its key layout, one for every five
 * minutes (or `fileMinutes`) and Region, with administrators, applications on roles, services, refused calls, reads of
 * objects, and an incident among them.
 */
export function writeSyntheticTrail(folder: string, options: SyntheticTrailOptions): SyntheticTrail {
  const day = new SyntheticDay(options);
  const trail = { events: 0, files: 0, bytes: 0, unpackedBytes: 0, incident: day.incident };
  for (const { key, records } of day.files()) {
    const text = JSON.stringify({ Records: records });
    const packed = gzipSync(text);
    const file = join(folder, key);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, packed);
    trail.events += records.length;
    trail.files++;
    trail.bytes += packed.length;
    trail.unpackedBytes += Buffer.byteLength(text);
  }
  return trail;
}

class SyntheticDay {
  readonly incident: Incident;
  private readonly random: SeededRandom;
  private readonly records: SyntheticRecords;
  private readonly start: number;
  private readonly slotMs: number;
  private readonly sessions = new Map<string, { identity: Identity; issued: Entry }>();
  private readonly incidentEvents: readonly IncidentEvent[];

  constructor(private readonly options: SyntheticTrailOptions) {
    this.random = seededRandom(options.seed ?? 1);
    this.records = new SyntheticRecords(this.random);
    this.start = Date.parse(`${options.day ?? "2026-01-31"}T00:00:00Z`);
    this.slotMs = Math.round((options.fileMinutes ?? 5) * MINUTE_MS);
    const accessKeyId = this.random.id("AKIA", 16);
    const sessionKeyId = this.random.id("ASIA", 16);
    const room = Math.floor(options.events / 10);
    this.incidentEvents = syntheticIncident(
      this.start,
      { accessKeyId, sessionKeyId },
      this.records,
      this.random,
    ).slice(0, room);
    this.incident = { user: "mallory", accessKeyId, sessionKeyId, events: this.incidentEvents.length };
  }

  *files(): Generator<{ key: string; records: Entry[] }> {
    const slots = Math.ceil(DAY_MS / this.slotMs);
    const normal = this.options.events - this.incidentEvents.length;
    for (let slot = 0; slot < slots; slot++) {
      const from = this.start + slot * this.slotMs;
      const records = new Map<string, Entry[]>(REGIONS.map((region) => [region, []]));
      const add = (record: Entry) => records.get(String(record.awsRegion))!.push(record);
      const count = Math.floor(((slot + 1) * normal) / slots) - Math.floor((slot * normal) / slots);
      for (let index = 0; index < count; index++) add(this.everyday(from));
      for (const { at, record } of this.incidentEvents)
        if (at >= from && at < from + this.slotMs) add(record);
      for (const [region, list] of records) {
        if (list.length > 0)
          yield { key: this.key(region, from + this.slotMs), records: this.random.shuffled(list) };
      }
    }
  }

  private key(region: string, delivered: number): string {
    const time = new Date(delivered).toISOString();
    const name = `${ACCOUNT}_CloudTrail_${region}_${time.slice(0, 16).replace(/[-:]/g, "")}Z_${this.random.id("", 16)}`;
    return `AWSLogs/${ACCOUNT}/CloudTrail/${region}/${time.slice(0, 10).replaceAll("-", "/")}/${name}.json.gz`;
  }

  private everyday(from: number): Entry {
    const at = from + this.random.below(this.slotMs);
    const region = this.random.one(REGIONS);
    const dice = this.random.below(100);
    if (dice < 45) return this.records.objectCall(at, region, this.application(at), "app-data");
    if (dice < 55) return this.records.keyUse(at, region, this.application(at));
    // Applications assume their role again and again; each time is an event of its own.
    if (dice < 63) {
      const { issued } = this.sessions.get(this.application(at).from)!;
      return {
        ...issued,
        eventTime: isoTime(at),
        eventID: this.random.uuid(),
        requestID: this.random.uuid(),
      };
    }
    if (dice < 88) return this.records.look(at, region, this.records.administrator());
    if (dice < 92) return this.records.refused(at, region, this.records.administrator());
    if (dice < 97) return this.records.change(at, region, this.records.administrator());
    return this.records.serviceEvent(at, region);
  }

  /** One of twelve applications, with the session that its role has in this hour. */
  private application(at: number): Identity {
    const number = this.random.below(12);
    const hour = Math.floor(at / SESSION_MS);
    const name = `task-${number}-${hour}`;
    const known = this.sessions.get(name);
    if (known) return { ...known.identity, from: name };
    const identity = this.records.roleSession(
      `app-${number}`,
      name,
      hour * SESSION_MS,
      this.random.id("ASIA", 16),
      `10.0.${number}.17`,
      SDK,
    );
    const issued = this.records.record(
      hour * SESSION_MS,
      "us-east-1",
      "sts.amazonaws.com",
      "AssumeRole",
      {
        userIdentity: { type: "AWSService", invokedBy: "ecs-tasks.amazonaws.com" },
        from: "ecs-tasks.amazonaws.com",
        userAgent: "ecs-tasks.amazonaws.com",
      },
      this.records.assumed(identity, `app-${number}`, name),
    );
    this.sessions.set(name, { identity, issued });
    return { ...identity, from: name };
  }
}
