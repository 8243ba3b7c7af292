import { compareText } from "../compareText";
import type { Digest } from "./digest";
import type { DigestName } from "./digestName";

/** A digest as it was read. */
export interface LoadedDigest {
  /** Where it was read. */
  key: string;
  /** What its key says. */
  name: DigestName;
  /** Why there is no content. */
  problem?: { kind: "unreadable" | "damaged"; why: string };
  /** Of its uncompressed content, in hex. */
  sha256?: string;
  digest?: Digest;
  /** From the object's metadata, in hex. */
  signature?: string;
  signatureAlgorithm?: string;
  /** When a backfill digest was made, in ms since 1970. */
  backfilledAt?: number;
}

/** A digest whose content could be read. */
export type ReadDigest = LoadedDigest & { sha256: string; digest: Digest };

export function isRead(loaded: LoadedDigest): loaded is ReadDigest {
  return loaded.digest !== undefined && loaded.sha256 !== undefined;
}

/** When it ends: as it says, or as its key says where the content is not its own. */
export function endOf({ key, digest, name }: LoadedDigest): number {
  return digest?.key === key ? digest.endTime : name.endTime;
}

/** What became of a digest. */
export interface JudgedDigest extends LoadedDigest {
  verdict: "valid" | "invalid" | "unknown";
  /** A valid one is signed by CloudTrail's key, or a valid later one holds its hash. */
  provenBy?: "signature" | "chain";
  /** Where the signature that was verified came from. */
  signatureFrom?: "metadata" | "next-digest";
  /** In hex. */
  verifiedSignature?: string;
  /** Why it is not valid, as part of a sentence. */
  why?: string;
}

/** A copy doesn't say where it is from: what most of its digests say counts, and others were put among them. */
export function usualBucket(digests: readonly LoadedDigest[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { digest } of digests)
    if (digest) counts.set(digest.bucket, (counts.get(digest.bucket) ?? 0) + 1);
  return [...counts].sort(([a, most], [b, more]) => more - most || compareText(a, b))[0]?.[0];
}
