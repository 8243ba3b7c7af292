import { CloudTrailEvent } from "./event";
import { RecordNeeds } from "./sources/recordNeeds";

/** The attributes by which LookupEvents can select; other sources select by the same ones. */
export type LookupAttributeKey =
  | "EventId"
  | "EventName"
  | "ReadOnly"
  | "Username"
  | "ResourceType"
  | "ResourceName"
  | "EventSource"
  | "AccessKeyId";

/** Conditions that all hold; a value is compared as a whole, and case counts. */
export type EventConditions = Readonly<Partial<Record<LookupAttributeKey, string>>>;

/** Which events to read; everything left out means no restriction. */
export interface EventQuery {
  /** Conditions that all hold; of several such sets, at least one. @default no condition */
  where?: EventConditions | readonly EventConditions[];
  /** What no attribute can say; asked before `max` counts. @default every event */
  keep?: (event: CloudTrailEvent) => boolean;
  /**
   * What a record has where `keep` says yes, and perhaps others have, too: a source may leave out the rest before it is
   * parsed.
   * @default nothing
   */
  needs?: RecordNeeds;
  /** @default management; `insight` reads CloudTrail Insights events instead */
  category?: "management" | "insight";
  /** Inclusive. @default as far back as the source reaches */
  startTime?: Date;
  /** Inclusive. @default now */
  endTime?: Date;
  /** At most so many events, the newest first. @default no limit */
  max?: number;
}

/** Why something is missing from a reading. */
export type GapReason =
  | "data-events"
  | "retention"
  | "failed-region"
  | "disabled-region"
  | "unreadable-file"
  | "cut"
  | "not-read-to-the-end"
  | "dirty-records"
  | "look-back"
  | "log-places"
  | "late-delivery"
  | "correlations"
  | "proof"
  | "no-column";

/** Something that a reading does not cover. */
export interface Gap {
  reason: GapReason;
  /** True where the source can never show it; false where this reading fell short of what was asked. */
  inherent: boolean;
  region?: string;
  /** One sentence for the reader of the answer. */
  detail: string;
}

/** What was read and, above all, what was not. */
export interface Coverage {
  source: string;
  /** The Regions that were read as far as was asked. */
  regions: readonly string[];
  /** ISO 8601; absent where the query set no limit. */
  from?: string;
  to?: string;
  /** How many events were handed out. */
  events: number;
  /** How many files were read, where the source is made of files. */
  files?: number;
  /** What Athena scanned for it, in bytes, and about what that costs; by the ids of its queries. */
  scanned?: { readonly bytes: number; readonly usd: number; readonly queryIds: readonly string[] };
  /** No gap but inherent ones. */
  complete: boolean;
  gaps: readonly Gap[];
}

/** One run through a source: its events, in an order of the source's own (`collect` sorts), and what they cover. */
export interface Reading extends AsyncIterable<CloudTrailEvent> {
  /** Final once the iteration has ended; before that it says so itself. */
  coverage(): Coverage;
}

/** Where events come from. Questions and rules don't know which one they run on. */
export interface Source {
  readonly name: string;
  /** Whether a query with conditions costs far less than reading everything. @default false */
  readonly targeted?: boolean;
  /** @throws QueryError on a query that can't be meant */
  read(query?: EventQuery): Reading;
}

/** Events that were read, with what they cover: what every question is asked of. */
export interface EventSet {
  events: readonly CloudTrailEvent[];
  coverage: Coverage;
}

/** A query that can't be meant. */
export class QueryError extends Error {
  override readonly name = "QueryError";
}

/** Whether nothing is missing but what the source can never show. */
export function isComplete(gaps: readonly Gap[]): boolean {
  return gaps.every((gap) => gap.inherent);
}
