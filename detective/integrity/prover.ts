import { hashLog } from "./checkLog";
import { folderOf, logTime, placeOfLog, type LogPlace } from "./digestName";
import { judgeSignatures } from "./judgeSignatures";
import { KeyRing, type KeySource } from "./keyRing";
import { loadDigests } from "./loadDigests";
import { usualBucket } from "./loadedDigest";
import type { ObjectStore } from "./objectStore";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Days of one account and Region whose digests are kept; records come in the order of their files. */
const MOST_DAYS = 64;

/** What can be said of one log file. */
export interface Proof {
  /** The log file's key. */
  key: string;
  /** Of its uncompressed content as it is, in hex; absent where it can't be read. */
  sha256?: string;
  /** The key of the digest that names it. */
  digest?: string;
  state: "covered by a verified digest" | "not covered" | "unknown";
  /** Why it is not covered, as part of a sentence. */
  why?: string;
}

export interface ProverOptions {
  store: ObjectStore;
  keys: KeySource;
}

interface Named {
  hash: string;
  digest: string;
  verdict: "valid" | "invalid" | "unknown";
  why?: string;
}

/** Proves single log files: only the digests of their day and the hours after it are read, once. */
export class Prover {
  private readonly ring = new KeyRing();
  private readonly days = new Map<string, Promise<Map<string, Named> | Error>>();
  private readonly proofs = new Map<string, Promise<Proof>>();

  constructor(private readonly options: ProverOptions) {}

  /** @param key of the log file in its bucket */
  proofOf(key: string): Promise<Proof> {
    const known = this.proofs.get(key) ?? this.prove(key);
    this.proofs.delete(key);
    this.proofs.set(key, known);
    forgetOldest(this.proofs, MOST_DAYS * 1024);
    return known;
  }

  private async prove(key: string): Promise<Proof> {
    const hashed = await hashLog(this.options.store, key);
    if (hashed.problem === "missing") return { key, state: "unknown", why: "there is no such file" };
    if (hashed.problem === "unreadable") return { key, state: "unknown", why: hashed.why };
    if (hashed.problem === "damaged") return { key, state: "not covered", why: hashed.why };
    const { sha256 } = hashed;
    const place = placeOfLog(key);
    const time = logTime(key);
    if (!place || time === undefined)
      return { key, sha256, state: "not covered", why: "its name is none of CloudTrail's log files" };
    const day = await this.dayOf(place, Math.floor(time / DAY_MS) * DAY_MS);
    if (day instanceof Error) return { key, sha256, state: "unknown", why: day.message };
    const named = day.get(key);
    if (!named) return { key, sha256, state: "not covered", why: "no digest of its time names it" };
    const { digest, hash, verdict, why } = named;
    if (hash !== sha256) return { key, sha256, digest, state: "not covered", why: "it was modified" };
    if (verdict === "valid") return { key, sha256, digest, state: "covered by a verified digest" };
    const state = verdict === "invalid" ? "not covered" : "unknown";
    return {
      key,
      sha256,
      digest,
      state,
      why: `its digest is not proven: ${why ?? "its signature is unknown"}`,
    };
  }

  private dayOf(place: LogPlace, start: number): Promise<Map<string, Named> | Error> {
    const id = `${folderOf(place, "CloudTrail")}${start}`;
    const known = this.days.get(id) ?? this.readDay(place, start).catch((error: Error) => error);
    this.days.delete(id);
    this.days.set(id, known);
    forgetOldest(this.days, MOST_DAYS);
    return known;
  }

  private async readDay(place: LogPlace, start: number): Promise<Map<string, Named>> {
    const { store, keys } = this.options;
    // One digest more: it holds the signature of the one before it.
    const span = { since: start, until: start + DAY_MS + HOUR_MS };
    const { digests } = await loadDigests(store, place, span);
    await keys.load(this.ring, place.region, start - HOUR_MS, start + DAY_MS + 5 * HOUR_MS);
    for (const { digest, backfilledAt } of digests) {
      if (!digest || backfilledAt === undefined || this.ring.has(place.region, digest.fingerprint)) continue;
      await keys.load(this.ring, place.region, backfilledAt - HOUR_MS, backfilledAt + HOUR_MS);
    }
    const named = new Map<string, Named>();
    const bucket = store.bucket ?? usualBucket(digests);
    const rank = { valid: 2, unknown: 1, invalid: 0 };
    for (const { key, digest, verdict, why } of judgeSignatures(digests, this.ring, bucket).digests) {
      for (const log of digest?.logs ?? []) {
        const known = named.get(log.key);
        if (log.algorithm !== "SHA-256" || (known && rank[known.verdict] >= rank[verdict])) continue;
        named.set(log.key, { hash: log.hash, digest: key, verdict, ...(why !== undefined && { why }) });
      }
    }
    return named;
  }
}

function forgetOldest(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  map.delete(oldest!);
}
