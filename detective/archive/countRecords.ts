import { isJsonObject } from "../json";
import { Coverage, Gap, QueryError } from "../source";
import { checkQuery } from "../sources/checkQuery";
import { FilesRead } from "../sources/filesRead";
import { filesInOrder } from "../sources/logFileList";
import { givenPaths, listFiles } from "../sources/logFiles";
import { LogFilesOptions, LogScope, checkOptions } from "../sources/logScope";
import { scanOptions } from "../sources/scanOptions";
import { count, digits } from "../wording";
import { archiveScan } from "./scan/archiveScan";
import { CountTotal, countBy } from "./scan/jobs/countBy";
import { RecordFilter, ScannedField } from "./scan/recordFilter";

/** What of log files is counted, and how they are read. */
export interface CountRecordsOptions extends Omit<LogFilesOptions, "accounts" | "regions"> {
  /** The fields by whose values records are counted, such as `eventName` or `userIdentity.arn`. */
  readonly by: readonly ScannedField[];
  /** Which records are counted: all of one set's conditions hold. @default all of them */
  readonly where?: RecordFilter;
  /** Inclusive. @default all */
  readonly startTime?: Date;
  /** Inclusive. @default all */
  readonly endTime?: Date;
}

/** How many records have the same. */
export interface RecordCount {
  /** What they have in the fields of `by`, of what is no text its JSON; null where it is absent or null. */
  readonly key: readonly (string | null)[];
  readonly count: number;
}

/** What was counted, the most frequent first, and what that covers. */
export interface RecordCounts {
  readonly counts: readonly RecordCount[];
  readonly coverage: Coverage;
}

/**
 * Counts the records of log files on disk by what they have in fields, without parsing them.
 *
 * Each record counts that was delivered, also where it was delivered twice.
 * @throws QueryError on what can't be meant, or where a path has no log file below it
 */
export async function countRecords(
  paths: string | readonly string[],
  options: CountRecordsOptions,
): Promise<RecordCounts> {
  const given = givenPaths(paths);
  const { by, where, startTime, endTime, signal } = options;
  const query = { ...(startTime && { startTime }), ...(endTime && { endTime }) };
  checkOptions(options);
  checkQuery(query, Date.now());
  checkFields(by, where);
  const scope = new LogScope(query, options);
  const read = new FilesRead(`log files in ${given.join(", ")}`, options.onFiles);
  const job = countBy({ by, ...(where && { where }), range: { from: scope.start, to: scope.end } });
  const total = new CountTotal();
  try {
    const files = async (many: () => void) => {
      const listed = await listFiles(given, scope, signal, many);
      read.addAll(listed.problems);
      return filesInOrder(listed);
    };
    for await (const one of archiveScan(files, job, scanOptions(options))) {
      read.took(one);
      if (one.result) total.add(one.result);
    }
    read.ended = true;
  } catch (error) {
    // What was counted before is kept, and the coverage says that it is not all.
    if (!signal?.aborted) throw error;
  }
  read.handedOut = total.counted;
  return { counts: total.sorted(), coverage: read.coverage(query, total.records > 0, gapsOf(total)) };
}

/** @throws QueryError where a field is none */
function checkFields(by: readonly unknown[], where: RecordFilter | undefined): void {
  const fields = [...by, ...(where ?? []).flat().map((each: unknown) => isJsonObject(each) && each.field)];
  const wrong = fields.find((field) => typeof field !== "string" || field === "");
  if (wrong !== undefined)
    throw new QueryError(
      `a field is ${JSON.stringify(wrong)}; give its path in the record, such as userIdentity.arn`,
    );
}

function gapsOf({ undated, noRecords }: CountTotal): Gap[] {
  const gaps: Gap[] = [];
  if (undated > 0) {
    const detail = `${count(undated, "record")} without a readable time not counted: they may lie in the time range.`;
    gaps.push({ reason: "dirty-records", inherent: false, detail });
  }
  if (noRecords > 0) {
    const detail = `${digits(noRecords)} of the entries ${noRecords === 1 ? "is" : "are"} no JSON object and not counted.`;
    gaps.push({ reason: "dirty-records", inherent: true, detail });
  }
  return gaps;
}
