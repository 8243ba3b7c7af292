import type { CheckedLog } from "./checkLog";
import type { DigestLog } from "./digest";
import { integrityFinding, type IntegrityFinding } from "./integrityFinding";
import type { LoadedDigest } from "./loadedDigest";

/** A log file that is not as its digest says. */
export interface BrokenLog {
  checked: CheckedLog;
  digest: LoadedDigest;
}

/**
 * Says what happened to each log file that is not as its digest says: missing, renamed, modified, swapped with another.
 *
 * @param named all log files that the digests name
 * @param unnamed hashes of those that none names, by key
 */
export function brokenLogFindings(
  broken: readonly BrokenLog[],
  named: () => Iterable<DigestLog>,
  unnamed: ReadonlyMap<string, string>,
): { findings: IntegrityFinding[]; renamed: Set<string> } {
  const renamed = new Set<string>();
  if (broken.length === 0) return { findings: [], renamed };
  const actuals = new Map(
    broken.flatMap(({ checked: { row } }) => (row.actual ? [[row.key, row.actual]] : [])),
  );
  const wanted = new Set(actuals.values());
  // Of the files with a content that stands elsewhere: who should have it.
  const owners = new Map<string, DigestLog>();
  for (const log of named()) if (wanted.has(log.hash)) owners.set(log.hash, log);
  const keysOf = new Map([...unnamed].map(([key, hash]) => [hash, key]));
  const findings = broken.map(({ checked, digest }) => {
    const { key, expected, actual, verdict, why } = checked.row;
    const hashes = { ...(expected !== undefined && { expected }), ...(actual !== undefined && { actual }) };
    const find = (
      kind: Parameters<typeof integrityFinding>[0],
      says: string,
      related: readonly string[] = [],
    ): IntegrityFinding =>
      integrityFinding(kind, digest.name, { key, related: [...related, digest.key], says, ...hashes });
    if (verdict === "missing") {
      const elsewhere = expected === undefined ? undefined : keysOf.get(expected);
      if (elsewhere === undefined)
        return find("log-missing", `The log file ${key} is missing: a digest names it.`);
      renamed.add(elsewhere);
      return find("log-renamed", `The log file ${key} was renamed: its content is now at ${elsewhere}.`, [
        elsewhere,
      ]);
    }
    if (checked.damaged) return find("log-damaged", `The log file ${key} was modified: ${why}.`);
    const found = actual === undefined ? undefined : owners.get(actual);
    const owner = found?.key === key ? undefined : found;
    if (owner && actuals.get(owner.key) === expected)
      return find("log-swapped", `The log files ${key} and ${owner.key} were swapped.`, [owner.key]);
    if (owner)
      return find("log-replaced", `The log file ${key} was replaced by a copy of ${owner.key}.`, [owner.key]);
    return find(
      "log-modified",
      `The log file ${key} was modified: its hash is not the one that its digest holds.`,
    );
  });
  return { findings, renamed };
}
