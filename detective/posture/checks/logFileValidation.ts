import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { cis, cloudTrailPage } from "../reference";

export const logFileValidation: Check = {
  id: "log-file-validation",
  title: "Log-file validation is on",
  pillar: "detection",
  weight: 4,
  why: "Signed digests are what shows that a log file was changed or deleted.",
  reads: ["cloudtrail:DescribeTrails"],
  references: [
    cis("4.2", "3.2"),
    cloudTrailPage("Validating CloudTrail log file integrity", "cloudtrail-log-file-validation-intro"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    if (trail) {
      findings.expect(
        trail.LogFileValidationEnabled === true,
        `${trail.arn} writes digest files`,
        `${trail.arn} writes no digest files: LogFileValidationEnabled is not true`,
      );
    }
    return findings.verdict({
      say: "Switch log-file validation on.",
      command: trailCommand(facts, "update-trail", "--enable-log-file-validation"),
      pulumi: auditTrail(facts, "withoutLogFileValidation: false,"),
    });
  },
};
