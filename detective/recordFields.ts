import { JsonObject, isJsonObject } from "./json";

/** What a documented field holds; an object of kinds is a nested object, a list of one such object a list of them. */
export type FieldKind =
  "text" | "flag" | "number" | "object" | "objectOrNull" | "reserved" | FieldKinds | [FieldKinds];

export interface FieldKinds {
  [field: string]: FieldKind;
}

type Unparsed = [path: string, value: unknown][];

/** Marks a value that doesn't fit its kind. */
const MISFIT = Symbol("misfit");

/**
 * Brings the known fields of `object` to their kinds, in a copy; an object whose fields all fit is returned as it is.
 *
 * A misfit goes to `unparsed` under its path; a null in a field that can't be null counts as absent.
 */
export function readFields(
  object: JsonObject,
  kinds: FieldKinds,
  path: string,
  unparsed: Unparsed,
): JsonObject {
  // Nearly every record is clean, and large archives are read: only what isn't is copied.
  if (fits(object, kinds)) return object;
  const fields: [string, unknown][] = [];
  for (const [name, value] of Object.entries(object)) {
    const kind = kindOf(kinds, name);
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

/** Records name their fields freely: `constructor` is no documented one. */
function kindOf(kinds: FieldKinds, name: string): FieldKind | undefined {
  return Object.hasOwn(kinds, name) ? kinds[name] : undefined;
}

function fits(object: JsonObject, kinds: FieldKinds): boolean {
  for (const name of Object.keys(object)) {
    const kind = kindOf(kinds, name);
    if (kind !== undefined && !fieldFits(object[name], kind)) return false;
  }
  return true;
}

function fieldFits(value: unknown, kind: FieldKind): boolean {
  if (kind === "text") return typeof value === "string";
  if (kind === "flag") return typeof value === "boolean";
  if (kind === "number") return typeof value === "number";
  if (kind === "object") return isJsonObject(value);
  if (kind === "objectOrNull") return value === null || isJsonObject(value);
  if (kind === "reserved") return false;
  if (Array.isArray(kind)) {
    return Array.isArray(value) && value.every((item) => isJsonObject(item) && fits(item, kind[0]));
  }
  return isJsonObject(value) && fits(value, kind);
}

function readField(value: unknown, kind: FieldKind, path: string, unparsed: Unparsed): unknown {
  if (kind === "reserved") return MISFIT;
  if (value === null) return kind === "objectOrNull" ? null : undefined;
  if (kind === "text") return readText(value);
  if (kind === "flag") return readFlag(value);
  if (kind === "number") return readNumber(value);
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

function readNumber(value: unknown): unknown {
  if (typeof value === "number") return value;
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : NaN;
  return Number.isFinite(number) ? number : MISFIT;
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
