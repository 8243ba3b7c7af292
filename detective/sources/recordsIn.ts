import { isJsonObject } from "../json";
import { completeObjects } from "./completeObjects";
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
 * Of a text that is cut off or broken, the records that are whole.
 */
export function recordsIn(text: string): FileRecords {
  const trimmed = text.replace(/^\uFEFF/, "").trim();
  if (trimmed === "") return { records: [], problem: "it is empty" };
  let value: unknown;
  try {
    value = JSON.parse(trimmed);
  } catch (error) {
    return recordsOnLines(trimmed) ?? recordsOfBroken(trimmed, (error as Error).message);
  }
  return recordsOf(value);
}

function recordsOf(value: unknown): FileRecords {
  if (Array.isArray(value)) return { records: value };
  if (isJsonObject(value)) {
    if (Array.isArray(value.Records)) return { records: value.Records };
    // What LookupEvents answers, with records as text inside.
    if (Array.isArray(value.Events)) return { records: value.Events };
    if ("digestEndTime" in value && "logFiles" in value) return { records: [], digest: true };
    if (["eventVersion", "eventID", "eventName", "CloudTrailEvent"].some((name) => name in value))
      return { records: [value] };
  }
  return { records: [], problem: "it holds no CloudTrail records" };
}

/** Undefined where the text isn't made of lines that are JSON each. */
function recordsOnLines(text: string): FileRecords | undefined {
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  if (lines.length < 2 || !isJson(lines[0]!)) return undefined;
  const records: unknown[] = [];
  let broken = 0;
  for (const line of lines) {
    try {
      const read = recordsOf(JSON.parse(line));
      records.push(...read.records);
      if (read.problem) broken++;
    } catch {
      records.push(line);
      broken++;
    }
  }
  if (records.length === broken) return undefined;
  return { records, ...(broken > 0 && { problem: `${broken} of its ${lines.length} lines are no records` }) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Whole objects of the list that the text begins. */
function recordsOfBroken(text: string, reason: string): FileRecords {
  const list = /^(?:\{\s*"(?:Records|Events)"\s*:\s*)?\[/.exec(text);
  if (!list) return { records: [], problem: `it is not JSON (${reason})` };
  const { texts, ended } = completeObjects(text, list[0].length);
  const records = texts.map((part): unknown => {
    try {
      return JSON.parse(part);
    } catch {
      return part;
    }
  });
  const whole = records.filter((record) => typeof record !== "string").length;
  const what = ended ? "its JSON is broken" : "it is cut off";
  return { records, problem: `${what}; ${count(whole, "whole record")} read` };
}
