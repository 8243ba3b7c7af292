import { CloudTrailEvent, timeOf } from "../event";
import { isJsonObject } from "../json";
import { LookupRow, parseLookupRow } from "./lookupRow";

/** LookupEvents' largest page. Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export const PAGE = 50;

/**
 * So many events past a window's end, or one so far past it, prove that nothing of the window follows: AWS sorts the list
 * by time, but where an emulator does not, events of calls that ended together may change places.
 */
const DISORDER = { events: 25, ms: 60_000 };

/** What LookupEvents answers. */
export interface LookupPage {
  Events?: LookupRow[];
  NextToken?: string;
}

/** A stretch of one history's time: pages that come one after another, newest first. */
export class HistoryWindow {
  token?: string;
  reading = false;
  done = false;
  pages = 0;
  rows = 0;
  /** Of what was read so far, in milliseconds since 1970. */
  newest?: number;
  oldest?: number;
  private readonly tokens = new Set<string>();
  private events: CloudTrailEvent[] = [];
  private takenOfEvents = 0;
  private past = 0;

  /**
   * @param until the newest second of the window, inclusive; undefined where the query set no end
   * @param after what is at or before it belongs to the next older window; undefined for the oldest window
   */
  constructor(
    readonly until?: number,
    public after?: number,
  ) {}

  get head(): CloudTrailEvent | undefined {
    return this.events[this.takenOfEvents];
  }

  get buffered(): number {
    return this.events.length - this.takenOfEvents;
  }

  /** Nothing that comes later is newer. */
  get frontier(): number {
    return (this.pages === 0 ? this.until : this.oldest) ?? Infinity;
  }

  take(): CloudTrailEvent | undefined {
    const event = this.head;
    if (!event) return undefined;
    if (++this.takenOfEvents > PAGE) {
      this.events = this.events.slice(this.takenOfEvents);
      this.takenOfEvents = 0;
    }
    return event;
  }

  /**
   * Takes in a page.
   *
   * @returns whether its token leads on; false where the API gave it before
   */
  accept(
    page: LookupPage,
    keep: (event: CloudTrailEvent) => boolean,
    parse: (row: LookupRow) => CloudTrailEvent = parseLookupRow,
  ): boolean {
    for (const row of Array.isArray(page.Events) ? page.Events : []) {
      if (!isJsonObject(row)) continue;
      const event = parse(row);
      const time = timeOfRow(row) ?? timeOf(event);
      if (time !== undefined) {
        if (this.after !== undefined && time <= this.after) {
          this.past += time < this.after - DISORDER.ms ? DISORDER.events : 1;
          continue;
        }
        this.newest = Math.max(this.newest ?? time, time);
        this.oldest = Math.min(this.oldest ?? time, time);
      }
      this.rows++;
      if (keep(event)) this.events.push(event);
    }
    this.pages++;
    this.token = page.NextToken || undefined;
    this.done = this.token === undefined || this.past >= DISORDER.events;
    if (this.token === undefined || this.done) return true;
    const repeated = this.tokens.has(this.token);
    this.tokens.add(this.token);
    return !repeated;
  }

  /** How long a full page reaches back, judged by what was read; times are whole seconds. */
  get msPerPage(): number | undefined {
    if (this.rows === 0 || this.newest === undefined || this.oldest === undefined) return undefined;
    return ((this.newest - this.oldest + 1000) / this.rows) * PAGE;
  }
}

function timeOfRow({ EventTime }: LookupRow): number | undefined {
  const time = EventTime instanceof Date ? EventTime.getTime() : NaN;
  return Number.isNaN(time) ? undefined : time;
}
