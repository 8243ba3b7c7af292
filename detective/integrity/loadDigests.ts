import { compareText } from "../compareText";
import { inTurn } from "../sources/inTurn";
import { parseDigest, type Digest } from "./digest";
import { folderOf, parseDigestName, type DigestName, type LogPlace } from "./digestName";
import { endOf, type LoadedDigest } from "./loadedDigest";
import { ObjectMissing, type ObjectStore } from "./objectStore";
import { NotOneGzip, unpackOne } from "./unpackOne";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A log file of the last minutes of an hour is named by the digest of the next one. */
const LATE_MS = 2 * HOUR_MS;

/** Which digests are asked for. */
export interface DigestScope {
  /** Digests that cover something from here … @default all there are */
  since?: number;
  /** … to here, in ms since 1970; those that may name its last log files end up to two hours later. @default all there are */
  until?: number;
}

export interface LoadedDigests {
  /** Oldest first. */
  digests: LoadedDigest[];
  /** Objects in the folder of digests that are none. */
  strays: string[];
}

/**
 * Reads the digests of one account and Region, side by side.
 *
 * @throws Error where they can't be listed
 */
export async function loadDigests(
  store: ObjectStore,
  place: LogPlace,
  scope: DigestScope,
  onDigest: () => void = () => {},
): Promise<LoadedDigests> {
  const { since, until } = scope;
  const folder = folderOf(place, "CloudTrail-Digest");
  const after = since === undefined ? undefined : folder + dayPath(since);
  const lastDay = until === undefined ? undefined : folder + dayPath(until + LATE_MS + DAY_MS);
  const keys: string[] = [];
  for await (const { key } of store.objects(folder, after)) {
    if (lastDay !== undefined && key >= lastDay) break;
    const name = parseDigestName(key);
    if (name && !isWithin(name.endTime, scope)) continue;
    keys.push(key);
  }
  const digests: LoadedDigest[] = [];
  const strays: string[] = [];
  for await (const { key, loaded } of inTurn(keys, store.concurrency, (key) => load(store, key))) {
    onDigest();
    if (loaded) digests.push(loaded);
    else strays.push(key);
  }
  return { digests: digests.sort((a, b) => endOf(a) - endOf(b) || compareText(a.key, b.key)), strays };
}

/** A digest under a name that none has still says what it is. */
async function load(
  store: ObjectStore,
  key: string,
): Promise<{ key: string; loaded: LoadedDigest | undefined }> {
  const name = parseDigestName(key);
  const digest = await readDigest(store, key);
  const itsName: DigestName | undefined = name ?? (digest.digest && parseDigestName(digest.digest.key));
  return { key, loaded: itsName && { key, name: itsName, ...digest } };
}

/** One digest with its hash and what its object's metadata say. */
export async function readDigest(
  store: ObjectStore,
  key: string,
): Promise<Omit<LoadedDigest, "key" | "name">> {
  let bytes: Buffer;
  let metadata: Readonly<Record<string, string>> | undefined;
  try {
    ({ bytes, metadata } = await store.read(key));
  } catch (error) {
    const why =
      error instanceof ObjectMissing ? "it was deleted since it was listed" : (error as Error).message;
    return { problem: { kind: "unreadable", why } };
  }
  const { signature, "signature-algorithm": signatureAlgorithm } = metadata ?? {};
  const backfilledAt = Date.parse(metadata?.["backfill-generation-timestamp"] ?? "");
  const signed = {
    ...(signature !== undefined && { signature }),
    ...(signatureAlgorithm !== undefined && { signatureAlgorithm }),
    ...(!Number.isNaN(backfilledAt) && { backfilledAt }),
  };
  try {
    const { sha256, content } = await unpackOne(bytes, { keep: true });
    return { sha256, digest: parsed(content!), ...signed };
  } catch (error) {
    if (!(error instanceof NotOneGzip || error instanceof NoDigest)) throw error;
    return { problem: { kind: "damaged", why: error.message }, ...signed };
  }
}

class NoDigest extends Error {
  override readonly name = "NoDigest";
}

function parsed(content: Buffer): Digest {
  try {
    return parseDigest(content);
  } catch (error) {
    throw new NoDigest((error as Error).message);
  }
}

function isWithin(endTime: number, { since, until }: DigestScope): boolean {
  return (since === undefined || endTime > since) && (until === undefined || endTime <= until + LATE_MS);
}

/** `2026/01/02` */
export function dayPath(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}
