import { isAthenaAddress } from "../../detective/athena/athenaAddress";
import { AthenaRules, athenaRules } from "../../detective/athena/athenaRules";
import type { Range } from "../options/readTime";
import type { TrailOptions } from "../options/trailOptions";
import { UsageError } from "../usageError";
import type { Account } from "./account";
import { openAthenaSession, type AthenaWatcher } from "./athena";

/**
 * Rules to be asked where the records lie, if it is Athena that is asked.
 *
 * @throws UsageError where others are to be read in the same run, or in another engine
 */
export async function openAthenaRules(
  options: TrailOptions & { engine?: string },
  sources: readonly string[],
  range: Range,
  account: () => Promise<Account>,
  watcher: AthenaWatcher,
): Promise<AthenaRules | undefined> {
  const from = sources.find(isAthenaAddress);
  if (from === undefined) return undefined;
  if (sources.length > 1)
    throw new UsageError(`${from} is asked by itself: ask the others in a run of their own`);
  if (options.engine === "duckdb")
    throw new UsageError(`--engine duckdb reads files; ${from} is asked in Athena's own SQL: leave it out`);
  return athenaRules(await openAthenaSession({ ...options, from }, await account(), watcher), range);
}
