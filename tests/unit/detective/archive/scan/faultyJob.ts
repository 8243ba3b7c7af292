import { JobOrder, ScanJob } from "../../../../../detective/archive/scan/scanJob";

/** What becomes of a thread at a file of a name. */
export interface FaultyParams {
  readonly exits?: string;
  readonly throws?: string;
  readonly answersNoData?: string;
}

/** Counts records, and fails at some files. */
export function faultyJob(params: FaultyParams): JobOrder<number> {
  return { module: __filename, params };
}

export function prepare(params: FaultyParams): ScanJob<number> {
  return {
    fields: [],
    scanned: ({ count }, { name }) => {
      if (name === params.exits) process.exit(3);
      if (name === params.throws) throw new Error("no such luck");
      if (name === params.answersNoData) return (() => count) as unknown as number;
      return count;
    },
    parsed: (entries) => entries.length,
  };
}
