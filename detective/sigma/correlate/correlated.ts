import { RecordPlace } from "../../detect/detection";
import { SigmaCorrelation } from "../rule";

/** A correlation whose condition became true. */
export interface Correlated {
  readonly correlation: SigmaCorrelation;
  /** Of the record that tipped it, in milliseconds since 1970. */
  readonly time: number;
  readonly place: RecordPlace;
  /** Who, what, from where, of the record that tipped it. */
  readonly brief: unknown;
  /** Oldest first, the newest 1,000. */
  readonly places: readonly RecordPlace[];
  /** How many records it rests on. */
  readonly count: number;
  /** Of the group, in the order of `group-by`. */
  readonly values: readonly string[];
  /** Of other fields that a further correlation asks for. */
  readonly carried: ReadonlyMap<string, readonly string[]>;
  readonly why: string;
}
