import { Clock, systemClock } from "../clock";
import { CloudTrailEvent, timeOf } from "../event";
import { Coverage, EventQuery, Gap, QueryError, Reading, Source, isComplete } from "../source";
import { HistoryOptions, LookupEventsClient, RegionHistory } from "./regionHistory";

export interface RegionClient {
  region: string;
  client: LookupEventsClient;
}

export interface LookupEventsOptions {
  /**
   * Requests a second for each region; `Infinity` for an endpoint without a limit (an emulator).
   * @default 2, the API's own limit for an account in a region
   */
  requestsPerSecond?: number;
  /** How often a throttled request is tried in all. @default 8 */
  attempts?: number;
  /** @default the system's */
  clock?: Clock;
  /** For the jitter, 0 to 1. @default Math.random */
  random?: () => number;
}

const DAY_MS = 86_400_000;
/** Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const RETENTION_DAYS = 90;

/**
 * The event history of one or more regions through LookupEvents: management events of the last 90 days.
 *
 * Regions are read side by side and merged newest first; the same event from two regions is handed out once. A region
 * that fails is named in the coverage, and what it gave before is kept.
 * @throws QueryError when no region is given
 */
export function lookupEvents(regions: readonly RegionClient[], options: LookupEventsOptions = {}): Source {
  if (regions.length === 0) throw new QueryError("no region to read: give at least one { region, client }");
  const settings: HistoryOptions = {
    requestsPerSecond: options.requestsPerSecond ?? 2,
    attempts: options.attempts ?? 8,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
  return {
    name: "LookupEvents",
    read(query = {}) {
      checkQuery(query);
      return new HistoryReading(
        regions.map(({ region, client }) => new RegionHistory(region, client, query, settings)),
        query,
        settings.clock.now(),
      );
    },
  };
}

function checkQuery({ startTime, endTime, max }: EventQuery): void {
  for (const [name, time] of Object.entries({ startTime, endTime })) {
    if (time && Number.isNaN(time.getTime()))
      throw new QueryError(`${name}: not a valid time; give a valid Date`);
  }
  if (startTime && endTime && startTime > endTime) {
    const [start, end] = [startTime.toISOString(), endTime.toISOString()];
    throw new QueryError(`startTime: ${start} is after endTime ${end}; swap them`);
  }
  if (max !== undefined && (!Number.isInteger(max) || max < 1)) {
    throw new QueryError(
      `max: ${max} is not allowed; use a whole number from 1, or leave it out for all events`,
    );
  }
}

/** Merges the regions' histories; coverage is kept as it goes. */
class HistoryReading implements Reading {
  private handedOut = 0;
  private dirty = 0;
  private ended = false;
  private cut = false;

  constructor(
    private readonly histories: readonly RegionHistory[],
    private readonly query: EventQuery,
    private readonly now: number,
  ) {}

  async *[Symbol.asyncIterator](): AsyncGenerator<CloudTrailEvent> {
    const seen = new Set<string>();
    const max = this.query.max ?? Infinity;
    while (this.handedOut < max) {
      await Promise.all(this.histories.map((history) => history.fill()));
      const event = newestHead(this.histories)?.take();
      if (!event) break;
      if (event.eventID !== undefined) {
        if (seen.has(event.eventID)) continue;
        seen.add(event.eventID);
      }
      this.handedOut++;
      if (event.unparsed) this.dirty++;
      // Before the hand-over: a reader that takes exactly `max` events and leaves has read to the end.
      if (this.handedOut >= max) this.end();
      yield event;
    }
    this.end();
  }

  coverage(): Coverage {
    const { startTime, endTime } = this.query;
    const gaps = this.gaps();
    return {
      source: "LookupEvents",
      regions: this.histories.filter(({ failure }) => !failure).map(({ region }) => region),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.handedOut,
      complete: isComplete(gaps),
      gaps,
    };
  }

  private end(): void {
    if (this.ended) return;
    this.ended = true;
    this.cut = this.handedOut >= (this.query.max ?? Infinity) && this.histories.some((h) => h.mayHoldMore);
  }

  private gaps(): Gap[] {
    const gaps: Gap[] = [
      {
        reason: "data-events",
        inherent: true,
        detail:
          "LookupEvents shows management events only: no data events (object reads, function invocations).",
      },
      ...this.retentionGap(),
    ];
    for (const { region, failure } of this.histories) {
      if (!failure) continue;
      const detail = `${region} was not read to the end: ${failure.name}: ${failure.message}`;
      gaps.push({ reason: "failed-region", inherent: false, region, detail });
    }
    if (this.cut) {
      const detail = `Cut after the newest ${this.handedOut} events; older ones may exist.`;
      gaps.push({ reason: "cut", inherent: false, detail });
    }
    if (this.dirty > 0) {
      const detail = `${this.dirty} event(s) held values that could not be read; they are kept with what could be.`;
      gaps.push({ reason: "dirty-records", inherent: true, detail });
    }
    if (!this.ended) {
      gaps.push({
        reason: "not-read-to-the-end",
        inherent: false,
        detail: "Reading was stopped before its end.",
      });
    }
    return gaps;
  }

  /** Nothing to say where the query itself starts within what the API keeps. */
  private retentionGap(): Gap[] {
    const oldest = this.now - RETENTION_DAYS * DAY_MS;
    const asked = this.query.startTime?.getTime();
    if (asked !== undefined && asked >= oldest) return [];
    const day = new Date(oldest).toISOString().slice(0, 10);
    const detail =
      asked !== undefined
        ? `Asked from ${new Date(asked).toISOString()}, but LookupEvents keeps ${RETENTION_DAYS} days (from ${day}); read the log files for the rest.`
        : `LookupEvents keeps ${RETENTION_DAYS} days: nothing before ${day}.`;
    return [{ reason: "retention", inherent: asked === undefined, detail }];
  }
}

function newestHead(histories: readonly RegionHistory[]): RegionHistory | undefined {
  let newest: RegionHistory | undefined;
  let newestTime = -Infinity;
  for (const history of histories) {
    if (!history.head) continue;
    const time = timeOf(history.head) ?? -Infinity;
    if (!newest || time > newestTime) [newest, newestTime] = [history, time];
  }
  return newest;
}
