import { JsonObject, isJsonObject } from "../../json";

/** A record with changes merged in: objects deeply, everything else replaced. */
export function changed(base: unknown, changes: unknown): unknown {
  if (!isJsonObject(base) || !isJsonObject(changes)) return changes;
  const both: JsonObject = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    both[key] = Object.hasOwn(base, key) ? changed(base[key], value) : value;
  }
  return both;
}

/** A record without what stands at a path; undefined where nothing does. */
export function withoutPath(record: JsonObject, [step, ...rest]: readonly string[]): JsonObject | undefined {
  if (step === undefined || !Object.hasOwn(record, step)) return undefined;
  const { [step]: inner, ...others } = record;
  if (rest.length === 0) return others;
  const left = isJsonObject(inner) ? withoutPath(inner, rest) : undefined;
  return left && { ...others, [step]: left };
}

/** The same with `{n}` in every text replaced by a number, in keys too. */
export function numbered(value: unknown, n: number): unknown {
  if (typeof value === "string") return value.replaceAll("{n}", String(n));
  if (Array.isArray(value)) return value.map((each) => numbered(each, n));
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [String(numbered(key, n)), numbered(each, n)]),
  );
}
