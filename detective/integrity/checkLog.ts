import type { DigestLog } from "./digest";
import type { LogEvidence } from "./evidence";
import type { JudgedDigest } from "./loadedDigest";
import { hashContent, type HashedContent } from "./hashContent";
import type { ListedObject, ObjectStore } from "./objectStore";
import type { ResumeState } from "./resumeState";

/** A log file compared with what a digest says of it. */
export interface CheckedLog {
  row: LogEvidence;
  /** Why it could not be told. */
  unknown?: "unreadable" | "unknown-algorithm" | "other-bucket";
  /** It is no whole gzip file. */
  damaged?: true;
  /** How many bytes were read. */
  bytes: number;
}

/** Reads a log file that a digest names, and compares its hash. */
export async function checkLog(
  store: ObjectStore,
  log: DigestLog,
  digest: JudgedDigest,
  { listed, resume }: { listed?: ListedObject; resume?: ResumeState },
): Promise<CheckedLog> {
  const named = { key: log.key, digest: digest.key, expected: log.hash };
  if (digest.verdict === "invalid") {
    return { row: { ...named, verdict: "unknown", why: "the digest that names it is not valid" }, bytes: 0 };
  }
  const bucket = store.bucket ?? digest.digest?.bucket;
  if (log.bucket !== bucket) {
    const why = `it lies in another bucket, ${log.bucket}`;
    return { row: { ...named, verdict: "unknown", why }, unknown: "other-bucket", bytes: 0 };
  }
  if (log.algorithm !== "SHA-256") {
    const why = `its hash is ${log.algorithm}, and only SHA-256 is known`;
    return { row: { ...named, verdict: "unknown", why }, unknown: "unknown-algorithm", bytes: 0 };
  }
  const hashed = await hashLog(store, log.key, { listed, resume });
  if (hashed.problem === "missing") return { row: { ...named, verdict: "missing" }, bytes: 0 };
  if (hashed.problem === "unreadable")
    return { row: { ...named, verdict: "unknown", why: hashed.why }, unknown: "unreadable", bytes: 0 };
  if (hashed.problem === "damaged")
    return { row: { ...named, verdict: "modified", why: hashed.why }, damaged: true, bytes: hashed.bytes };
  const { sha256: actual, bytes } = hashed;
  if (actual !== log.hash) return { row: { ...named, actual, verdict: "modified" }, bytes };
  if (digest.verdict === "unknown") {
    const why = "it is as its digest says, and the digest is not proven";
    return { row: { ...named, actual, verdict: "unknown", why }, bytes };
  }
  return { row: { ...named, actual, verdict: "valid" }, bytes };
}

/** A log file's hash over its uncompressed content. */
export async function hashLog(
  store: ObjectStore,
  key: string,
  { listed, resume }: { listed?: ListedObject | undefined; resume?: ResumeState | undefined } = {},
): Promise<HashedContent> {
  const known = listed && resume?.find(key, listed.size, listed.tag);
  if (known !== undefined) return { sha256: known, bytes: 0 };
  const hashed = await (store.hash?.(key) ?? hashContent(async () => (await store.read(key)).bytes));
  if (hashed.problem === undefined && listed) await resume?.add(key, listed.size, listed.tag, hashed.sha256);
  return hashed;
}
