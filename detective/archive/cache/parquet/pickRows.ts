import { NOTHING } from "./textColumn";

// Loops of their own: what V8 makes of a loop in the middle of a function it throws away where the loop ends.
const NONE = NOTHING;

/**
 * Picks the entries that rows have, in an order.
 *
 * @param flags gets of each row 1 where it has one, else 0
 * @returns how many have one
 */
export function pickEntries(
  entries: Int32Array,
  order: Int32Array,
  into: Int32Array,
  flags: Int32Array,
): number {
  let present = 0;
  for (let row = 0; row < order.length; row++) {
    const entry = entries[order[row]!]!;
    const flag = entry === NONE ? 0 : 1;
    into[present] = entry;
    flags[row] = flag;
    present += flag;
  }
  return present;
}

/** The same of numbers. */
export function pickNumbers(
  values: Float64Array,
  order: Int32Array,
  into: Float64Array,
  flags: Int32Array,
): number {
  let present = 0;
  for (let row = 0; row < order.length; row++) {
    const value = values[order[row]!]!;
    const flag = Number.isNaN(value) ? 0 : 1;
    into[present] = value;
    flags[row] = flag;
    present += flag;
  }
  return present;
}

/**
 * Numbers entries from 0 in the order in which they come, in their place.
 *
 * @param known of each entry -1
 * @param used gets the entries
 * @returns how many there are
 */
export function numberAnew(values: Int32Array, count: number, known: Int32Array, used: Int32Array): number {
  let distinct = 0;
  for (let at = 0; at < count; at++) {
    const entry = values[at]!;
    let number = known[entry]!;
    if (number === NONE) {
      number = known[entry] = distinct;
      used[distinct++] = entry;
    }
    values[at] = number;
  }
  return distinct;
}
