import { gatherFacts, judge, type AccountFacts, type JudgedCheck } from "../detective";
import type { Call } from "./command";
import { NoAnswerError } from "./noAnswerError";
import { UsageError } from "./usageError";
import type { OutputOptions } from "./options/outputOptions";
import type { PostureOptions } from "./options/postureOptions";
import { Progress } from "./progress";
import { openAccount } from "./trail/account";
import { postureClients } from "./trail/postureClients";
import { askedRegions } from "./trail/trailRegions";
import { count } from "../detective/wording";

/** What the checks found. */
export interface Judged {
  facts: AccountFacts;
  checks: readonly JudgedCheck[];
  regions: readonly string[];
}

/**
 * Reads what the checks look at, and judges it.
 *
 * @throws UsageError when there is no trail of the name that was given
 * @throws NoAnswerError when nothing at all could be read
 */
export async function judgeAccount(call: Call): Promise<Judged> {
  const options = call.options as unknown as PostureOptions & OutputOptions;
  const account = await openAccount(options, call.io.env);
  const { regions } = await askedRegions(options, account);
  const progress = new Progress(call.io, "checking", options);
  progress.say(`trails, buckets, keys, alarms in ${count(regions.length, "Region")}`);
  const facts = await gatherFacts(await postureClients(account), {
    regions,
    now: new Date(call.io.now()),
    ...(options.trail !== undefined && { trailName: options.trail }),
    ...(options.keyAlias !== undefined && { keyAlias: options.keyAlias }),
    ...(options.retentionDays !== undefined && { retentionDays: options.retentionDays }),
    ...(options.logAccount !== undefined && { logAccounts: options.logAccount }),
  }).finally(() => progress.end("done"));
  if (options.trail !== undefined) throwIfNotThere(options.trail, facts);
  const checks = judge(facts);
  if (checks.every(({ status }) => status === "unknown")) {
    // One reason (no credentials, no network) is behind all of them.
    throw new NoAnswerError(checks[0]?.evidence[0] ?? "there is nothing to check");
  }
  return { facts, checks, regions };
}

/** A misspelt trail would otherwise fail every check. */
function throwIfNotThere(name: string, { trails, recordings, regions }: AccountFacts): void {
  if (trails.some(({ trail }) => trail.state !== "absent")) return;
  const others = recordings.map(({ trail }) => trail.name).join(", ");
  throw new UsageError(
    `--trail ${JSON.stringify(name)}: there is no such trail in ${regions.join(", ")} (${others === "" ? "there is none at all" : `there is ${others}`}); name its Region with --region, or make one with audit-trail up`,
  );
}
