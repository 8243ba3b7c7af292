import type { QueryAnswer } from "../../detective/archive/query/archiveQuery";
import type { RenderedQuery } from "../../detective/archive/savedQuery/savedQueryText";
import type { AthenaSession } from "../../detective/athena/athenaSession";
import { queryAthena } from "../../detective/athena/queryAthena";
import type { Call } from "../command";
import { note } from "../note";
import type { Range } from "../options/readTime";
import type { AccountOptions } from "../options/trailOptions";
import { Progress } from "../progress";
import { openAccount } from "../trail/account";
import { askOnTerminal, openAthenaSession, type AthenaReadOptions } from "../trail/athena";
import { UsageError } from "../usageError";

/** Each day that is looked at costs. */
const DAYS = 7;
const DAY_MS = 86_400_000;

/**
 * Asks Athena, with progress on stderr.
 *
 * @throws UsageError on options that are for files only
 */
export async function athenaAnswer(
  call: Call,
  { sql, from, to }: RenderedQuery,
  range: Range,
): Promise<QueryAnswer> {
  const { io, signal } = call;
  const options = call.options as unknown as AthenaReadOptions &
    AccountOptions & { quiet?: boolean; explain?: boolean; cache?: string };
  if (options.explain)
    throw new UsageError("--explain shows DuckDB's plan; leave it out with --from athena:…");
  if (options.cache !== undefined)
    throw new UsageError("--cache is of files on this machine; leave it out with --from athena:…");
  const progress = new Progress(io, "asking Athena", options);
  let session: AthenaSession | undefined;
  let outcome: "done" | "failed" = "failed";
  try {
    session = await openAthenaSession(options, await openAccount(options, io.env), {
      signal,
      say: (line) => progress.say(line),
      ask: askOnTerminal(progress),
    });
    const answer = await queryAthena(session, sql, {
      ...range,
      days: days(call, { sql, ...(from !== undefined && { from }), ...(to !== undefined && { to }) }, range),
    });
    outcome = "done";
    return answer;
  } finally {
    await session?.settled();
    progress.end(outcome);
  }
}

/** The days of delivery that are looked at: those that were named, or the last ones. */
function days(call: Call, { sql, from, to }: RenderedQuery, { startTime, endTime }: Range) {
  if (from !== undefined || to !== undefined) return { ...(from && { from }), ...(to && { to }) };
  if (startTime || endTime || /\blog_day\b/i.test(sql)) return {};
  note(call, `the last ${DAYS} days of delivery are asked; --since, or a condition on log_day, asks others`);
  const first = new Date(call.io.now() - (DAYS - 1) * DAY_MS).toISOString().slice(0, 10);
  return { from: first.replaceAll("-", "/") };
}
