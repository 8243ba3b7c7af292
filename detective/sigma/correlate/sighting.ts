import { RecordPlace } from "../../detect/detection";

/** A match in time as correlations keep it, by the million: where the record lies, and not the record. */
export class Sighting {
  /**
   * @param time in milliseconds since 1970
   * @param brief who, what, from where: see `BriefRecords`
   * @param timeText as the record says it, where `time` doesn't tell
   */
  constructor(
    readonly time: number,
    readonly source: string,
    readonly index: number,
    readonly eventID: string | undefined,
    readonly brief: unknown,
    private readonly timeText?: string,
  ) {}

  static of({ source, index, eventID, eventTime }: RecordPlace, time: number, brief: unknown): Sighting {
    const usual = eventTime?.length === USUAL_LENGTH && eventTime === usualText(time);
    return new Sighting(time, source, index, eventID, brief, usual ? undefined : eventTime);
  }

  /** The same for copies of one event. */
  get key(): string {
    return this.eventID ?? `${this.index} ${this.source}`;
  }

  get place(): RecordPlace {
    const { source, index, eventID, time, timeText } = this;
    return {
      source,
      index,
      ...(eventID !== undefined && { eventID }),
      eventTime: timeText ?? usualText(time),
    };
  }

  /** What it rests on: itself. */
  get places(): readonly RecordPlace[] {
    return [this.place];
  }

  get count(): number {
    return 1;
  }
}

const USUAL_LENGTH = "2026-01-05T08:00:00Z".length;

/** As nearly every record says its time. */
function usualText(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** What correlations can correlate: a match, or what a correlation found. */
export type Sighted = Pick<Sighting, "time" | "key" | "place" | "brief" | "places" | "count">;

/** A sighting in one group of one correlation. */
export interface Held {
  readonly sighting: Sighted;
  /** The place in the correlation's `of` of what matched. */
  readonly position: number;
  /** Of `value_count`: what it adds to the values. */
  readonly values: readonly string[];
  /** Fields that a further correlation asks for, and this one doesn't group by. */
  readonly carried?: ReadonlyMap<string, readonly string[]>;
}
