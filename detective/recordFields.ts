import { JsonObject, isJsonObject } from "./json";

/** What a documented field holds; an object of kinds is a nested object, a list of one such object a list of them. */
export type FieldKind = "text" | "flag" | "object" | "objectOrNull" | "reserved" | FieldKinds | [FieldKinds];

export interface FieldKinds {
  [field: string]: FieldKind;
}

type Unparsed = [path: string, value: unknown][];

/** Marks a value that doesn't fit its kind. */
const MISFIT = Symbol("misfit");

/**
 * Copies `object`, with its known fields brought to their kind.
 *
 * A misfit goes to `unparsed` under its path; a null in a field that can't be null counts as absent.
 */
export function readFields(
  object: JsonObject,
  kinds: FieldKinds,
  path: string,
  unparsed: Unparsed,
): JsonObject {
  const fields: [string, unknown][] = [];
  for (const [name, value] of Object.entries(object)) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    if (kind === undefined) {
      fields.push([name, value]);
      continue;
    }
    const read = readField(value, kind, path + name, unparsed);
    if (read === MISFIT) unparsed.push([path + name, value]);
    else if (read !== undefined) fields.push([name, read]);
  }
  // fromEntries defines own properties: a field called __proto__ stays a field.
  return Object.fromEntries(fields);
}

function readField(value: unknown, kind: FieldKind, path: string, unparsed: Unparsed): unknown {
  if (kind === "reserved") return MISFIT;
  if (value === null) return kind === "objectOrNull" ? null : undefined;
  if (kind === "text") return readText(value);
  if (kind === "flag") return readFlag(value);
  if (Array.isArray(kind)) return readList(value, kind[0], path, unparsed);
  if (!isJsonObject(value)) return MISFIT;
  return typeof kind === "string" ? value : readFields(value, kind, `${path}.`, unparsed);
}

function readText(value: unknown): unknown {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : MISFIT;
}

function readFlag(value: unknown): unknown {
  if (typeof value === "boolean") return value;
  const text = typeof value === "string" ? value.toLowerCase() : "";
  return text === "true" || text === "false" ? text === "true" : MISFIT;
}

function readList(value: unknown, kinds: FieldKinds, path: string, unparsed: Unparsed): unknown {
  if (!Array.isArray(value)) return MISFIT;
  const items: JsonObject[] = [];
  value.forEach((item: unknown, index) => {
    if (isJsonObject(item)) items.push(readFields(item, kinds, `${path}[${index}].`, unparsed));
    else unparsed.push([`${path}[${index}]`, item]);
  });
  return items;
}
