import { compareText } from "../compareText";
import { groupBy } from "../groupBy";
import { inTurn } from "../sources/inTurn";
import { count } from "../wording";
import type { BrokenLog } from "./brokenLogs";
import { chainEnds } from "./chainEnds";
import { chainsElsewhere } from "./chainsElsewhere";
import { checkLog, type CheckedLog } from "./checkLog";
import type { DigestLog } from "./digest";
import { digestEvidence } from "./digestEvidence";
import { folderOf, type LogPlace } from "./digestName";
import type { ChainSummary, EvidenceSink, PlaceSummary } from "./evidence";
import { integrityFinding, isoTime, type IntegrityUnknown } from "./integrityFinding";
import { judgeChain } from "./judgeChain";
import type { ChainEnd } from "./judgeEnds";
import { judgeSignatures } from "./judgeSignatures";
import type { KeyRing, KeySource } from "./keyRing";
import { dayPath, loadDigests } from "./loadDigests";
import { endOf, usualBucket, type JudgedDigest, type LoadedDigest } from "./loadedDigest";
import type { ListedObject } from "./objectStore";
import { UnnamedLogs } from "./unnamedLogs";
import type { ValidateOptions, ValidationProgress } from "./validateArchive";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

type PlaceOptions = Omit<ValidateOptions, "keys"> & {
  place: LogPlace;
  ring: KeyRing;
  keys: KeySource;
  progress: ValidationProgress;
  tell: () => void;
};

/** One trail's digests, oldest first. */
interface Chain {
  digests: JudgedDigest[];
  summary: ChainSummary;
}

/** Proves the log files of one account and Region, of all trails that deliver there. */
export async function validatePlace(
  options: PlaceOptions,
  sink: EvidenceSink,
): Promise<{ chains: ChainSummary[]; place: PlaceSummary; ends: ChainEnd[] }> {
  return new PlaceValidation(options, sink).validate();
}

class PlaceValidation {
  private readonly summary: PlaceSummary;
  private readonly chains: Chain[] = [];
  /** Whether the digests that are there are known. */
  private isListed = true;
  /** Of trails that are not asked for: what can be believed of theirs. */
  private readonly others: { digests: JudgedDigest[] }[] = [];
  /** Log files that digests of those name, which are not proven. */
  private readonly doubtful = new Set<string>();
  private readonly broken: BrokenLog[] = [];
  /** Log files that digests name, of any trail. */
  private readonly named = new Set<string>();
  /** Those of them that are there, where that says whether they were read before. */
  private readonly listed = new Map<string, ListedObject>();
  /** Those that are there, and that none names. */
  private readonly unnamed = new Map<string, ListedObject>();
  private bucket: string | undefined;
  private readonly said = new Map<string, { hash: string; digest: string }>();

  constructor(
    private readonly options: PlaceOptions,
    private readonly sink: EvidenceSink,
  ) {
    const { account, region, organization, prefix } = options.place;
    this.summary = {
      account,
      region,
      ...(organization !== undefined && { organization }),
      prefix,
      notNamed: 0,
      notYetCovered: 0,
      notCovered: 0,
    };
  }

  async validate() {
    const loaded = await this.load();
    await this.loadKeys(loaded);
    // All of a trail's digests may vouch for each other, those of backfill too.
    this.bucket = this.options.store.bucket ?? usualBucket(loaded);
    const { trails } = this.options;
    const groups = [...groupBy(loaded, ({ name }) => `${name.trail}\n${name.homeRegion}`)];
    for (const [, digests] of groups.sort(([a], [b]) => compareText(a, b)))
      if (trails?.includes(digests[0].name.trail) ?? true) await this.judge(digests);
      else this.judgeOther(digests);
    await this.listLogs();
    for (const chain of this.chains) await this.checkLogs(chain);
    const { options, summary, chains, others, broken, unnamed, isListed } = this;
    const judged = { ...options, summary, chains, others, broken, unnamed, isListed };
    const newest = await new UnnamedLogs(judged, this.sink).judge();
    return {
      chains: this.chains.map(({ summary }) => summary),
      place: this.summary,
      ends: chainEnds(this.chains, others, { ...options.place, newest }),
    };
  }

  private async load(): Promise<LoadedDigest[]> {
    const { store, place, progress, tell } = this.options;
    try {
      const { digests, strays } = await loadDigests(store, place, this.options, () => {
        this.options.signal?.throwIfAborted();
        progress.digests++;
        tell();
      });
      for (const key of strays) {
        await this.unknown({ kind: "unreadable", key, says: `${key} lies among digests and is none.` });
      }
      return digests;
    } catch (error) {
      this.options.signal?.throwIfAborted();
      this.isListed = false;
      const says = `The digests of ${place.account} in ${place.region} could not be listed: ${(error as Error).message}.`;
      await this.unknown({ kind: "not-listed", says });
      return [];
    }
  }

  private async loadKeys(loaded: readonly LoadedDigest[]): Promise<void> {
    const { ring, keys, place } = this.options;
    const times = loaded.flatMap(({ digest, name }) =>
      name.backfill || !digest ? [] : [digest.startTime, digest.endTime],
    );
    if (times.length > 0) {
      const from = times.reduce((a, b) => Math.min(a, b));
      const to = times.reduce((a, b) => Math.max(a, b));
      // A key that took over at the end may have signed already.
      await keys.load(ring, place.region, from, to + 2 * HOUR_MS);
    }
    for (const { digest, backfilledAt, name } of loaded) {
      if (!name.backfill || !digest) continue;
      const time = backfilledAt ?? digest.endTime;
      if (ring.has(place.region, digest.fingerprint)) continue;
      await keys.load(ring, place.region, time - HOUR_MS, time + HOUR_MS);
    }
  }

  private async judge(loaded: readonly LoadedDigest[]): Promise<void> {
    const { ring, since, place, store } = this.options;
    const { bucket } = this;
    const { name } = loaded[0]!;
    for (const { digest } of loaded) for (const { key } of digest?.logs ?? []) this.named.add(key);
    const signatures = judgeSignatures(loaded, ring, bucket);
    const { digests } = signatures;
    const span = {
      ...(since !== undefined && { since }),
      ...(bucket !== undefined && { bucket }),
      elsewhere: await chainsElsewhere(loaded, store),
    };
    const judged = [false, true].map((backfill) =>
      judgeChain(
        digests.filter((each) => each.name.backfill === backfill),
        span,
      ),
    );
    const hourly = digests.filter((each) => !each.name.backfill);
    const [first, last] = [hourly[0], hourly.at(-1)];
    const findings = [...signatures.findings, ...judged.flatMap((each) => each.findings)];
    const unknowns = [...signatures.unknowns, ...judged.flatMap((each) => each.unknowns)];
    const summary: ChainSummary = {
      account: place.account,
      region: place.region,
      trail: name.trail,
      homeRegion: name.homeRegion,
      ...(place.organization !== undefined && { organization: place.organization }),
      prefix: place.prefix,
      ...(bucket !== undefined && { bucket }),
      digests: { valid: 0, invalid: 0, unknown: 0 },
      logs: { valid: 0, modified: 0, missing: 0, unknown: 0 },
      ...(first && { from: isoTime(first.digest?.startTime ?? first.name.endTime) }),
      ...(last && { to: isoTime(endOf(last)), last: last.key }),
      findings: findings.length,
      unknowns: unknowns.length,
    };
    for (const each of digests) summary.digests[each.verdict]++;
    this.chains.push({ digests, summary });
    const order = (finding: { key?: string }) => finding.key ?? "";
    for (const finding of findings.sort((a, b) => compareText(order(a), order(b))))
      await this.sink.finding(finding);
    for (const unknown of unknowns) await this.sink.unknown(unknown);
  }

  /** Whoever can write to the bucket can name his own log files in a digest of any trail. */
  private judgeOther(loaded: readonly LoadedDigest[]): void {
    const { digests } = judgeSignatures(loaded, this.options.ring, this.bucket);
    const sound = digests.filter(({ verdict }) => verdict !== "invalid");
    this.others.push({ digests: sound });
    for (const { verdict, digest } of sound)
      for (const { key } of digest?.logs ?? []) (verdict === "valid" ? this.named : this.doubtful).add(key);
  }

  private async listLogs(): Promise<void> {
    const { store, place, since, until, resume } = this.options;
    const folder = folderOf(place, "CloudTrail");
    const after = since === undefined ? undefined : folder + dayPath(since - DAY_MS);
    const lastDay = until === undefined ? undefined : folder + dayPath(until + 2 * DAY_MS);
    let doubted = 0;
    try {
      for await (const each of store.objects(folder, after)) {
        if (lastDay !== undefined && each.key >= lastDay) break;
        if (this.named.has(each.key)) {
          if (resume) this.listed.set(each.key, each);
        } else if (this.doubtful.has(each.key)) doubted++;
        else this.unnamed.set(each.key, each);
      }
    } catch (error) {
      this.options.signal?.throwIfAborted();
      const says = `The log files of ${place.account} in ${place.region} could not be listed, so that none that was put there can be told: ${(error as Error).message}.`;
      await this.unknown({ kind: "not-listed", says });
    }
    if (doubted === 0) return;
    const says = `Only digests of other trails, which are not proven, name ${count(doubted, "log file")} of ${place.account} in ${place.region}.`;
    await this.unknown({ kind: "no-signature", says });
  }

  private async checkLogs({ digests, summary }: Chain): Promise<void> {
    const { store, resume, signal, progress, tell } = this.options;
    const named = function* () {
      for (const digest of digests) {
        // A digest comes before its log files.
        yield { digest, log: undefined };
        for (const log of digest.digest?.logs ?? []) yield { digest, log };
      }
    };
    const rows = inTurn(named(), store.concurrency, async ({ digest, log }) => {
      signal?.throwIfAborted();
      if (!log) return { digest, log };
      const listed = this.listed.get(log.key);
      const checked = await checkLog(store, log, digest, {
        ...(listed && { listed }),
        ...(resume && { resume }),
      });
      // A read that was broken off says nothing of the file.
      signal?.throwIfAborted();
      return { digest, log, checked };
    });
    for await (const { digest, log, checked } of rows) {
      if (!log || !checked) {
        await this.sink.digest(digestEvidence(digest));
        continue;
      }
      progress.logs++;
      progress.bytes += checked.bytes;
      tell();
      await this.count(checked, log, digest, summary);
    }
  }

  private async count(
    checked: CheckedLog,
    log: DigestLog,
    digest: JudgedDigest,
    summary: ChainSummary,
  ): Promise<void> {
    const { row } = checked;
    await this.sink.log(row);
    summary.logs[row.verdict as keyof ChainSummary["logs"]]++;
    if (row.verdict === "modified" || row.verdict === "missing") {
      this.broken.push({ checked, digest });
      summary.findings++;
    }
    if (checked.unknown) {
      const { account, region, trail } = digest.name;
      const { why = "" } = row;
      const says = `The log file ${row.key} could not be verified: ${why}.`;
      await this.sink.unknown({ kind: checked.unknown, account, region, trail, key: row.key, says, why });
      summary.unknowns++;
    }
    if (digest.verdict === "invalid") return;
    const before = this.said.get(log.key);
    if (before && before.hash !== log.hash) {
      summary.findings++;
      await this.sink.finding(
        integrityFinding("log-conflict", digest.name, {
          key: log.key,
          related: [before.digest, digest.key],
          says: `Two digests name the log file ${log.key} with different hashes: it was delivered twice, or one of them is forged.`,
          expected: before.hash,
          actual: log.hash,
        }),
      );
    }
    this.said.set(log.key, { hash: log.hash, digest: digest.key });
  }

  private async unknown(said: Omit<IntegrityUnknown, "account" | "region">): Promise<void> {
    const { account, region } = this.options.place;
    await this.sink.unknown({ account, region, ...said });
  }
}
