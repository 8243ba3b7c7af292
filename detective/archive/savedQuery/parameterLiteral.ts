import { sqlLiteral } from "../../sigma/sql/sqlLiteral";
import { ParameterKind } from "./savedQuery";

/** A value that is not what its parameter takes: what it is, and what to give instead. */
export class ParameterValueError extends Error {
  override readonly name = "ParameterValueError";
}

const LONGEST_TEXT = 4096;
const MOST_TEXTS = 200;

/**
 * A value as a literal that DuckDB and Athena read alike. A list may come as one text, its items divided by commas.
 *
 * @throws ParameterValueError
 */
export function parameterLiteral(kind: ParameterKind, value: unknown): string {
  switch (kind) {
    case "text":
      return textLiteral(value);
    case "integer":
      return integerLiteral(value);
    case "timestamp":
      return `TIMESTAMP '${new Date(timeOf(value)).toISOString().replace("T", " ").replace("Z", "")}'`;
    case "day":
      return `'${dayOf(value)}'`;
    case "list": {
      const items = Array.isArray(value)
        ? value
        : String(plain(value))
            .split(",")
            .map((item) => item.trim());
      if (items.length === 0 || items.includes(""))
        throw refused("a list without items, or with an empty one", "give at least one, divided by commas");
      if (items.length > MOST_TEXTS) throw refused(`${items.length} items`, `give at most ${MOST_TEXTS}`);
      return `(${items.map(textLiteral).join(", ")})`;
    }
  }
}

/** A day as the log files' folders write it, `2026/01/31`. */
export function dayOf(value: unknown): string {
  const text =
    value instanceof Date && !Number.isNaN(value.getTime()) ? value.toISOString().slice(0, 10) : value;
  const match = typeof text === "string" ? /^(\d{4})([-/])(\d{2})\2(\d{2})$/.exec(text.trim()) : null;
  const day = match && `${match[1]}-${match[3]}-${match[4]}`;
  if (!day || !isDay(day)) throw refused(`${shown(value)} is no day`, "write 2026-01-31");
  return day.replaceAll("-", "/");
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
}

function textLiteral(value: unknown): string {
  const text = String(plain(value));
  if (text.length > LONGEST_TEXT)
    throw refused(`a text of ${text.length} characters`, `give at most ${LONGEST_TEXT}`);
  if (text.includes("\0")) throw refused("a text with a NUL in it, which no engine takes", "take it out");
  const literal = sqlLiteral(text);
  if (literal === undefined) throw refused("half a surrogate pair, which is no text", "take it out");
  return literal;
}

function integerLiteral(value: unknown): string {
  const text = typeof value === "number" ? String(value) : plain(value);
  if (typeof text !== "string" || !/^\d{1,15}$/.test(text.trim()))
    throw refused(`${shown(value)} is no whole number from 0`, "write digits only, at most 15");
  return String(Number(text));
}

const TIME = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2})?(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** Without a zone it is UTC. */
function timeOf(value: unknown): number {
  if (value instanceof Date && !Number.isNaN(value.getTime())) return value.getTime();
  const match = typeof value === "string" ? TIME.exec(value.trim()) : null;
  const [, day = "", clock = "00:00", seconds = ":00", fraction = "", zone = "Z"] = match ?? [];
  const time = isDay(day) ? Date.parse(`${day}T${clock}${seconds}${fraction.slice(0, 4)}${zone}`) : NaN;
  const year = Number.isNaN(time) ? NaN : new Date(time).getUTCFullYear();
  if (!(year >= 1 && year <= 9999)) throw refused(`${shown(value)} is no time`, "write 2026-01-31T12:00Z");
  return time;
}

function plain(value: unknown): string | number {
  if (typeof value === "string" || typeof value === "number") return value;
  throw refused(`${shown(value)} is no text`, "give a text");
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function refused(what: string, wayOut: string): ParameterValueError {
  return new ParameterValueError(`${what}; ${wayOut}`);
}
