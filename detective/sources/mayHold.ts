import { LookupAttributeKey } from "../source";
import { ConditionSet } from "./matches";

/** Attributes whose value stands in every record that meets them, letter by letter. */
const LITERAL: ReadonlySet<LookupAttributeKey> = new Set([
  "EventId",
  "EventName",
  "Username",
  "ResourceName",
  "EventSource",
  "AccessKeyId",
]);

/** What JSON writes one way only, but for the escapes that are looked for as well. */
const PLAIN = /^[A-Za-z0-9_.:/@+=,-]*[A-Za-z][A-Za-z0-9_.:/@+=,-]*$/;

/**
 * A quick test whether JSON bytes may hold a record that meets one of the sets, so that what can't need not be parsed.
 *
 * It errs to one side only: what it refuses holds none.
 */
export function mayHold(sets: readonly ConditionSet[]): (bytes: Buffer) => boolean {
  const alternatives = sets.map((set) =>
    set
      .filter(([key, value]) => LITERAL.has(key) && isSearchable(value))
      .map(([, value]) => Buffer.from(value)),
  );
  if (alternatives.some((needles) => needles.length === 0)) return () => true;
  const slash = sets.some((set) => set.some(([, value]) => value.includes("/")));
  return (bytes) =>
    alternatives.some((needles) => needles.every((needle) => bytes.includes(needle))) ||
    bytes.includes("\\u00") ||
    (slash && bytes.includes("\\/"));
}

/**
 * `root` is what a record without that name is called; a number or a flag may stand in the record as itself, written in
 * another way (5e2).
 */
function isSearchable(value: string): boolean {
  return value !== "root" && PLAIN.test(value) && Number.isNaN(Number(value));
}
