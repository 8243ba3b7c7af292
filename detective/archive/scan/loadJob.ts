import { createRequire } from "node:module";
import { JobOrder, ScanJob } from "./scanJob";

const load = createRequire(__filename);

/** Makes the job that an order names, on this thread. */
export function loadJob<Result>({ module, params }: JobOrder<Result>): ScanJob<Result> {
  const { prepare } = load(module) as { prepare: (params: unknown) => ScanJob<Result> };
  return prepare(params);
}
