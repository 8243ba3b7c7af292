import { compactJson } from "../sigma/match/compactJson";

/** Threads hand over what nests no deeper, whatever their stack. */
const MOST_DEEP = 500;

/** Entries as a thread can hand them over: what nests too deep as its JSON, and which those are. */
export function deepEntries(entries: readonly unknown[]): {
  entries: readonly unknown[];
  deep?: readonly number[];
} {
  const deep = entries.flatMap((entry, at) => (nestsDeeper(entry, MOST_DEEP) ? [at] : []));
  if (deep.length === 0) return { entries };
  const handed = [...entries];
  for (const at of deep) handed[at] = compactJson(entries[at] as object);
  return { entries: handed, deep };
}

function nestsDeeper(value: unknown, most: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (most === 0) return true;
  const inside = Array.isArray(value) ? (value as unknown[]) : Object.values(value);
  for (const each of inside) if (nestsDeeper(each, most - 1)) return true;
  return false;
}
