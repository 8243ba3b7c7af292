import { Clock } from "../clock";
import { LookupAttributeKey } from "../source";
import { LookupPage } from "./historyWindow";
import { Arrival } from "./pace";
import { retryThrottled } from "./retryThrottled";
import { withDeadline } from "./withDeadline";

/** What LookupEvents is asked. */
export interface LookupInput {
  LookupAttributes?: { AttributeKey: LookupAttributeKey; AttributeValue: string }[];
  StartTime?: Date;
  EndTime?: Date;
  EventCategory?: "insight";
  MaxResults?: number;
  NextToken?: string;
}

/** The one call that is used of a CloudTrail client; the SDK's aggregated `CloudTrail` class fits. */
export interface LookupEventsClient {
  lookupEvents(input: LookupInput, options?: { abortSignal?: AbortSignal }): Promise<LookupPage>;
}

/** How far the reading of one Region has come. */
export interface HistoryProgress {
  region: string;
  /** Pages read so far. */
  requests: number;
  /** Events that met the conditions so far. */
  events: number;
  /** The oldest event seen so far. */
  oldest?: Date;
}

export interface CallOptions {
  requestsPerSecond: number;
  attempts: number;
  requestTimeoutMs: number;
  clock: Clock;
  random: () => number;
}

/** Requests under way side by side where no budget limits them: enough to keep one endpoint busy. */
const MOST_IN_FLIGHT = 4;

/** How many answers tell how long one takes. */
const LATENCIES = 5;

/** Counts the requests that are under way; all Regions of a reading share one where no budget limits them. */
export class InFlight {
  count = 0;
}

/** LookupEvents in one Region within its budget, with retries and a deadline a request. */
export class RegionCalls {
  requests = 0;
  events = 0;
  oldest?: number;
  /** Why the Region was given up; what it gave before stays valid. */
  failure?: unknown;
  private readonly inFlight: InFlight;
  private readonly latencies: number[] = [];
  private quickestMs = Infinity;

  constructor(
    readonly region: string,
    private readonly client: LookupEventsClient,
    /** Waits until a request fits the Region's budget, which all readings of one source share. */
    private readonly turn: () => Promise<Arrival>,
    private readonly options: CallOptions,
    private readonly signal: AbortSignal,
    shared: InFlight,
  ) {
    this.inFlight = options.requestsPerSecond === Infinity ? shared : new InFlight();
  }

  /** Whether the reading was stopped: what fails from then on is no failure of the Region. */
  get stopped(): boolean {
    return this.signal.aborted;
  }

  /** Whether a request is worth something; without a budget one more that finds nothing costs nothing. */
  get budgeted(): boolean {
    return this.options.requestsPerSecond !== Infinity;
  }

  /** Whether a further request keeps the budget busy instead of only queueing. */
  get mayStart(): boolean {
    return this.inFlight.count < this.mostInFlight;
  }

  /** Requests that take longer than the budget's beat have to overlap to use it up; judged by their median. */
  private get mostInFlight(): number {
    const { requestsPerSecond } = this.options;
    if (requestsPerSecond === Infinity) return MOST_IN_FLIGHT;
    const latencyMs = [...this.latencies].sort((a, b) => a - b)[this.latencies.length >> 1] ?? 0;
    return Math.min(MOST_IN_FLIGHT, Math.max(1, Math.ceil((latencyMs / 1000) * requestsPerSecond)));
  }

  /** @throws whatever the client throws in the end; the signal's reason */
  async page(input: LookupInput): Promise<LookupPage> {
    this.inFlight.count++;
    try {
      const page = await retryThrottled(
        () => this.once(input),
        this.options,
        () => this.signal.aborted,
      );
      this.requests++;
      return page;
    } finally {
      this.inFlight.count--;
    }
  }

  private async once(input: LookupInput): Promise<LookupPage> {
    const arrived = await this.turn();
    const { clock, requestTimeoutMs } = this.options;
    const started = clock.now();
    const page = await withDeadline(
      (abortSignal) => this.client.lookupEvents(input, { abortSignal }),
      requestTimeoutMs,
      this.signal,
    );
    this.answered(clock.now() - started, arrived);
    return page;
  }

  /** The quickest answer tells what the way there and the answer cost; what a request took longer, it arrived later. */
  private answered(tookMs: number, arrived: Arrival): void {
    const first = this.quickestMs === Infinity;
    this.quickestMs = Math.min(this.quickestMs, tookMs);
    // The first one's connection had to be made: it may have arrived just before its answer.
    arrived(this.options.clock.now() - (first ? 0 : this.quickestMs));
    if (first) return;
    this.latencies.push(tookMs);
    if (this.latencies.length > LATENCIES) this.latencies.shift();
  }
}
