import { createHash, sign } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { keyList, signingKey, type SigningKey } from "./digestKeys";

/** An object with what S3 keeps of it. */
export interface WrittenObject {
  body: Buffer;
  metadata: Record<string, string>;
}

/** Objects by key, as CloudTrail leaves them in a bucket. */
export class WrittenBucket {
  readonly objects = new Map<string, WrittenObject>();

  constructor(readonly name = "audit-logs") {}

  /** What it holds as a copy on disk: objects by key, `object-metadata.json`, and a file of keys beside the folder. */
  async copyTo(folder: string): Promise<void> {
    const metadata: Record<string, Record<string, string>> = {};
    for (const [key, object] of this.objects) {
      const path = join(folder, ...key.split("/"));
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, object.body);
      if (Object.keys(object.metadata).length > 0) metadata[key] = object.metadata;
    }
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "object-metadata.json"), JSON.stringify(metadata));
  }

  /** The object at a key, to be changed. */
  at(key: string): WrittenObject {
    const object = this.objects.get(key);
    if (!object) throw new Error(`no object ${key}`);
    return object;
  }

  /** Keys that fit, in their order. */
  keys(fits: RegExp = /./): string[] {
    return [...this.objects.keys()].filter((key) => fits.test(key)).sort();
  }
}

/** One trail in one Region of one account. */
export interface ChainOptions {
  account?: string;
  region?: string;
  trail?: string;
  /** @default the Region */
  homeRegion?: string;
  /** Before `AWSLogs/`, with a slash at its end. */
  prefix?: string;
  /** `o-…` */
  organization?: string;
  /** When the first hour begins. */
  start?: Date;
  key?: SigningKey;
}

const HOUR_MS = 3_600_000;

/** Writes log files and signed digests hour by hour, as AWS documents them. */
export class DigestChain {
  readonly account: string;
  readonly region: string;
  readonly trail: string;
  readonly homeRegion: string;
  /** Keys that signed, in the order of their first use. */
  readonly usedKeys = new Set<SigningKey>();
  /** Keys of the digests, oldest first. */
  readonly digests: string[] = [];
  /** Keys of the log files, oldest first. */
  readonly logs: string[] = [];
  /** When the first hour began. */
  readonly begin: Date;
  key: SigningKey;
  /** Where the last digest ends, in ms since 1970. */
  time: number;
  private previous: { key: string; hash: string; signature: string; bucket: string } | undefined;
  private previousBackfill: typeof this.previous;
  private pending: string[] = [];
  private above: string;
  readonly prefix: string;
  private made = 0;

  constructor(
    readonly bucket: WrittenBucket,
    options: ChainOptions = {},
  ) {
    this.account = options.account ?? "111122223333";
    this.region = options.region ?? "eu-central-1";
    this.trail = options.trail ?? "security-trail";
    this.homeRegion = options.homeRegion ?? this.region;
    const { prefix = "", organization } = options;
    this.prefix = prefix;
    this.above = `${prefix}AWSLogs/${organization === undefined ? "" : `${organization}/`}${this.account}`;
    this.begin = options.start ?? new Date("2026-03-01T09:01:31Z");
    this.time = this.begin.getTime();
    this.key = options.key ?? signingKey(this.region);
  }

  /** Delivers log files and, at the hour's end, the digest that names them. */
  hour(logs = 2): this {
    for (let index = 0; index < logs; index++) this.deliver(index * 5 + 10);
    return this.end(this.time + HOUR_MS);
  }

  hours(count: number, logs = 2): this {
    for (let index = 0; index < count; index++) this.hour(logs);
    return this;
  }

  /** Puts a log file there so many minutes into the hour; the next digest names it, unless it is left out. */
  deliver(minute: number, { named = true, content }: { named?: boolean; content?: string } = {}): string {
    const at = this.time + minute * 60_000;
    const number = this.made++;
    const name = `${this.account}_CloudTrail_${this.region}_${compact(at).slice(0, 13)}Z_${suffix(this.trail, number)}.json.gz`;
    const key = `${this.above}/CloudTrail/${this.region}/${day(at)}/${name}`;
    this.bucket.objects.set(key, {
      body: gzipSync(content ?? this.records(number, at)),
      metadata: {},
    });
    this.logs.push(key);
    if (named) this.pending.push(key);
    return key;
  }

  /** The final digest after StopLogging, in the middle of an hour; the next one begins a new chain. */
  stop(minutes = 20): this {
    this.end(this.time + minutes * 60_000);
    this.previous = undefined;
    return this;
  }

  /** Time without logging or validation. */
  /** The trail is changed: from now on it delivers under another prefix, or for an organization. */
  moves(above: string): this {
    this.above = this.above.replace(/^.*(?=\d{12}$)/s, above);
    return this;
  }

  pass(hours: number): this {
    this.previous = undefined;
    this.time += hours * HOUR_MS;
    return this;
  }

  rotate(key: SigningKey): this {
    this.key = key;
    return this;
  }

  /** A digest that comes later for log files that the one of their hour left out. */
  backfill(hour: { start: number; end: number }, logs: readonly string[], madeAt: Date): string {
    const key = this.digestKey(hour.end, "_backfill");
    const written = this.write(key, { ...hour, logs, previous: this.previousBackfill });
    this.bucket.at(key).metadata["backfill-generation-timestamp"] = iso(madeAt.getTime());
    this.previousBackfill = written;
    return key;
  }

  private end(endTime: number): this {
    const key = this.digestKey(endTime);
    const digest = { start: this.time, end: endTime, logs: this.pending, previous: this.previous };
    this.previous = this.write(key, digest);
    this.digests.push(key);
    this.pending = [];
    this.time = endTime;
    return this;
  }

  private write(
    key: string,
    {
      start,
      end,
      logs,
      previous,
    }: { start: number; end: number; logs: readonly string[]; previous: DigestChain["previous"] },
  ) {
    const digest = {
      awsAccountId: this.account,
      digestStartTime: iso(start),
      digestEndTime: iso(end),
      digestS3Bucket: this.bucket.name,
      digestS3Object: key,
      digestPublicKeyFingerprint: this.key.fingerprint,
      digestSignatureAlgorithm: "SHA256withRSA",
      newestEventTime: logs.length === 0 ? null : iso(end - 600_000),
      oldestEventTime: logs.length === 0 ? null : iso(start),
      previousDigestS3Bucket: previous?.bucket ?? null,
      previousDigestS3Object: previous?.key ?? null,
      previousDigestHashValue: previous?.hash ?? null,
      previousDigestHashAlgorithm: previous ? "SHA-256" : null,
      previousDigestSignature: previous?.signature ?? null,
      logFiles: logs.map((log) => ({
        s3Bucket: this.bucket.name,
        s3Object: log,
        hashValue: sha256(contentOf(this.bucket.at(log).body)),
        hashAlgorithm: "SHA-256",
        newestEventTime: iso(end - 600_000),
        oldestEventTime: iso(start),
      })),
    };
    return writeDigest(this.bucket, key, digest, this.key, this.usedKeys);
  }

  digestKey(end: number, suffix = ""): string {
    return `${this.above}/CloudTrail-Digest/${this.region}/${day(end)}/${this.account}_CloudTrail-Digest_${this.region}_${this.trail}_${this.homeRegion}_${compact(end)}Z${suffix}.json.gz`;
  }

  private records(number: number, at: number): string {
    const record = {
      eventVersion: "1.11",
      eventTime: iso(at - 300_000),
      eventSource: "ec2.amazonaws.com",
      eventName: "DescribeInstances",
      awsRegion: this.region,
      eventID: suffix(this.trail, number),
      recipientAccountId: this.account,
    };
    return JSON.stringify({ Records: [record] });
  }
}

/** Signs a digest and puts it where it says that it belongs, or elsewhere. */
export function writeDigest(
  bucket: WrittenBucket,
  key: string,
  digest: Record<string, unknown>,
  signer: SigningKey,
  usedKeys?: Set<SigningKey>,
) {
  const content = Buffer.from(JSON.stringify(digest));
  const hash = sha256(content);
  const text = [
    digest.digestEndTime,
    `${String(digest.digestS3Bucket)}/${String(digest.digestS3Object)}`,
    hash,
    digest.previousDigestSignature ?? "null",
  ].join("\n");
  const signature = sign("RSA-SHA256", Buffer.from(text), signer.privateKey).toString("hex");
  bucket.objects.set(key, {
    body: gzipSync(content),
    metadata: { signature, "signature-algorithm": "SHA256withRSA" },
  });
  usedKeys?.add(signer);
  return { key, hash, signature, bucket: bucket.name };
}

/** ListPublicKeys' answer for some chains, as a file has it. */
export function keysOf(...chains: readonly DigestChain[]) {
  return keyList([...new Set(chains.flatMap(({ usedKeys }) => [...usedKeys]))]);
}

export function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function contentOf(body: Buffer): Buffer {
  return gunzipSync(body);
}

function iso(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}

/** `20260102T030405` */
function compact(time: number): string {
  return iso(time).replace(/[-:Z]/g, "");
}

function day(time: number): string {
  return iso(time).slice(0, 10).replaceAll("-", "/");
}

/** Sixteen characters, each time the same. */
function suffix(trail: string, number: number): string {
  return createHash("sha256").update(`${trail} ${number}`).digest("hex").slice(0, 16);
}
