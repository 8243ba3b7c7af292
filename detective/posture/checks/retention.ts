import { Check } from "../check";
import { LifecycleRule } from "../clients";
import { Findings } from "../findings";
import { auditTrail, bucketCommand } from "../fixText";
import { awsPage } from "../reference";
import { Trail, TrailFacts } from "../trailFacts";
import { count } from "../../wording";

export const retention: Check = {
  id: "logs-kept",
  title: "Logs are kept as long as they must be",
  pillar: "data",
  weight: 2,
  why: "Intruders are found after months; a log that expired the week before tells nothing.",
  reads: ["s3:GetBucketLifecycleConfiguration", "cloudtrail:DescribeTrails"],
  references: [
    awsPage("Expiring objects", "AmazonS3/latest/userguide/lifecycle-expire-general-considerations.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const rules = findings.need(facts.lifecycle);
    if (trail && rules) judgeRules(findings, rules, trail, facts);
    const { retentionDays } = facts.asked;
    return findings.verdict({
      say: `Let no rule of the bucket's lifecycle expire logs, or old versions of them, before ${retentionDays} days; the command replaces all rules, so look at the present ones first.`,
      command: bucketCommand(
        facts,
        "put-bucket-lifecycle-configuration",
        "--lifecycle-configuration file://lifecycle.json",
      ),
      pulumi: auditTrail(
        facts,
        `logBucket: { retentionDays: ${Math.max(90, retentionDays)}, oldVersionDays: ${Math.max(90, retentionDays)} },`,
      ),
    });
  },
};

function judgeRules(
  findings: Findings,
  rules: readonly LifecycleRule[],
  trail: Trail,
  facts: TrailFacts,
): void {
  const { retentionDays, now } = facts.asked;
  for (const rule of rules) {
    if (rule.Status !== "Enabled" || !mayHitLogs(rule, trail)) continue;
    const name = `rule ${rule.ID ?? "without a name"}`;
    const { Days, Date: date } = rule.Expiration ?? {};
    if (Days !== undefined && Days < retentionDays) {
      findings.problem(`${name} expires logs after ${count(Days, "day")}, before ${retentionDays}`);
    } else if (Days !== undefined) findings.fact(`${name} expires logs after ${count(Days, "day")}`);
    // From that day on it expires whatever is there, however new.
    if (date)
      findings.problem(`${name} expires all logs ${date < now ? "since" : "on"} ${date.toISOString()}`);
    judgeOldVersions(findings, name, rule, retentionDays);
  }
  findings.fact(
    rules.length === 0
      ? "the bucket has no lifecycle: logs stay for ever"
      : `${rules.length} lifecycle rules were read`,
  );
}

function judgeOldVersions(findings: Findings, name: string, rule: LifecycleRule, wanted: number): void {
  const { NoncurrentDays: days, NewerNoncurrentVersions: kept } = rule.NoncurrentVersionExpiration ?? {};
  if (days === undefined) return;
  const keeps = kept === undefined ? "" : ` but for ${kept}`;
  findings.expect(
    days >= wanted,
    `${name} removes old versions after ${count(days, "day")}${keeps}`,
    `${name} removes what was overwritten or deleted after ${count(days, "day")}${keeps}, before ${wanted}`,
  );
}

/** Log files carry no tags, so a rule for a tag leaves them alone. */
function mayHitLogs({ Prefix, Filter }: LifecycleRule, trail: Trail): boolean {
  if (Filter?.Tag || (Filter?.And?.Tags ?? []).length > 0) return false;
  const prefix = Filter?.And?.Prefix ?? Filter?.Prefix ?? Prefix ?? "";
  const folder = `${trail.S3KeyPrefix ? `${trail.S3KeyPrefix}/` : ""}AWSLogs/`;
  return prefix.startsWith(folder) || folder.startsWith(prefix);
}
