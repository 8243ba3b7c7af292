import { FieldTest } from "../expression";
import { foldCase } from "./foldCase";
import type { FieldValues } from "./fieldValues";
import { scalarText } from "./leaves";
import type { RecordView } from "./recordView";
import { valueTest } from "./valueTest";

/** A question about the record that a view is turned to. */
export type Check = () => boolean;

/**
 * Compiles one test.
 *
 * @throws RegexError, RangeError on a pattern or a network that is none
 */
export function compileTest(fieldTest: FieldTest, view: RecordView): Check {
  const { field, test } = fieldTest;
  const slot = view.slot(field);
  if (test.kind === "exists") return () => slot.now().present;
  if (test.kind === "null") return () => isNull(slot.now());
  if (test.kind === "fieldref") {
    const other = view.slot(test.field);
    return () => commonText(slot.now(), other.now(), test.cased) !== undefined;
  }
  const ask = valueTest(fieldTest)!;
  if (ask.asks === "value") return () => slot.now().values.some(ask.test);
  return () => slot.now().someText(ask.cased, ask.test);
}

/** Absent, without a value, or null among others. */
export function isNull({ values }: FieldValues): boolean {
  return values.length === 0 || values.includes(null);
}

/** The first text that two fields share, as the first of them writes it; objects and nulls share nothing. */
export function commonText(one: FieldValues, other: FieldValues, cased: boolean): string | undefined {
  const as = (text: string) => (cased ? text : foldCase(text));
  const texts = new Set<string>();
  for (const value of other.values) {
    const text = scalarText(value);
    if (text !== undefined) texts.add(as(text));
  }
  if (texts.size === 0) return undefined;
  for (const value of one.values) {
    const text = scalarText(value);
    if (text !== undefined && texts.has(as(text))) return text;
  }
  return undefined;
}
