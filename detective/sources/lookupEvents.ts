import { Clock, systemClock } from "../clock";
import { CloudTrailEvent } from "../event";
import { QueryError, Source } from "../source";
import { checkQuery } from "./checkQuery";
import { LookupRow, parseLookupRow } from "./lookupRow";
import { HistoryReading } from "./historyReading";
import { planLookups } from "./planLookups";
import { type Arrival, pace } from "./pace";
import { CallOptions, HistoryProgress, LookupEventsClient } from "./regionCalls";

/** A Region, and the client that asks it. */
export interface RegionClient {
  region: string;
  /** Made with `maxAttempts: 1`: the SDK's own retries would go past the budget and multiply with these. */
  client: LookupEventsClient;
}

/** The budget, the patience and the surroundings of a reading of the event history. */
export interface LookupEventsOptions {
  /**
   * Requests a second for each Region; `Infinity` for an endpoint without a limit (an emulator).
   * @default 2, the API's own limit for an account in a Region
   */
  requestsPerSecond?: number;
  /** How often a throttled request is tried in all. @default 8 */
  attempts?: number;
  /** How long one request may take, in ms; a hanging one is tried once more, then its Region is given up. @default 20000 */
  requestTimeoutMs?: number;
  /** Ends the reading: what was read stays, and the coverage says so. @default none */
  signal?: AbortSignal;
  /** Regions that the account hasn't enabled, named in the coverage (see `enabledRegions`). @default none */
  disabledRegions?: readonly string[];
  /** Called after each page. @default nobody */
  onProgress?: (progress: HistoryProgress) => void;
  /** How many events may be read before the merge needs them: what bounds the memory. @default 20000 */
  readAhead?: number;
  /** @default the system's */
  clock?: Clock;
  /** For the jitter, 0 to 1. @default Math.random */
  random?: () => number;
  /** What is made of each row. @default parseLookupRow */
  parseRow?: (row: LookupRow) => CloudTrailEvent;
}

/** A Region's client with its budget. */
export interface PacedClient extends RegionClient {
  turn: () => Promise<Arrival>;
}

export interface LookupSettings extends CallOptions {
  disabledRegions: readonly string[];
  readAhead: number;
  parseRow: (row: LookupRow) => CloudTrailEvent;
  signal?: AbortSignal;
  onProgress?: (progress: HistoryProgress) => void;
}

/**
 * The event history of one or more Regions through LookupEvents: management events of the last 90 days.
 *
 * Regions are read side by side, each within its own budget, and merged newest first; the same event from two Regions
 * is handed out once. LookupEvents takes one attribute: the most selective is sent, the rest is filtered here. A Region
 * that fails is named in the coverage, and what it gave before is kept.
 * @throws QueryError when no Region is given, or one twice
 */
export function lookupEvents(regions: readonly RegionClient[], options: LookupEventsOptions = {}): Source {
  if (regions.length === 0) throw new QueryError("no Region to read: give at least one { region, client }");
  const twice = regions.find(({ region }, index) => regions.findIndex((r) => r.region === region) !== index);
  if (twice)
    throw new QueryError(
      `region ${twice.region} is given twice; its budget can't be kept then, give it once`,
    );
  const settings = settingsFrom(options);
  // The budget is the Region's: readings of one source share it.
  const paced = regions.map((region): PacedClient => ({
    ...region,
    turn: pace(settings.requestsPerSecond, settings.clock),
  }));
  return {
    name: "LookupEvents",
    targeted: true,
    read(query = {}) {
      checkQuery(query, settings.clock.now());
      return new HistoryReading(paced, planLookups(query), query, settings);
    },
  };
}

function settingsFrom(options: LookupEventsOptions): LookupSettings {
  const { requestsPerSecond = 2, attempts = 8, requestTimeoutMs = 20_000, readAhead = 20_000 } = options;
  for (const [name, value] of Object.entries({ requestsPerSecond, attempts, requestTimeoutMs, readAhead })) {
    if (!(value > 0)) throw new QueryError(`${name}: ${value} is not allowed; give a number above 0`);
  }
  return {
    requestsPerSecond,
    attempts,
    requestTimeoutMs,
    readAhead,
    disabledRegions: options.disabledRegions ?? [],
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
    parseRow: options.parseRow ?? parseLookupRow,
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onProgress: options.onProgress }),
  };
}
