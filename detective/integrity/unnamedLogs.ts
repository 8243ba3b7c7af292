import { inTurn } from "../sources/inTurn";
import { count } from "../wording";
import { brokenLogFindings, type BrokenLog } from "./brokenLogs";
import { hashLog } from "./checkLog";
import { Coverage } from "./coverage";
import { isMisplaced, logTime, type LogPlace } from "./digestName";
import type { EvidenceSink, LogEvidence, LogVerdict, PlaceSummary } from "./evidence";
import { integrityFinding, isoTime, type IntegrityFinding } from "./integrityFinding";
import type { JudgedDigest } from "./loadedDigest";
import type { ListedObject } from "./objectStore";
import type { ValidateOptions } from "./validateArchive";

/** A log file's name tells its minute alone. */
const MINUTE_MS = 60_000;

/** A place all of whose digests had their say. */
export interface UnnamedLogsOptions extends Pick<
  ValidateOptions,
  "store" | "since" | "until" | "resume" | "signal" | "trails" | "fresh"
> {
  place: LogPlace;
  chains: readonly { digests: readonly JudgedDigest[] }[];
  /** What can be believed of trails that are not asked for. */
  others: readonly { digests: readonly JudgedDigest[] }[];
  broken: readonly BrokenLog[];
  /** Log files that are there and that no digest names, by key. */
  unnamed: ReadonlyMap<string, ListedObject>;
  /** Whether the digests that are there are known. */
  isListed: boolean;
  summary: PlaceSummary;
}

/** Says what the log files are that no digest names, and what became of those that are not as their digest says. */
export class UnnamedLogs {
  constructor(
    private readonly judged: UnnamedLogsOptions,
    private readonly sink: EvidenceSink,
  ) {}

  /** @returns when the newest one was made that came after the last digest, in ms since 1970 */
  async judge(): Promise<number | undefined> {
    const { store, since, until, resume, signal } = this.judged;
    const { chains, others, broken, unnamed, isListed, summary } = this.judged;
    const covered = new Coverage([...chains, ...others]);
    const begun = this.judged.fresh?.get(this.judged.place.region) ?? Infinity;
    const asked = [...unnamed.values()].filter(({ key }) => {
      const time = logTime(key);
      return (
        time === undefined ||
        isMisplaced(key) ||
        ((since === undefined || time >= since) && (until === undefined || time <= until))
      );
    });
    const hashes = new Map<string, string>();
    const rows: LogEvidence[] = [];
    const hashed = inTurn(asked, store.concurrency, async (listed) => {
      signal?.throwIfAborted();
      const isFresh = covered.isEmpty && (logTime(listed.key) ?? 0) >= begun - MINUTE_MS;
      const verdict: LogVerdict = !isListed
        ? "unknown"
        : isFresh
          ? "not-yet-covered"
          : covered.verdictOf(listed.key);
      // What is missing elsewhere may have been renamed to any time.
      const isRead = verdict === "not-named" || broken.length > 0;
      return {
        listed,
        verdict,
        hash: isRead ? await hashLog(store, listed.key, { listed, resume }) : undefined,
      };
    });
    for await (const { listed, verdict, hash } of hashed) {
      const actual = hash && hash.problem === undefined ? hash.sha256 : undefined;
      if (actual !== undefined) hashes.set(listed.key, actual);
      const why = verdict === "not-covered" ? { why: "no valid digest is of its time" } : {};
      rows.push({ key: listed.key, ...(actual !== undefined && { actual }), verdict, ...why });
    }
    const named = function* () {
      for (const { digests } of chains) for (const { digest } of digests) yield* digest?.logs ?? [];
    };
    const { findings, renamed } = brokenLogFindings(broken, named, hashes);
    for (const finding of findings) await this.sink.finding(finding);
    let early = 0;
    let newest: number | undefined;
    for (const row of rows) {
      await this.sink.log(row);
      if (row.verdict === "not-yet-covered") {
        summary.notYetCovered++;
        newest = Math.max(newest ?? 0, logTime(row.key) ?? 0);
      } else if (row.verdict === "not-covered") {
        summary.notCovered++;
        if ((logTime(row.key) ?? Infinity) < covered.first) early++;
      } else if (row.verdict === "not-named") {
        summary.notNamed++;
        if (!renamed.has(row.key)) await this.sink.finding(this.notNamed(row));
      }
    }
    if (covered.isEmpty && summary.notYetCovered > 0) await this.tooEarly(begun);
    await this.judgeUncovered(covered.isEmpty ? undefined : { first: covered.first, early });
    return newest;
  }

  private notNamed(row: LogEvidence): IntegrityFinding {
    return integrityFinding("log-not-named", this.judged.place, {
      key: row.key,
      says: `No digest names the log file ${row.key}: CloudTrail did not deliver it, or not under that name.`,
      ...(row.actual !== undefined && { actual: row.actual }),
    });
  }

  private async tooEarly(begun: number): Promise<void> {
    const { place, summary } = this.judged;
    const { account, region } = place;
    const says = `The first digest of account ${account} in ${region}, which logs since ${isoTime(begun)}, is still to come; until then nothing proves ${count(summary.notYetCovered, "log file")}.`;
    await this.sink.unknown({ kind: "too-early", account, region, says });
  }

  private async judgeUncovered(began: { first: number; early: number } | undefined): Promise<void> {
    const { since, until, place, isListed, summary, trails } = this.judged;
    const { account, region } = place;
    const filesOf = (number: number) => `${count(number, "log file")} of account ${account} in ${region}`;
    if (!isListed) return;
    // The trails that are asked for need not deliver here.
    if (!began && trails && summary.notCovered === 0) return;
    if (!began) {
      const { notCovered } = summary;
      const range = since === undefined && until === undefined ? "" : " for that time";
      const what = notCovered === 0 ? "that nothing was delivered" : filesOf(notCovered);
      const says = `There are no digests of account ${account} in ${region}${range}: nothing proves ${what}.`;
      await this.sink.finding(integrityFinding("no-digests", place, { says }));
    } else if (began.early > 0) {
      const says = `Nothing proves ${filesOf(began.early)}: delivered before the first digest begins, at ${isoTime(began.first)}.`;
      await this.sink.finding(
        integrityFinding("logs-before-validation", place, { says, to: isoTime(began.first) }),
      );
    }
  }
}
