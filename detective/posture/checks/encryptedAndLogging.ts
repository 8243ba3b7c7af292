import { Check, Fix } from "../check";
import { Findings } from "../findings";
import { auditTrail, fixNames, shellWord, trailCommand } from "../fixText";
import { cis, cloudTrailPage } from "../reference";
import { isAlias, sameKey } from "../sameKey";
import { Trail, TrailFacts } from "../trailFacts";

export const encryptedAndLogging: Check = {
  id: "encrypted-and-logging",
  title: "The trail encrypts with that key, and is logging now",
  pillar: "detection",
  weight: 4,
  why: "A trail that was stopped looks like any other; only its status tells. Stopping it is an intruder's first move.",
  reads: ["cloudtrail:DescribeTrails", "cloudtrail:GetTrailStatus", "kms:DescribeKey", "kms:ListAliases"],
  references: [
    cis("4.5", "3.5"),
    cloudTrailPage("Updating a trail with the AWS CLI", "cloudtrail-update-trail-by-using-the-aws-cli"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const mend = trail && !judgeKey(findings, trail, facts) ? giveKey(facts) : startLogging(facts);
    judgeStatus(findings, facts);
    return findings.verdict(mend);
  },
};

function giveKey(facts: TrailFacts): Fix {
  return {
    say: "Give the trail its key (the key must be enabled), then see that it is logging.",
    command: trailCommand(facts, "update-trail", "--kms-key-id", shellWord(fixNames(facts).key)),
    pulumi: auditTrail(facts),
  };
}

function startLogging(facts: TrailFacts): Fix {
  return {
    say: "Start logging.",
    command: trailCommand(facts, "start-logging"),
    pulumi: auditTrail(facts, "enableLogging: true,"),
  };
}

/** Whether the trail encrypts with a key that works; what can't be read counts as not. */
function judgeKey(findings: Findings, trail: Trail, facts: TrailFacts): boolean {
  if (!trail.KmsKeyId) {
    findings.problem(`${trail.arn} has no KMS key`);
    return false;
  }
  const key = findings.need(facts.key);
  const aliases = isAlias(trail.KmsKeyId) ? findings.need(facts.aliases) : [];
  if (!key || !aliases) return false;
  const same = sameKey(trail.KmsKeyId, key, aliases);
  findings.expect(
    same,
    `the trail encrypts with ${trail.KmsKeyId}`,
    `the trail's key ${trail.KmsKeyId} is not ${key.Arn ?? key.KeyId ?? "the key that was read"}`,
  );
  const state = key.KeyState ?? "not stated";
  findings.expect(state === "Enabled", "the key is Enabled", `the trail's key is ${state}: delivery fails`);
  return same && state === "Enabled";
}

function judgeStatus(findings: Findings, facts: TrailFacts): void {
  const status = findings.need(facts.status);
  if (!status) return;
  const stopped = status.StopLoggingTime ? ` since ${status.StopLoggingTime.toISOString()}` : "";
  findings.expect(status.IsLogging === true, "the trail is logging", `the trail is not logging${stopped}`);
  if (status.LatestDeliveryTime) findings.fact(`latest delivery ${status.LatestDeliveryTime.toISOString()}`);
  // A trail that logs and cannot deliver keeps nothing.
  if (status.LatestDeliveryError) findings.problem(`latest delivery failed: ${status.LatestDeliveryError}`);
}
