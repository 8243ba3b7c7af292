import type {
  DuckDBArrayType,
  DuckDBArrayValue,
  DuckDBBlobValue,
  DuckDBListType,
  DuckDBListValue,
  DuckDBMapType,
  DuckDBMapValue,
  DuckDBStructType,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBType,
  DuckDBUnionType,
  DuckDBUnionValue,
  DuckDBValue,
  DuckDBVariantValue,
} from "@duckdb/node-api";

/** What is done with texts before anybody sees them. */
export type Hide = (text: string) => string;

const plain: Hide = (text) => text;

/** DuckDB's numbers of types. */
const TYPE = {
  BOOLEAN: 1,
  BIGINT: 5,
  UBIGINT: 9,
  FLOAT: 10,
  DOUBLE: 11,
  TIMESTAMP: 12,
  HUGEINT: 16,
  VARCHAR: 17,
  BLOB: 18,
  DECIMAL: 19,
  TIMESTAMP_S: 20,
  TIMESTAMP_MS: 21,
  TIMESTAMP_NS: 22,
  LIST: 24,
  STRUCT: 25,
  MAP: 26,
  UNION: 28,
  TIMESTAMP_TZ: 31,
  UHUGEINT: 32,
  ARRAY: 33,
  BIGNUM: 35,
  VARIANT: 41,
} as const;

const WHOLE: ReadonlySet<number> = new Set([
  TYPE.BIGINT,
  TYPE.UBIGINT,
  TYPE.HUGEINT,
  TYPE.UHUGEINT,
  TYPE.BIGNUM,
]);

/**
 * A value of an answer as text: times in UTC as ISO 8601, numbers with every digit, what has parts as JSON; undefined for
 * NULL.
 */
export function valueText(
  value: DuckDBValue | undefined,
  type: DuckDBType,
  hide: Hide = plain,
): string | undefined {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return hide(value);
  const id: number = type.typeId;
  if (isTime(id)) return timeText(value, id);
  if (HAS_PARTS.has(id)) return valueJson(value, type, hide);
  if (id === TYPE.BLOB) return hex(value as DuckDBBlobValue);
  if (id === TYPE.VARIANT)
    return variant(value as DuckDBVariantValue, (inner, of) => valueText(inner, of, hide));
  return String(value);
}

/**
 * A value of an answer as JSON: a number that JavaScript can't hold with every digit is a text, JSON is itself, and what
 * JSON has no form for is its text. It has no line breaks.
 */
export function valueJson(value: DuckDBValue | undefined, type: DuckDBType, hide: Hide = plain): string {
  const text = partJson(value, type, hide);
  // A secret may show by the name that a part has.
  return HAS_PARTS.has(type.typeId) ? hide(text) : text;
}

function partJson(value: DuckDBValue | undefined, type: DuckDBType, hide: Hide): string {
  if (value === null || value === undefined) return "null";
  // Outside of its texts, where they are blanks, JSON has line breaks only.
  if (typeof value === "string")
    return type.alias === "JSON" ? hide(value).replace(/[\r\n]+/g, " ") : JSON.stringify(hide(value));
  const id: number = type.typeId;
  if (id === TYPE.BOOLEAN) return String(value);
  if (typeof value === "number")
    return Number.isFinite(value) ? String(value) : JSON.stringify(String(value));
  if (WHOLE.has(id)) return isExact(value as bigint) ? String(value) : JSON.stringify(String(value));
  if (id === TYPE.DECIMAL) return decimal(String(value));
  switch (id) {
    case TYPE.LIST:
      return list((value as DuckDBListValue).items, (type as DuckDBListType).valueType, hide);
    case TYPE.ARRAY:
      return list((value as DuckDBArrayValue).items, (type as DuckDBArrayType).valueType, hide);
    case TYPE.STRUCT:
      return struct((value as DuckDBStructValue).entries, type as DuckDBStructType, hide);
    case TYPE.MAP:
      return map(value as DuckDBMapValue, type as DuckDBMapType, hide);
    case TYPE.UNION: {
      const { tag, value: inner } = value as DuckDBUnionValue;
      return partJson(inner, (type as DuckDBUnionType).memberTypeForTag(tag), hide);
    }
    case TYPE.VARIANT:
      return variant(value as DuckDBVariantValue, (inner, of) => valueJson(inner, of, hide)) ?? "null";
    default:
      return JSON.stringify(valueText(value, type, hide));
  }
}

const HAS_PARTS: ReadonlySet<number> = new Set([TYPE.LIST, TYPE.ARRAY, TYPE.STRUCT, TYPE.MAP, TYPE.UNION]);

function isTime(id: number): boolean {
  return (
    id === TYPE.TIMESTAMP ||
    id === TYPE.TIMESTAMP_TZ ||
    id === TYPE.TIMESTAMP_S ||
    id === TYPE.TIMESTAMP_MS ||
    id === TYPE.TIMESTAMP_NS
  );
}

/** With as many digits behind the second as it has. */
function timeText(value: DuckDBValue, id: number): string {
  if (id === TYPE.TIMESTAMP || id === TYPE.TIMESTAMP_TZ) {
    const { micros } = value as DuckDBTimestampTZValue;
    const milliseconds = Number(micros / 1000n);
    const rest = Number(micros % 1000n);
    if (rest >= 0 && Math.abs(milliseconds) < 8.64e15) {
      const text = new Date(milliseconds).toISOString();
      if (rest === 0) return text.replace(".000Z", "Z");
      return `${text.slice(0, -1)}${String(rest).padStart(3, "0")}Z`;
    }
  }
  const text = String(value).replace(/[+-]\d\d(?::\d\d)*$/, "");
  return /^\d/.test(text) ? `${text.replace(" ", "T")}Z` : text;
}

function isExact(value: bigint): boolean {
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER;
}

/** A number where JavaScript reads the same digits back. */
function decimal(text: string): string {
  const digits = text.replace(/^-|\./g, "").replace(/^0+/, "");
  return digits.length <= 15 ? text : JSON.stringify(text);
}

function list(items: readonly DuckDBValue[], type: DuckDBType, hide: Hide): string {
  return `[${items.map((item) => partJson(item, type, hide)).join(",")}]`;
}

function struct(entries: Readonly<Record<string, DuckDBValue>>, type: DuckDBStructType, hide: Hide): string {
  const fields = type.entryNames.map(
    (name, at) => `${JSON.stringify(name)}:${partJson(entries[name], type.entryTypes[at]!, hide)}`,
  );
  return `{${fields.join(",")}}`;
}

function map({ entries }: DuckDBMapValue, { keyType, valueType }: DuckDBMapType, hide: Hide): string {
  const fields = entries.map(
    ({ key, value }) =>
      `${JSON.stringify(valueText(key, keyType, hide) ?? "null")}:${partJson(value, valueType, hide)}`,
  );
  return `{${fields.join(",")}}`;
}

function variant<T>(
  { value, type }: DuckDBVariantValue,
  as: (value: DuckDBValue, type: DuckDBType) => T,
): T | string {
  return type ? as(value, type) : String(value);
}

function hex({ bytes }: DuckDBBlobValue): string {
  return `0x${Buffer.from(bytes).toString("hex")}`;
}
