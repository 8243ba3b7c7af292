import { Clock } from "../clock";
import { LookupAttributeKey } from "../source";
import { LookupPage } from "./historyWindow";
import { retryThrottled } from "./retryThrottled";
import { withDeadline } from "./withDeadline";

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

/** How far the reading of one region has come. */
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
const MOST_IN_FLIGHT = 8;

/** Counts the requests that are under way; all regions of a reading share one where no budget limits them. */
export class InFlight {
  count = 0;
}

/** LookupEvents in one region within its budget, with retries and a deadline a request. */
export class RegionCalls {
  requests = 0;
  events = 0;
  oldest?: number;
  /** Why the region was given up; what it gave before stays valid. */
  failure?: unknown;
  private readonly inFlight: InFlight;
  private latencyMs = 0;

  constructor(
    readonly region: string,
    private readonly client: LookupEventsClient,
    /** Waits until a request fits the region's budget, which all readings of one source share. */
    private readonly turn: () => Promise<void>,
    private readonly options: CallOptions,
    private readonly signal: AbortSignal,
    shared: InFlight,
  ) {
    this.inFlight = options.requestsPerSecond === Infinity ? shared : new InFlight();
  }

  /** Whether the reading was stopped: what fails from then on is no failure of the region. */
  get stopped(): boolean {
    return this.signal.aborted;
  }

  /** Whether a further request keeps the budget busy instead of only queueing. */
  get mayStart(): boolean {
    return this.inFlight.count < this.mostInFlight;
  }

  /** Requests that take longer than the budget's beat have to overlap to use it up. */
  private get mostInFlight(): number {
    const { requestsPerSecond } = this.options;
    if (requestsPerSecond === Infinity) return MOST_IN_FLIGHT;
    return Math.min(
      MOST_IN_FLIGHT,
      Math.max(1, Math.ceil((this.latencyMs / 1000) * requestsPerSecond * 1.1)),
    );
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
    await this.turn();
    const { clock, requestTimeoutMs } = this.options;
    const started = clock.now();
    const page = await withDeadline(
      (abortSignal) => this.client.lookupEvents(input, { abortSignal }),
      requestTimeoutMs,
      this.signal,
    );
    const took = clock.now() - started;
    this.latencyMs = this.requests === 0 ? took : this.latencyMs * 0.7 + took * 0.3;
    return page;
  }
}
