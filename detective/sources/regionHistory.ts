import { CloudTrailEvent } from "../event";
import { EventQuery } from "../source";
import { HistoryWindow, LookupPage, PAGE } from "./historyWindow";
import { LookupRow } from "./lookupRow";
import { Lookup } from "./planLookups";
import { ReadAhead } from "./readAhead";
import { LookupInput, RegionCalls } from "./regionCalls";
import { pagesLeft, splitTime } from "./splitTime";

/**
 * How many pages an older window may hold before its turn, and how far back the next one begins: within a budget few, as
 * requests are dear and come slowly; without one many, as each window costs a page that it shares with the next.
 */
const WINDOW_PAGES = { budgeted: 16, free: 48 };
/** Below so many events that are still wanted, reading older windows would mostly read what nobody asked for. */
const FEWEST_TO_SPLIT = 8 * PAGE;

/** What all histories of a reading share. */
export interface SharedState {
  readonly ahead: ReadAhead;
  /** The events that were looked up by their id and found: no other Region has to be asked. */
  readonly found: Set<string>;
  /** How many events are still wanted beside those that are held already. */
  wanted(): number;
  /** What is made of each row. */
  readonly parse: (row: LookupRow) => CloudTrailEvent;
}

/** The events of one lookup in one Region, newest first; its time is split into windows where that keeps it busy. */
export class RegionHistory {
  private readonly windows: HistoryWindow[];
  private pages = 0;
  private failed = false;
  private reachedTheEnd = false;

  constructor(
    readonly calls: RegionCalls,
    private readonly lookup: Lookup,
    private readonly query: EventQuery,
    /** The oldest moment there can be events of, in milliseconds since 1970. */
    private readonly start: number,
    private readonly shared: SharedState,
  ) {
    this.windows = [new HistoryWindow(query.endTime?.getTime())];
  }

  /** The newest event not yet taken. */
  get head(): CloudTrailEvent | undefined {
    return this.front()?.head;
  }

  /** Nothing that comes later is newer; -Infinity where nothing comes. */
  get frontier(): number {
    return this.front()?.frontier ?? -Infinity;
  }

  /** Whether there are events, or at least a further page, that nobody has taken. */
  get mayHoldMore(): boolean {
    return this.front() !== undefined;
  }

  take(): CloudTrailEvent | undefined {
    const event = this.front()?.take();
    if (event) this.shared.ahead.add(-1);
    return event;
  }

  /** A page without which the merge can't go on. */
  needed(): HistoryWindow | undefined {
    const front = this.front();
    return front && !front.head && !front.reading ? front : undefined;
  }

  /** How far back the next two pages reach, judged by what was read. */
  get reach(): number {
    return 2 * (this.front()?.msPerPage ?? Infinity);
  }

  /** A page worth reading before anyone needs it. */
  further(): HistoryWindow | undefined {
    const front = this.front();
    if (!front || this.shared.ahead.room <= 0 || this.shared.wanted() <= 0) return undefined;
    const next = this.windows.find(
      (window) =>
        !window.done && !window.reading && (window === front || window.buffered < this.windowPages * PAGE),
    );
    return next ?? this.split();
  }

  /** Reads the window's next page. Never throws for what the API does: see `calls.failure`. */
  async read(window: HistoryWindow): Promise<void> {
    window.reading = true;
    let page: LookupPage;
    try {
      page = await this.calls.page(this.input(window));
    } catch (error) {
      this.fail(error);
      return;
    } finally {
      window.reading = false;
    }
    this.accept(window, page);
  }

  /** Ends reading; what is held stays. */
  stop(): void {
    for (const window of this.windows) window.done = true;
  }

  private accept(window: HistoryWindow, page: LookupPage): void {
    if (this.settled || this.calls.stopped) return;
    this.pages++;
    const held = window.buffered;
    const leadsOn = window.accept(page, this.lookup.keep, this.shared.parse);
    const kept = window.buffered - held;
    this.shared.ahead.add(kept);
    this.calls.events += kept;
    const { oldest } = window;
    if (oldest !== undefined) this.calls.oldest = Math.min(this.calls.oldest ?? oldest, oldest);
    if (window.done && window.rows === 0) this.reachedTheEnd = true;
    if (!leadsOn)
      this.fail(new Error("the API returned the same page token twice; stopped to not read in a circle"));
    const { attribute } = this.lookup;
    if (attribute?.[0] === "EventId" && (page.Events ?? []).length > 0) this.shared.found.add(attribute[1]);
  }

  private fail(error: unknown): void {
    if (this.settled || this.failed || this.calls.stopped) return;
    this.failed = true;
    this.calls.failure ??= error;
    this.stop();
  }

  /** An event has one id: who has found it is done, and so are the others. */
  private get settled(): boolean {
    const { attribute } = this.lookup;
    return attribute?.[0] === "EventId" && this.shared.found.has(attribute[1]);
  }

  private get windowPages(): number {
    return this.calls.budgeted ? WINDOW_PAGES.budgeted : WINDOW_PAGES.free;
  }

  private front(): HistoryWindow | undefined {
    if (this.settled) this.stop();
    while (this.windows[0]?.done && !this.windows[0].head) this.windows.shift();
    return this.windows[0];
  }

  /** Adds a window that can be read beside the others. */
  private split(): HistoryWindow | undefined {
    if (this.shared.wanted() < FEWEST_TO_SPLIT) return undefined;
    // What lies before is unknown again, and a request is too dear for guessing twice.
    if (this.calls.budgeted && this.reachedTheEnd) return undefined;
    // Slow start: a history of two pages must not be asked for eight at once.
    if (this.windows.filter(({ reading }) => reading).length >= this.pages) return undefined;
    const left = (window: HistoryWindow) => pagesLeft(window) ?? this.windowPages;
    const widest = [...this.windows].sort((a, b) => left(b) - left(a));
    for (const window of widest) {
      const stride = Math.min(this.windowPages, this.shared.wanted() / (2 * PAGE));
      const at = splitTime(window, this.start, stride);
      if (at === undefined) continue;
      const older = new HistoryWindow(at, window.after);
      window.after = at;
      this.windows.splice(this.windows.indexOf(window) + 1, 0, older);
      return older;
    }
    return undefined;
  }

  private input({ token, until }: HistoryWindow): LookupInput {
    const { startTime, max, category } = this.query;
    const { attribute, filters } = this.lookup;
    return {
      ...(attribute && { LookupAttributes: [{ AttributeKey: attribute[0], AttributeValue: attribute[1] }] }),
      ...(startTime && { StartTime: startTime }),
      ...(until !== undefined && { EndTime: new Date(until) }),
      ...(category === "insight" && { EventCategory: category }),
      MaxResults: filters ? PAGE : Math.min(PAGE, max ?? PAGE),
      ...(token !== undefined && { NextToken: token }),
    };
  }
}
