import { redact, type Answer, type CloudTrailEvent } from "../../detective";
import { redactText } from "../../detective/redactText";

/** Every record that was read by this process, so that it is known again wherever an answer holds it. */
const records = new WeakSet<object>();

/** Redaction takes longer than reading: a record is redacted when it is written, and not when it is read. */
export function remember(event: CloudTrailEvent): void {
  records.add(event);
}

/** A copy without secrets: records are redacted by their fields' names, every other text by its shape. */
export function hideSecrets<T>(value: T): T {
  return hidden(value) as T;
}

function hidden(value: unknown): unknown {
  if (typeof value === "string") return isPlain(value) ? value : redactText(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (records.has(value)) return redact(value as CloudTrailEvent);
  if (Array.isArray(value)) return value.map(hidden);
  if (value instanceof Map) return new Map([...value].map(([key, inner]) => [key as unknown, hidden(inner)]));
  if (value instanceof Set) return new Set([...(value as Set<unknown>)].map(hidden));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, hidden(inner)]));
}

/** An eventID, a time, a number: there are as many of them as of events, and none holds a secret. */
function isPlain(text: string): boolean {
  return text.length < 12 || /^[0-9a-fA-F-]{36}$|^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
}

/** The answer with its free text hidden; its items stay as they are, see `hideSecrets`. */
export function hideInRows<K extends string, T>(answer: Answer<K, T>): Answer<K, T> {
  const texts = answer.columns.filter(({ kind }) => kind === "text").map(({ key }) => key);
  const hide = (row: (typeof answer.rows)[number]) => ({
    ...row,
    ...Object.fromEntries(texts.map((key) => [key, redactText(row[key])])),
  });
  return texts.length === 0 ? answer : { ...answer, rows: answer.rows.map(hide) };
}
