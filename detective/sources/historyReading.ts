import { setMaxListeners } from "node:events";
import { CloudTrailEvent, timeOf } from "../event";
import { Coverage, EventQuery, Gap, Reading, isComplete } from "../source";
import { dirtyGap } from "./dirtyGap";
import { RETENTION_MS, disabledGap, failureGap, neverShown, retentionGap } from "./historyGaps";
import { HistoryWindow } from "./historyWindow";
import type { LookupSettings, PacedClient } from "./lookupEvents";
import { Lookup } from "./planLookups";
import { ReadAhead } from "./readAhead";
import { InFlight, RegionCalls } from "./regionCalls";
import { RegionHistory } from "./regionHistory";
import { SeenEvents } from "./seenEvents";

/** After so many events taken the Regions look for something to read again. */
const TAKEN_BETWEEN_PUMPS = 25;

/** One run: reads all histories side by side, merges them newest first, and keeps the coverage as it goes. */
export class HistoryReading implements Reading {
  private readonly calls: readonly RegionCalls[];
  private readonly histories: readonly RegionHistory[];
  private readonly ahead: ReadAhead;
  private readonly found = new Set<string>();
  private readonly stopping = new AbortController();
  private readonly now: number;
  private handedOut = 0;
  private dirty = 0;
  private begun = false;
  private stopped = false;
  private ended = false;
  private cut = false;
  private fatal?: { error: unknown };
  private changed = (): void => undefined;

  constructor(
    regions: readonly PacedClient[],
    private readonly lookups: readonly Lookup[],
    private readonly query: EventQuery,
    private readonly settings: LookupSettings,
  ) {
    // Every request that is under way listens to it.
    setMaxListeners(0, this.stopping.signal);
    this.now = settings.clock.now();
    this.ahead = new ReadAhead(settings.readAhead);
    const sent = withinReach(query, this.now);
    const start = Math.max(query.startTime?.getTime() ?? -Infinity, this.now - RETENTION_MS - 86_400_000);
    const inFlight = new InFlight();
    this.calls = regions.map(
      ({ region, client, turn }) =>
        new RegionCalls(region, client, turn, settings, this.stopping.signal, inFlight),
    );
    const shared = {
      ahead: this.ahead,
      found: this.found,
      wanted: () => this.wanted(),
      parse: settings.parseRow,
    };
    // What ended before the API's memory begins isn't worth a request, and may be refused.
    const forgotten = query.endTime !== undefined && query.endTime.getTime() < this.now - RETENTION_MS;
    const asked = forgotten ? [] : lookups;
    this.histories = this.calls.flatMap((calls) =>
      asked.map((lookup) => new RegionHistory(calls, lookup, sent, start, shared)),
    );
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<CloudTrailEvent> {
    // A second walk over the same reading goes on where the first one stopped; there is nothing left after its end.
    if (this.ended || this.stopped) return;
    const { signal } = this.settings;
    const onAbort = () => this.stop();
    if (signal?.aborted) this.stop();
    signal?.addEventListener("abort", onAbort, { once: true });
    this.begun = true;
    try {
      yield* this.merge();
    } finally {
      signal?.removeEventListener("abort", onAbort);
      this.stop();
    }
  }

  private async *merge(): AsyncGenerator<CloudTrailEvent> {
    const seen = new SeenEvents();
    const max = this.query.max ?? Infinity;
    let taken = 0;
    while (this.handedOut < max && !this.stopped) {
      if (taken++ % TAKEN_BETWEEN_PUMPS === 0) this.pump();
      if (this.fatal) throw this.fatal.error;
      const next = this.next();
      if (next === "wait") {
        const change = new Promise<void>((resolve) => (this.changed = resolve));
        this.pump();
        await change;
        continue;
      }
      if (next === "end") return this.end();
      const event = next.take();
      if (!event || !seen.isFirst(event.eventID)) continue;
      this.handedOut++;
      if (event.unparsed) this.dirty++;
      // Before the hand-over: a reader that takes exactly `max` events and leaves has read to the end.
      if (this.handedOut >= max) this.end();
      yield event;
    }
  }

  coverage(): Coverage {
    const { startTime, endTime } = this.query;
    const gaps = this.gaps();
    return {
      source: "LookupEvents",
      regions: this.calls.filter((calls) => this.isRead(calls)).map(({ region }) => region),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.handedOut,
      complete: isComplete(gaps),
      gaps,
    };
  }

  /** The history with the newest event, as soon as no other one can still bring a newer one. */
  private next(): RegionHistory | "wait" | "end" {
    let newest: RegionHistory | undefined;
    let newestTime = -Infinity;
    let frontier = -Infinity;
    let open = false;
    for (const history of this.histories) {
      const { head } = history;
      if (head) {
        // Without a time it has no place in the order, and must not hold up what comes after it.
        const time = timeOf(head) ?? Infinity;
        if (!newest || time > newestTime) [newest, newestTime] = [history, time];
      } else if (history.mayHoldMore) {
        open = true;
        frontier = Math.max(frontier, history.frontier);
      }
    }
    if (newest && (!open || newestTime >= frontier)) return newest;
    return open ? "wait" : "end";
  }

  /** Starts what can be started: first what the merge waits for, then what it will need. */
  private pump(): void {
    if (this.stopped) return;
    const due = this.due();
    for (const pick of ["needed", "further"] as const) {
      for (const history of due) {
        while (history.calls.mayStart) {
          const window = history[pick]();
          if (!window) break;
          void this.read(history, window);
        }
      }
    }
  }

  /**
   * The histories worth reading on: all of them, or with `max` those that aren't far ahead in time of the one that lags
   * behind. A quiet Region must not be read through 90 days for the newest twenty of a busy one.
   */
  private due(): readonly RegionHistory[] {
    if (this.query.max === undefined) return this.histories;
    const open = this.histories.filter((history) => history.mayHoldMore);
    const lagging = Math.max(...open.map(({ frontier }) => frontier));
    return open.filter(({ frontier, reach }) => frontier === lagging || frontier > lagging - reach);
  }

  private async read(history: RegionHistory, window: HistoryWindow): Promise<void> {
    try {
      await history.read(window);
      if (!this.stopped) this.tell(history.calls);
    } catch (error) {
      this.fatal ??= { error };
    }
    this.pump();
    this.changed();
  }

  private tell({ region, requests, events, oldest }: RegionCalls): void {
    const progress = { region, requests, events, ...(oldest !== undefined && { oldest: new Date(oldest) }) };
    this.settings.onProgress?.(progress);
  }

  /** How many events have to be found beside those that are held. */
  private wanted(): number {
    return (this.query.max ?? Infinity) - this.handedOut - this.ahead.buffered;
  }

  private stop(): void {
    if (this.stopped) return;
    this.stopped = true;
    this.stopping.abort(new Error("the reading was stopped"));
    this.changed();
  }

  private end(): void {
    this.ended = true;
    this.cut = this.handedOut >= (this.query.max ?? Infinity) && this.histories.some((h) => h.mayHoldMore);
    // Once everything asked for is there, what is still under way is nobody's any more.
    this.stop();
  }

  private isRead(calls: RegionCalls): boolean {
    if (this.failureOf(calls) !== undefined) return false;
    return this.ended || !this.histories.some((history) => history.calls === calls && history.mayHoldMore);
  }

  /** An id that was found has no second event: who couldn't be asked doesn't matter any more. */
  private failureOf({ failure }: RegionCalls): unknown {
    const found = ({ attribute }: Lookup) => attribute?.[0] === "EventId" && this.found.has(attribute[1]);
    return this.lookups.every(found) ? undefined : failure;
  }

  private gaps(): Gap[] {
    const gaps: Gap[] = [
      neverShown(this.query.category),
      ...retentionGap(this.query, this.now),
      ...disabledGap(this.settings.disabledRegions),
    ];
    const othersWork = this.calls.some(({ requests }) => requests > 0);
    for (const calls of this.calls) {
      const failure = this.failureOf(calls);
      if (failure !== undefined) gaps.push(failureGap(calls.region, failure, othersWork));
    }
    if (this.cut) {
      const detail = `Cut after the newest ${this.handedOut} events; older ones may exist.`;
      gaps.push({ reason: "cut", inherent: false, detail });
    }
    gaps.push(...dirtyGap(this.dirty));
    if (!this.ended) {
      const detail = this.begun ? "Reading was stopped before its end." : "Nothing was read yet.";
      gaps.push({ reason: "not-read-to-the-end", inherent: false, detail });
    }
    return gaps;
  }
}

/** Times out of the API's reach change nothing, and some endpoints refuse them. */
function withinReach({ startTime, endTime, ...query }: EventQuery, now: number): EventQuery {
  return {
    ...query,
    ...(startTime && startTime.getTime() > now - RETENTION_MS && { startTime }),
    ...(endTime && endTime.getTime() <= now && { endTime }),
  };
}
