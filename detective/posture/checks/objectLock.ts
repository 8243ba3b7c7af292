import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, bucketCommand, shellJson } from "../fixText";
import { awsPage } from "../reference";
import { count } from "../../wording";

export const objectLock: Check = {
  id: "object-lock",
  title: "Logs are locked when they arrive",
  pillar: "data",
  weight: 2,
  why: "Versions can be deleted by whoever has the rights; a locked one stays until its time has come.",
  reads: ["s3:GetObjectLockConfiguration"],
  references: [awsPage("Locking objects with Object Lock", "AmazonS3/latest/userguide/object-lock.html")],
  evaluate(facts) {
    const findings = new Findings();
    const lock = findings.need(facts.objectLock);
    const { retentionDays } = facts.asked;
    if (lock) {
      const { mode, days = 0 } = lock;
      if (mode === undefined || days === 0)
        findings.problem("Object Lock is on, but nothing is locked by default");
      else findings.fact(`what arrives is locked for ${count(days, "day")}, ${mode.toLowerCase()} mode`);
      if (days > 0 && days < retentionDays) {
        findings.fact(`after ${count(days, "day")} it can be deleted, though ${retentionDays} are asked for`);
      }
      if (mode === "GOVERNANCE") findings.fact("s3:BypassGovernanceRetention lifts the lock");
    }
    return findings.verdict({
      say: "Give the bucket a default retention; versioning must be on.",
      command: bucketCommand(
        facts,
        "put-object-lock-configuration",
        "--object-lock-configuration",
        shellJson({
          ObjectLockEnabled: "Enabled",
          Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: retentionDays } },
        }),
      ),
      pulumi: auditTrail(facts, `logBucket: { objectLock: { mode: "governance", days: ${retentionDays} } },`),
    });
  },
};
