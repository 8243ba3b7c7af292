import { RecordPlace } from "../../detect/detection";

/** A match in time as correlations keep it: where the record lies, and not the record. */
export interface Sighting {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** The same for copies of one event. */
  readonly key: string;
  readonly place: RecordPlace;
  /** Who, what, from where: see `briefRecord`. */
  readonly brief: unknown;
  /** Of a correlation that another one correlates: what it rests on itself. */
  readonly places?: readonly RecordPlace[];
  readonly count?: number;
}

/** A sighting in one group of one correlation. */
export interface Held {
  readonly sighting: Sighting;
  /** The place in the correlation's `of` of what matched. */
  readonly position: number;
  /** Of `value_count`: what it adds to the values. */
  readonly values: readonly string[];
  /** Fields that a further correlation asks for, and this one doesn't group by. */
  readonly carried?: ReadonlyMap<string, readonly string[]>;
}
