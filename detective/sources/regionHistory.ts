import { Clock } from "../clock";
import { CloudTrailEvent } from "../event";
import { EventQuery, LookupAttributeKey } from "../source";
import { LookupRow, parseLookupRow } from "./lookupRow";
import { pace } from "./pace";
import { retryThrottled } from "./retryThrottled";

/** The one call that is used of a CloudTrail client; the SDK's aggregated `CloudTrail` class fits. */
export interface LookupEventsClient {
  lookupEvents(input: {
    LookupAttributes?: { AttributeKey: LookupAttributeKey; AttributeValue: string }[];
    StartTime?: Date;
    EndTime?: Date;
    MaxResults?: number;
    NextToken?: string;
  }): Promise<{ Events?: LookupRow[]; NextToken?: string }>;
}

export interface HistoryOptions {
  requestsPerSecond: number;
  attempts: number;
  clock: Clock;
  random: () => number;
}

/** LookupEvents' largest page. Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
const PAGE = 50;

/** The event history of one region, page by page, newest first. */
export class RegionHistory {
  /** Why reading stopped early; what was read before stays valid. */
  failure?: Error;
  private readonly buffer: CloudTrailEvent[] = [];
  private readonly seenTokens = new Set<string>();
  private readonly turn: () => Promise<void>;
  private token?: string;
  private ended = false;

  constructor(
    readonly region: string,
    private readonly client: LookupEventsClient,
    private readonly query: EventQuery,
    private readonly options: HistoryOptions,
  ) {
    this.turn = pace(options.requestsPerSecond, options.clock);
  }

  /** The newest event not yet taken. Call `fill` first. */
  get head(): CloudTrailEvent | undefined {
    return this.buffer[0];
  }

  /** Whether there are events, or at least a further page, that nobody has taken. */
  get mayHoldMore(): boolean {
    return this.buffer.length > 0 || !this.ended;
  }

  take(): CloudTrailEvent | undefined {
    return this.buffer.shift();
  }

  /** Reads pages until there is an event to take or the history ends. Never throws: see `failure`. */
  async fill(): Promise<void> {
    while (this.buffer.length === 0 && !this.ended) {
      try {
        await this.readPage();
      } catch (error) {
        this.failure = error instanceof Error ? error : new Error(String(error));
        this.ended = true;
      }
    }
  }

  private async readPage(): Promise<void> {
    const page = await retryThrottled(async () => {
      await this.turn();
      return this.client.lookupEvents(this.input());
    }, this.options);
    this.buffer.push(...(page.Events ?? []).map(parseLookupRow));
    this.token = page.NextToken || undefined;
    this.ended = this.token === undefined;
    if (this.token === undefined) return;
    if (this.seenTokens.has(this.token)) {
      this.ended = true;
      this.failure = new Error("the API returned the same page token twice; stopped to not read in a circle");
    }
    this.seenTokens.add(this.token);
  }

  private input(): Parameters<LookupEventsClient["lookupEvents"]>[0] {
    const { where = {}, startTime, endTime, max } = this.query;
    const [attribute] = Object.entries(where) as [LookupAttributeKey, string][];
    return {
      ...(attribute && { LookupAttributes: [{ AttributeKey: attribute[0], AttributeValue: attribute[1] }] }),
      ...(startTime && { StartTime: startTime }),
      ...(endTime && { EndTime: endTime }),
      MaxResults: Math.min(PAGE, max ?? PAGE),
      ...(this.token !== undefined && { NextToken: this.token }),
    };
  }
}
