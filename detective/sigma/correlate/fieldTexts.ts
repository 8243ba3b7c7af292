import { createHash } from "node:crypto";
import { compactJson } from "../match/compactJson";
import { fieldPath } from "../match/fieldPath";
import { scalarText } from "../match/leaves";

/** A record that names more in one field is told apart by the first ones only. */
export const MOST_VALUES = 100;
/** A longer text is kept by its beginning and its hash. */
const LONGEST = 1_000;

/** Reads a field's different values as texts, in the record's order; absent and null values are none. */
export function fieldTexts(field: string): (record: unknown) => readonly string[] {
  const path = fieldPath(field);
  return (record) => {
    const { values } = path.find(record);
    if (values.length === 1) {
      const text = textOf(values[0]);
      return text === undefined ? [] : [text];
    }
    const texts = new Set<string>();
    for (const value of values) {
      const text = textOf(value);
      if (text !== undefined) texts.add(text);
      if (texts.size > MOST_VALUES) break;
    }
    return [...texts];
  };
}

function textOf(value: unknown): string | undefined {
  if (value === null) return undefined;
  const text = typeof value === "object" ? compactJson(value) : scalarText(value);
  if (text === undefined || text.length <= LONGEST) return text;
  return `${text.slice(0, LONGEST)}… sha256:${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
}

/** Every way to take one of each list; none where a list is empty. `cut` where there were more than so many. */
export function combinations(lists: readonly (readonly string[])[]): {
  tuples: readonly (readonly string[])[];
  cut: boolean;
} {
  let tuples: (readonly string[])[] = [[]];
  let cut = false;
  for (const list of lists) {
    const longer: (readonly string[])[] = [];
    for (const tuple of tuples) {
      for (const value of list) {
        if (longer.length < MOST_VALUES) longer.push([...tuple, value]);
        else cut = true;
      }
    }
    tuples = longer;
  }
  return { tuples, cut };
}
