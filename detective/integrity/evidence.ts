import type { PublicKeyRow } from "./publicKey";
import type { IntegrityFinding, IntegrityUnknown } from "./integrityFinding";

/** A digest and its verdict, so that it can be checked again by hand. */
export interface DigestEvidence {
  key: string;
  bucket?: string;
  account: string;
  region: string;
  trail: string;
  /** ISO 8601: it names the log files delivered between the two. */
  start?: string;
  end: string;
  backfill: boolean;
  /** SHA-256 of its uncompressed content, in hex. */
  sha256?: string;
  /** In hex, as it was verified or should have been. */
  signature?: string;
  /** Of the public key. */
  fingerprint?: string;
  verdict: "valid" | "invalid" | "unknown";
  /** How a valid one is proven: by its own signature, or by its hash in a proven later digest. */
  provenBy?: "signature" | "chain";
  signatureFrom?: "metadata" | "next-digest";
  why?: string;
  /** How many log files it names. */
  logs?: number;
}

export type LogVerdict =
  /** As CloudTrail delivered it. */
  | "valid"
  | "modified"
  | "missing"
  /** No digest names it, though those of its time are there. */
  | "not-named"
  /** It came after the newest digest: the next one will tell. */
  | "not-yet-covered"
  /** There is no digest for its time. */
  | "not-covered"
  | "unknown";

/** A log file and its verdict. */
export interface LogEvidence {
  key: string;
  /** The key of the digest that names it. */
  digest?: string;
  /** SHA-256 of the uncompressed content, in hex: as the digest says, and as it is. */
  expected?: string;
  actual?: string;
  verdict: LogVerdict;
  why?: string;
}

/** Takes evidence as it comes: place by place, digests oldest first, each with its log files behind it. */
export interface EvidenceSink {
  digest(row: DigestEvidence): void | Promise<void>;
  log(row: LogEvidence): void | Promise<void>;
  finding(row: IntegrityFinding): void | Promise<void>;
  unknown(row: IntegrityUnknown): void | Promise<void>;
}

export type Verdict = "valid" | "invalid" | "unknown";

/** How many of each verdict. */
export type Counts<V extends string> = Record<V, number>;

/** One trail in one Region of one account. */
export interface ChainSummary {
  account: string;
  region: string;
  trail: string;
  homeRegion: string;
  organization?: string;
  prefix: string;
  bucket?: string;
  digests: Counts<Verdict>;
  logs: Counts<"valid" | "modified" | "missing" | "unknown">;
  /** ISO 8601: from the first digest's start to the last one's end. */
  from?: string;
  to?: string;
  /** The key of the last digest. */
  last?: string;
  findings: number;
  unknowns: number;
}

/** Log files of one account and Region that no digest names, of all trails that deliver there. */
export interface PlaceSummary {
  account: string;
  region: string;
  organization?: string;
  prefix: string;
  notNamed: number;
  notYetCovered: number;
  notCovered: number;
}

/** What all of it comes to. */
export interface IntegritySummary {
  /** `invalid` where anything was found, else `unknown` where anything could not be told. */
  verdict: Verdict;
  chains: ChainSummary[];
  places: PlaceSummary[];
  findings: number;
  unknowns: number;
  /** Those that digests were verified with. */
  keys: PublicKeyRow[];
}
