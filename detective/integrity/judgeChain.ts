import { parseDigestName } from "./digestName";
import { integrityFinding, isoTime, type IntegrityFinding, type IntegrityUnknown } from "./integrityFinding";
import { isRead, type JudgedDigest, type ReadDigest } from "./loadedDigest";

const HOUR_MS = 3_600_000;

/** What is known of a chain beside its digests. */
export interface ChainSpan {
  /** Digests that end before are not asked for. In ms since 1970. @default all there are */
  since?: number;
  /** Where the digests were read. @default it isn't known */
  bucket?: string;
  /** Digests of the same trail under another prefix, which others name, and whether each is there. @default none */
  elsewhere?: ReadonlyMap<string, boolean>;
}

/**
 * Finds what is missing in a chain: digests that another one names, hours that none covers, the beginning.
 *
 * @param digests of one trail in one Region, oldest first, with their verdicts
 */
export function judgeChain(
  digests: readonly JudgedDigest[],
  span: ChainSpan,
): { findings: IntegrityFinding[]; unknowns: IntegrityUnknown[] } {
  const findings: IntegrityFinding[] = [];
  const unknowns: IntegrityUnknown[] = [];
  const byKey = new Map(digests.map((each) => [each.key, each]));
  const named = new Map<string, string>();
  let before: ReadDigest | undefined;
  for (const each of digests) {
    if (!isInPlace(each)) continue;
    // Of a forged one only its name counts, by which it stands where another one was.
    if (each.verdict !== "invalid") link(each, before);
    if (before === undefined || endTime(each) > endTime(before)) before = each;
  }
  return { findings, unknowns };

  function link(each: ReadDigest, before: ReadDigest | undefined): void {
    const { name, key, digest } = each;
    const { previous, startTime } = digest;
    if (previous === undefined) {
      if (before !== undefined)
        gap(each, endTime(before), startTime, `: the chain ended, and ${key} began a new one`);
      return;
    }
    const twin = named.get(previous.key);
    if (twin !== undefined) {
      const says = `The digests ${twin} and ${key} both name ${previous.key} as the one before them: a chain has no branches.`;
      findings.push(integrityFinding("digest-conflict", name, { key, related: [twin], says }));
    }
    named.set(previous.key, key);
    const ended = parseDigestName(previous.key)?.endTime;
    if (span.since !== undefined && ended !== undefined && ended <= span.since) return;
    const own = byKey.get(previous.key);
    if (span.bucket !== undefined && previous.bucket !== span.bucket) {
      const { account, region, trail } = name;
      const says = `The chain goes on in another bucket: ${key} names s3://${previous.bucket}/${previous.key} as the one before it. Validate that bucket too.`;
      unknowns.push({ kind: "other-bucket", account, region, trail, key, says });
    } else if (own === undefined && span.elsewhere?.has(previous.key)) {
      if (span.elsewhere.get(previous.key)) return gap(each, ended ?? startTime, startTime, ` before ${key}`);
      const { account, region, trail } = name;
      const says = `The chain goes on under another prefix: ${key} names ${previous.key} as the one before it, which is not here. Validate that prefix too.`;
      unknowns.push({ kind: "other-prefix", account, region, trail, key, says });
    } else if (own === undefined) {
      findings.push(missing(each, previous.key, before));
    } else if (before !== undefined) {
      // One that stands there and is no good was found by itself; what is before its hour may be missing all the same.
      const to = isInPlace(own) ? startTime : Math.min(startTime, own.name.endTime - HOUR_MS);
      gap(each, endTime(before), to, ` before ${key}`);
    }
  }

  function gap({ name, key }: ReadDigest, from: number, to: number, where: string): void {
    if (from >= to || name.backfill) return;
    const says = `No digest of this trail covers ${between(from, to)}${where}; it proves no log files of that time.`;
    findings.push(integrityFinding("gap", name, { key, says, from: isoTime(from), to: isoTime(to) }));
  }
}

/** Readable, and where it says that it belongs. */
export function isInPlace(each: JudgedDigest): each is ReadDigest & JudgedDigest {
  return isRead(each) && each.digest.key === each.key;
}

function endTime(each: ReadDigest & Partial<JudgedDigest>): number {
  return each.verdict === "invalid" ? each.name.endTime : each.digest.endTime;
}

function missing(
  { key, name, digest }: ReadDigest,
  previous: string,
  before: ReadDigest | undefined,
): IntegrityFinding {
  const to = digest.startTime;
  if (before === undefined) {
    return integrityFinding("chain-truncated", name, {
      key: previous,
      related: [key],
      says: `The oldest digest that is here, ${key}, is not the first of its chain: the one before it, ${previous}, is missing.`,
      to: isoTime(to),
    });
  }
  const from = endTime(before);
  const hours = Math.round((to - from) / HOUR_MS);
  const more = hours > 1 ? `, and with it probably ${hours - 1} more` : "";
  return integrityFinding("digest-missing", name, {
    key: previous,
    related: [key],
    says: `The digest ${previous} is missing${more}: ${key} names it as the one before it. Nothing proves the log files delivered ${between(from, to)}.`,
    ...(from < to && { from: isoTime(from), to: isoTime(to) }),
  });
}

function between(from: number, to: number): string {
  return `from ${isoTime(from)} to ${isoTime(to)}`;
}
