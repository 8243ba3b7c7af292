import type { EvidenceSink, IntegritySummary } from "./evidence";
import type { LogPlace } from "./digestName";
import { findPlaces } from "./findPlaces";
import { compareText } from "../compareText";
import { count } from "../wording";
import { integrityFinding, isoTime, type IntegrityUnknown } from "./integrityFinding";
import { KeyRing, type KeySource } from "./keyRing";
import type { DigestScope } from "./loadDigests";
import { judgeEnds, type ChainEnd, type Expectation } from "./judgeEnds";
import type { ObjectStore } from "./objectStore";
import { keyRow } from "./publicKey";
import type { ResumeState } from "./resumeState";
import { validatePlace } from "./validatePlace";

/** What is validated, and against what. */
export interface ValidateOptions extends DigestScope {
  store: ObjectStore;
  /** What of it. @default all of it */
  prefix?: string;
  keys: KeySource;
  /** @default all of them */
  accounts?: readonly string[];
  /** @default all of them */
  regions?: readonly string[];
  /** By name; what others deliver to the same place is left to them. @default all of them */
  trails?: readonly string[];
  /** Whether a place counts. @default every one does */
  opens?: (place: LogPlace) => boolean;
  /** What must be there, beside what is. @default nothing */
  expected?: readonly Expectation[];
  /** Up to when digests must have been delivered, in ms since 1970, and how that is known. @default nothing is known */
  reaches?: { time: number; why: string };
  /** Regions in which the trails began to log then, in ms since 1970, and need no digest yet. @default none */
  fresh?: ReadonlyMap<string, number>;
  resume?: ResumeState;
  onProgress?: (progress: ValidationProgress) => void;
  signal?: AbortSignal;
}

export interface ValidationProgress {
  digests: number;
  logs: number;
  bytes: number;
  /** Which account and Region is looked at. */
  place: string;
}

/**
 * Proves log files by CloudTrail's signed digests: all trails, accounts and Regions that lie in a bucket or a copy of
 * one.
 *
 * @throws Error where nothing can be listed, or the signal is aborted
 */
export async function validateArchive(
  options: ValidateOptions,
  sink: EvidenceSink,
): Promise<IntegritySummary> {
  const { store, prefix = "", keys, expected = [], since, until, signal } = options;
  const ring = new KeyRing();
  const progress: ValidationProgress = { digests: 0, logs: 0, bytes: 0, place: "" };
  const summary: IntegritySummary = {
    verdict: "valid",
    chains: [],
    places: [],
    findings: 0,
    unknowns: 0,
    keys: [],
  };
  const told: EvidenceSink = {
    digest: (row) => sink.digest(row),
    log: (row) => sink.log(row),
    finding(row) {
      summary.findings++;
      return sink.finding(row);
    },
    unknown(row) {
      summary.unknowns++;
      return sink.unknown(row);
    },
  };
  const strays: string[] = [];
  const all = await findPlaces(store, prefix, options, (key) => void strays.push(key));
  const places = all.filter((place) => options.opens?.(place) ?? true);
  for (const unknown of strayUnknowns(strays)) await told.unknown(unknown);
  const ends: ChainEnd[] = [];
  for (const place of places) {
    signal?.throwIfAborted();
    progress.place = `${place.account} ${place.region}`;
    const told1 = () => options.onProgress?.(progress);
    const found = await validatePlace({ ...options, place, ring, keys, progress, tell: told1 }, told);
    summary.chains.push(...found.chains);
    summary.places.push(found.place);
    ends.push(...found.ends);
  }
  const begun = [...(options.fresh?.values() ?? [])];
  if (places.length === 0 && expected.length === 0 && begun.length > 0) {
    const says = `Nothing was delivered to ${store.name} yet: it is logged since ${isoTime(Math.min(...begun))}.`;
    await told.unknown({ kind: "too-early", says });
  } else if (places.length === 0 && expected.length === 0) {
    const range = since === undefined && until === undefined ? "" : " of that time";
    await told.finding(
      integrityFinding(
        "no-digests",
        {},
        {
          says: `There are no digests${range}, and no log files either, under ${store.name}${prefix === "" ? "" : `/${prefix}`}: nothing is proven.`,
        },
      ),
    );
  }
  // Where it is known what must be there, that is asked for below.
  if (places.length > 0 && expected.length === 0 && begun.length === 0) {
    const { trails = [], accounts = [] } = options;
    const absent = [
      ...trails
        .filter((trail) => !summary.chains.some((chain) => chain.trail === trail))
        .map((trail) => `the trail ${trail}`),
      ...accounts
        .filter((account) => !places.some((place) => place.account === account))
        .map((account) => `the account ${account}`),
    ];
    for (const what of absent) {
      const says = `There are no digests of ${what} under ${store.name}: nothing of it is proven.`;
      await told.finding(integrityFinding("no-digests", {}, { says }));
    }
  }
  for (const finding of judgeEnds(ends, options)) {
    const chain = summary.chains.find(
      ({ account, region, trail }) =>
        account === finding.account && region === finding.region && trail === finding.trail,
    );
    if (chain) chain.findings++;
    await told.finding(finding);
  }
  summary.keys = ring.usedKeys().map(keyRow);
  summary.verdict = summary.findings > 0 ? "invalid" : summary.unknowns > 0 ? "unknown" : "valid";
  return summary;
}

/** So many are named. */
const MOST_STRAYS = 20;

/** What readers of the files may take for CloudTrail's, and nothing here looks into. */
function strayUnknowns(strays: string[]): IntegrityUnknown[] {
  const named = strays.sort(compareText).slice(0, MOST_STRAYS);
  const rest = strays.length - named.length;
  return [
    ...named.map((key): IntegrityUnknown => {
      const says = `${key} lies among CloudTrail's folders and is none of them: it was not validated.`;
      return { kind: "unreadable", key, says };
    }),
    ...(rest > 0
      ? [{ kind: "unreadable" as const, says: `${count(rest, "more such place")} were not validated.` }]
      : []),
  ];
}
