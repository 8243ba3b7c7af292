import { JsonObject, isJsonObject } from "../../json";
import { ScannedField } from "./recordFilter";
import { DOUBTFUL, RecordScanner, ScannedRecords } from "./recordScanner";

/** The scanner that parses everything: what others are held against, and what serves where they can't run. */
export function referenceScanner(fields: readonly ScannedField[]): RecordScanner {
  const paths = fields.map((field) => field.split("."));
  return {
    fields,
    scan(given) {
      const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
      const records = recordsOf(bytes);
      const places = records && placesOf(bytes, records.length);
      if (!records || !places) return undefined;
      return {
        count: records.length,
        bytes,
        start: (record) => places[2 * record]!,
        end: (record) => places[2 * record + 1]!,
        value: (record, field) => valueAt(records[record]!, paths[field]!),
      } satisfies ScannedRecords;
    },
  };
}

const BEGINNING = /^[ \t\n\r]*\{[ \t\n\r]*"Records"[ \t\n\r]*:[ \t\n\r]*\[/;
const END = /^\][ \t\n\r]*\}[ \t\n\r]*$/;

function recordsOf(bytes: Buffer): JsonObject[] | undefined {
  if (!BEGINNING.test(bytes.toString("latin1", 0, 4096))) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
  const records = isJsonObject(value) ? value.Records : undefined;
  return Array.isArray(records) && records.every(isJsonObject) ? records : undefined;
}

/** Where each record begins and ends, in bytes that are JSON; undefined where the list isn't all that there is. */
function placesOf(bytes: Buffer, count: number): Int32Array | undefined {
  const places = new Int32Array(2 * count);
  let found = 0;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22 /* " */) {
      for (at++; bytes[at] !== 0x22; at++) if (bytes[at] === 0x5c /* \ */) at++;
    } else if (byte === 0x7b /* { */ || byte === 0x5b /* [ */) {
      if (++depth === 3) places[found++] = at;
    } else if (byte === 0x7d /* } */ || byte === 0x5d /* ] */) {
      if (--depth === 2) places[found++] = at + 1;
      else if (depth === 1)
        return found === 2 * count && END.test(bytes.toString("latin1", at)) ? places : undefined;
    }
  }
  return undefined;
}

/** The value of a parsed record's field, as a scanner gives it. */
export function valueAt(record: unknown, path: readonly string[]): ReturnType<ScannedRecords["value"]> {
  const value = fieldOf(record, path);
  return typeof value === "object" && value !== null
    ? DOUBTFUL
    : typeof value === "number"
      ? DOUBTFUL
      : (value as string);
}

/** What a parsed record has at a path; undefined where an object on the way is missing or isn't one. */
export function fieldOf(record: unknown, path: readonly string[]): unknown {
  let value = record;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}
