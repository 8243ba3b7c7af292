import { loadJob } from "../loadJob";
import { JobFile, JobOrder, ScanJob } from "../scanJob";
import { ScannedRecords } from "../recordScanner";
import { pickFields } from "../pickFields";

/** Does several jobs in one pass over the files; the result is a list with each one's. */
export function manyJobs<Results extends readonly unknown[]>(
  ...jobs: { [At in keyof Results]: JobOrder<Results[At]> }
): JobOrder<Results> {
  return { module: __filename, params: jobs };
}

export function prepare(orders: readonly JobOrder<unknown>[]): ScanJob<readonly unknown[]> {
  const single = orders.map((order) => loadJob(order));
  const fields = [...new Set(single.flatMap((job) => job.fields))];
  const jobs = single.map((job) => job.among?.(fields) ?? job);
  const picks = jobs.map((job) => pickFields(job.fields, fields));
  return {
    fields,
    scanned: (records: ScannedRecords, file: JobFile) =>
      jobs.map((job, at) => job.scanned(picks[at]!(records), file)),
    parsed: (entries, first, file) => jobs.map((job) => job.parsed(entries, first, file)),
    transfer: (results) => jobs.flatMap((job, at) => job.transfer?.(results[at]) ?? []),
  };
}
