/** Numbers that look random and are the same each time. */
export interface SeededRandom {
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
  one<T>(items: readonly T[]): T;
  shuffled<T>(items: readonly T[]): T[];
  /** Capital letters and digits after a prefix. */
  id(prefix: string, length: number): string;
  uuid(): string;
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** A generator of the kind called xorshift32 (Marsaglia, 2003). */
export function seededRandom(seed: number): SeededRandom {
  let state = (seed * 0x9e3779b1) | 0 || 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit);
  const hex = (length: number) => Array.from({ length }, () => below(16).toString(16)).join("");
  return {
    below,
    one: (items) => items[below(items.length)]!,
    shuffled: (items) => {
      const list = [...items];
      for (let index = list.length - 1; index > 0; index--) {
        const other = below(index + 1);
        [list[index], list[other]] = [list[other]!, list[index]!];
      }
      return list;
    },
    id: (prefix, length) => prefix + Array.from({ length }, () => ALPHABET[below(32)]).join(""),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
  };
}
