import type { KeyObject } from "node:crypto";
import { compareText } from "../compareText";
import { groupBy } from "../groupBy";
import type { PublicKey } from "./publicKey";
import { readPublicKey } from "./signature";

/** What is known of the key that a digest names. */
export type KeyLookup =
  | { status: "found"; key: KeyObject; record: PublicKey }
  /** CloudTrail has no such key in this Region, but in that one. */
  | { status: "other-region"; region: string; key: KeyObject }
  /** CloudTrail was asked for the keys of that time, and it is not among them. */
  | { status: "not-listed" }
  | { status: "unknown"; why: string };

/** The public keys of some Regions, and for what times all of a Region's are known. */
export class KeyRing {
  private readonly keys = new Map<string, { record: PublicKey; key: KeyObject | undefined; why: string }>();
  private readonly covered = new Map<string, { from: number; to: number }[]>();
  private readonly refused = new Map<string, string>();
  private readonly used = new Set<PublicKey>();

  /** @param span all keys that signed in that time are among them. @default the validity of each */
  add(region: string, keys: readonly PublicKey[], span?: { from: number; to: number }): void {
    for (const record of keys) {
      let [key, why]: [KeyObject | undefined, string] = [undefined, ""];
      try {
        key = readPublicKey(record.value);
      } catch (error) {
        why = (error as Error).message;
      }
      this.keys.set(`${region} ${record.fingerprint}`, { record, key, why });
    }
    const spans = this.covered.get(region) ?? [];
    this.covered.set(region, spans);
    // An answer without a single key says nothing: CloudTrail has one for every time.
    if (keys.length > 0) spans.push(...(span ? [span] : keys));
  }

  /** Says why a Region's keys are not to be had. */
  refuse(region: string, why: string): void {
    this.refused.set(region, why);
  }

  has(region: string, fingerprint: string): boolean {
    return this.keys.has(`${region} ${fingerprint.toLowerCase()}`);
  }

  /** @param time when the digest was signed, in ms since 1970 */
  find(region: string, fingerprint: string, time: number): KeyLookup {
    const found = this.keys.get(`${region} ${fingerprint.toLowerCase()}`);
    if (found) {
      this.used.add(found.record);
      if (found.key) return { status: "found", key: found.key, record: found.record };
      return { status: "unknown", why: `the key ${fingerprint} of ${region} can't be read: ${found.why}` };
    }
    for (const { record, key } of this.keys.values()) {
      if (record.fingerprint === fingerprint.toLowerCase() && key)
        return { status: "other-region", region: record.region, key };
    }
    const refused = this.refused.get(region);
    if (refused !== undefined) return { status: "unknown", why: refused };
    const covers = this.covered.get(region)?.some(({ from, to }) => time >= from && time <= to);
    if (covers) return { status: "not-listed" };
    return { status: "unknown", why: `no key of ${region} is known for that time` };
  }

  /** Those that were asked for so far, in an order of their own. */
  usedKeys(): PublicKey[] {
    const order = ({ region, from, fingerprint }: PublicKey) =>
      `${region} ${new Date(from).toISOString()} ${fingerprint}`;
    return [...this.used].sort((a, b) => compareText(order(a), order(b)));
  }
}

/** Where keys come from. */
export interface KeySource {
  /** Adds all keys of a Region that signed between two times, in ms since 1970; what can't be had is refused in the ring. */
  load(ring: KeyRing, region: string, from: number, to: number): Promise<void>;
}

/** Keys that somebody kept: ListPublicKeys' answers of then. */
export function keptKeys(keys: readonly PublicKey[]): KeySource {
  const byRegion = groupBy(keys, ({ region }) => region);
  const loaded = new WeakSet<KeyRing>();
  return {
    load(ring) {
      if (loaded.has(ring)) return Promise.resolve();
      loaded.add(ring);
      // All Regions' at once: a digest signed with another's is told by it.
      for (const [region, own] of byRegion) ring.add(region, own);
      return Promise.resolve();
    },
  };
}
