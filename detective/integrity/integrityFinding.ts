import type { LogPlace } from "./digestName";

/** What kind of break was found; `docs/integrity.md` says what each proves. */
export type IntegrityFindingKind = keyof typeof TO_DO;

/** A break in the proof, with the file that it is about. */
export interface IntegrityFinding {
  kind: IntegrityFindingKind;
  account?: string;
  region?: string;
  trail?: string;
  /** The object's key in the bucket; absent where it is about none. */
  key?: string;
  /** Others that have to do with it. */
  related?: readonly string[];
  /** What was found, as a sentence. */
  says: string;
  /** What to do about it, as a sentence. */
  todo: string;
  /** ISO 8601: the time that has no proof. */
  from?: string;
  to?: string;
  /** Hashes of the uncompressed content, in hex. */
  expected?: string;
  actual?: string;
}

/** Something that could not be told; it is never taken for valid. */
export interface IntegrityUnknown {
  kind:
    | "no-keys"
    | "no-signature"
    | "unreadable"
    | "not-listed"
    | "not-asked"
    | "too-early"
    | "unknown-algorithm"
    | "other-bucket"
    | "other-prefix"
    | "interrupted";
  account?: string;
  region?: string;
  trail?: string;
  key?: string;
  says: string;
  /** Only the reason, as part of a sentence: the same for many files. */
  why?: string;
}

const RESTORE =
  "Take the original from the bucket's older object versions, a replica or a backup, and find out who wrote to the bucket: its S3 data events and server access logs name them.";
const KEEP =
  "Keep what is there as evidence, and find out who wrote to the bucket: its S3 data events and server access logs name them.";
const WHO_STOPPED =
  "Ask who stopped logging or validation, or deleted objects, in that time: audit-trail tampering.";

const TO_DO = {
  "no-digests":
    "Switch validation on (aws cloudtrail update-trail --enable-log-file-validation); for what was delivered without it there is no proof. If there was a digest folder, find out who deleted it.",
  "digest-missing": RESTORE,
  "chain-truncated":
    "If older digests expired or were not copied on purpose, say from when on you ask with --since; else look for them in older object versions.",
  "newest-digests-missing":
    "If the copy was made then, say so with --until; else look for deleted objects in the bucket's older versions, and ask audit-trail doctor whether digests are still delivered.",
  gap: WHO_STOPPED,
  "digest-modified": RESTORE,
  "digest-resigned": RESTORE,
  "digest-damaged": RESTORE,
  "digest-signature-invalid": RESTORE,
  "digest-signature-altered":
    "The content is proven by the digest after it; find out who wrote the object's metadata anew.",
  "digest-key-unknown":
    "If the keys are of a file, make it again for this Region and time (audit-trail validate --export-keys); a digest signed with a key that CloudTrail does not list is forged.",
  "digest-wrong-region-key": KEEP,
  "digest-moved": RESTORE,
  "digest-replayed": RESTORE,
  "digest-swapped": RESTORE,
  "digest-conflict": KEEP,
  "log-missing": RESTORE,
  "log-renamed": "Give the object its name back, and find out who copied it.",
  "log-modified": RESTORE,
  "log-swapped": RESTORE,
  "log-replaced": RESTORE,
  "log-damaged": RESTORE,
  "log-not-named":
    "CloudTrail's digests name every file that it delivered; unless a trail without validation delivers to the same place, it was put there. Don't rely on its records.",
  "log-conflict": KEEP,
  "logs-before-validation":
    "For what was delivered before validation was on there is no proof; ask with --since from its first digest on.",
} as const;

/** A finding with what to do about it. */
export function integrityFinding(
  kind: IntegrityFindingKind,
  where: Partial<LogPlace> & { trail?: string },
  said: Omit<IntegrityFinding, "kind" | "todo" | "account" | "region" | "trail">,
): IntegrityFinding {
  const { account, region, trail } = where;
  return {
    kind,
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(trail !== undefined && { trail }),
    ...said,
    todo: TO_DO[kind],
  };
}

/** `2026-01-02T03:04:05Z` */
export function isoTime(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
}
