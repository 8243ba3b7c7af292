import { AccountFacts } from "./accountFacts";
import { Check } from "./check";
import { Findings } from "./findings";
import { awsPage, cis } from "./reference";
import { WATCH_READS, Watch, WatchedCall, judgeWatch, watchFix } from "./watch";

/** What tells one check of an alarm from another. */
export interface WatchedCheck extends Pick<
  Check<AccountFacts>,
  "id" | "title" | "pillar" | "weight" | "why"
> {
  /** Its recommendation in the CIS AWS Foundations Benchmark, by the numbers of version 7.0 and 3.0. */
  cis: readonly [v7: string, v3: string];
  watch: Watch;
}

/** The check that somebody is told of certain calls. */
export function watchCheck({ cis: [v7, v3], watch, ...head }: WatchedCheck): Check<AccountFacts> {
  return {
    ...head,
    reads: WATCH_READS,
    references: [
      cis(v7, v3),
      awsPage(
        "CloudTrail log events as metric filters and alarms",
        "awscloudtrail/latest/userguide/cloudwatch-alarms-for-cloudtrail.html",
      ),
    ],
    evaluate(facts) {
      const findings = new Findings();
      judgeWatch(findings, facts, watch);
      return findings.verdict(watchFix(facts, watch));
    },
  };
}

/** Calls that are told from others by their names alone. */
export function callsNamed(
  names: readonly string[],
  source: string,
  where: WatchedCall["where"],
): WatchedCall[] {
  return names.map((name) => ({ says: name, source, name, where }));
}

/** The part of a metric filter's pattern that matches calls of these names. */
export function anyOfNames(names: readonly string[]): string {
  return names.map((name) => `($.eventName = ${name})`).join(" || ");
}
