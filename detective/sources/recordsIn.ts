import { isJsonObject } from "../json";
import { ListSplitter } from "./listSplitter";
import { count } from "../wording";

/** What a file holds. */
export interface FileRecords {
  /** Records as `eventOf` takes them, in the file's order; one that is no JSON is here as its text. */
  records: readonly unknown[];
  /** Why some are missing or can't be read. */
  problem?: string;
  /** It is a digest, which is no log file and none that should be one. */
  digest?: true;
}

/**
 * The records in a file's text: `{"Records": […]}` as CloudTrail delivers them, the output of `aws cloudtrail
 * lookup-events`, a list of either's records, a single one, or any of these on lines of their own.
 *
 * Of a text that is cut off or broken, the records that are whole. Every entry of a list and every line that isn't blank
 * counts, whatever it holds, so that a record's place in the file is the place here.
 * @param lines the file's name says that it is made of lines
 */
export function recordsIn(text: string, { lines = false } = {}): FileRecords {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return { records: [], problem: "it is empty" };
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch (error) {
    return recordsOnLines(trimmed, lines) ?? recordsOfBroken(trimmed, (error as Error).message);
  }
  return lines && !trimmed.includes("\n") ? recordsOfLines([trimmed]) : recordsOf(value);
}

function recordsOf(value: unknown): FileRecords {
  if (Array.isArray(value)) {
    const records = value.flatMap(entriesOfEntry);
    // A list of whatever else, as of what EventBridge sends, is none of records.
    const isOther = records.length > 0 && !records.some(isRecordEntry);
    return { records, ...(isOther && { problem: NO_RECORDS }) };
  }
  if (isJsonObject(value)) {
    if (Array.isArray(value.Records)) return { records: value.Records };
    // What LookupEvents answers, with records as text inside.
    if (Array.isArray(value.Events)) return { records: value.Events };
    if ("digestEndTime" in value && "logFiles" in value) return { records: [], digest: true };
    if (isRecord(value)) return { records: [value] };
  }
  return { records: [], problem: NO_RECORDS };
}

export const NO_RECORDS = "it holds no CloudTrail records";

/** An entry of a list, or what it holds where it is a whole document: so tools write them that gather files. */
export function entriesOfEntry(entry: unknown): readonly unknown[] {
  if (!isJsonObject(entry) || isRecord(entry)) return [entry];
  if (Array.isArray(entry.Records)) return entry.Records;
  return Array.isArray(entry.Events) ? entry.Events : [entry];
}

/** Whether it may be a record: also one that stands as text. */
export function isRecordEntry(entry: unknown): boolean {
  return typeof entry === "string" || (isJsonObject(entry) && isRecord(entry));
}

/** By the names that nearly every record has, also where somebody's tool wrote them small. */
function isRecord(value: object): boolean {
  return Object.keys(value).some((name) => RECORD_NAMES.has(name.toLowerCase()));
}

const RECORD_NAMES: ReadonlySet<string> = new Set([
  "eventversion",
  "eventid",
  "eventname",
  "cloudtrailevent",
]);

/** How the text of a list begins, and a document of one. */
export const LIST = /^\s*(?:\{\s*"(?:Records|Events)"\s*:\s*)?\[/;

/** Undefined where the text isn't made of lines that are JSON each. */
function recordsOnLines(text: string, named: boolean): FileRecords | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2) return undefined;
  const isLines = named || parsed(lines[0]!) !== undefined;
  if (!isLines && (LIST.test(text) || !lines.some((line) => isJsonObject(parsed(line))))) return undefined;
  return recordsOfLines(lines);
}

function recordsOfLines(lines: readonly string[]): FileRecords {
  const records: unknown[] = [];
  const tally = new LineTally();
  for (const line of lines) for (const entry of tally.entriesOf(line)) records.push(entry);
  const { problem } = tally;
  return { records, ...(problem !== undefined && { problem }) };
}

/** Reads lines one after the other, and counts what they turn out to be. */
export class LineTally {
  private lines = 0;
  private broken = 0;
  private recognized = false;

  /** What a line stands for: the entries of a document on it, else itself, also where it is no record. */
  entriesOf(line: string): readonly unknown[] {
    this.lines++;
    const value = parsed(line);
    if (value === undefined) {
      this.broken++;
      return [line];
    }
    if (isJsonObject(value)) {
      const { records, problem, digest } = recordsOf(value);
      if (problem !== undefined || digest) return [value];
      this.recognized = true;
      return records;
    }
    if (!Array.isArray(value) || value.length === 0 || !value.every(isJsonObject)) return [value];
    const { records, problem } = recordsOf(value);
    this.recognized ||= problem === undefined;
    return records;
  }

  get problem(): string | undefined {
    if (this.broken > 0) return `${this.broken} of its ${this.lines} lines are no records`;
    return this.recognized ? undefined : NO_RECORDS;
  }
}

/** Undefined where a text is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whole entries of the list that the text begins. */
function recordsOfBroken(text: string, reason: string): FileRecords {
  const list = LIST.exec(text);
  if (!list) return { records: [], problem: `it is not JSON (${reason})` };
  const splitter = new ListSplitter();
  const records = splitter.feed(text.slice(list[0].length)).map((entry) => parsed(entry) ?? nullOr(entry));
  const whole = records.filter((record) => isJsonObject(record)).length;
  const what = splitter.ended ? "its JSON is broken" : "it is cut off";
  return { records, problem: `${what}; ${count(whole, "whole record")} read` };
}

function nullOr(text: string): string | null {
  return text === "null" ? null : text;
}
