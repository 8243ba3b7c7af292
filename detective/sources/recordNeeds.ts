import { FieldFilter, ScannedField } from "../archive/scan/recordFilter";

/** What a record has, where it can matter; all of it. */
export interface NeededRecord {
  /** What holds of its fields. @default anything */
  readonly fields?: readonly FieldFilter[];
  /** Fields that are compared by what they mean. @default none */
  readonly judged?: readonly JudgedField[];
  /** Texts each of which stands in it as a value, or inside one. @default none */
  readonly holding?: readonly string[];
}

/** A field that has one of these values in one of its spellings. */
export interface JudgedField {
  readonly field: ScannedField;
  /** The name of an API, with or without the version that it may end in; an address as `normaliseIp` gives it. */
  readonly as: "api" | "address";
  readonly oneOf: readonly string[];
}

/**
 * Which records can matter: one of these is met. Plain data, so that it can be sent to a thread.
 *
 * It errs to one side only: what meets none of them doesn't matter, what meets one is judged again.
 */
export type RecordNeeds = readonly NeededRecord[];

/** What meets both; undefined stands for every record. */
export function bothNeeds(a: RecordNeeds | undefined, b: RecordNeeds | undefined): RecordNeeds | undefined {
  if (!a || !b) return a ?? b;
  return a.flatMap((one) =>
    b.map((other) => ({
      fields: [...(one.fields ?? []), ...(other.fields ?? [])],
      judged: [...(one.judged ?? []), ...(other.judged ?? [])],
      holding: [...(one.holding ?? []), ...(other.holding ?? [])],
    })),
  );
}

/** A record that holds each of these texts; one that JSON may write in several ways is not looked for. */
export function holding(...texts: readonly string[]): NeededRecord {
  return { holding: texts.filter(isSearchable) };
}

/**
 * What JSON writes one way only, but for the escapes of letters and slashes that are looked for as well. A number or a
 * flag may stand in a record as itself, written in another way (5e2).
 */
function isSearchable(text: string): boolean {
  return /^[ !#-[\]-~]+$/.test(text) && Number.isNaN(Number(text)) && text !== "true" && text !== "false";
}
