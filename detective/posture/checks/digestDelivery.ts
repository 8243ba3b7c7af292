import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { judgeDelivery } from "../judgeDelivery";
import { cloudTrailPage } from "../reference";

/** A digest is written every hour, also when nothing happened; the first one comes with the second hour. */
const HOURS = 3;

export const digestDelivery: Check = {
  id: "digest-delivery",
  title: "Digest files arrive every hour",
  pillar: "detection",
  weight: 0,
  why: "An hour without a digest is an hour whose log files nobody can prove to be whole.",
  reads: ["cloudtrail:GetTrailStatus", "cloudtrail:DescribeTrails"],
  references: [
    cloudTrailPage(
      "CloudTrail digest file structure",
      "cloudtrail-log-file-validation-digest-file-structure",
    ),
  ],
  // A trail without validation writes no digests; log-file-validation says so.
  applies: ({ trail }) => trail.state !== "value" || trail.value.LogFileValidationEnabled === true,
  evaluate(facts) {
    const findings = new Findings();
    findings.need(facts.trail);
    const status = findings.need(facts.status);
    if (status) {
      const { LatestDigestDeliveryTime: time, LatestDigestDeliveryError: error } = status;
      judgeDelivery(findings, { what: "digest file", time, error, hours: HOURS }, status, facts.asked.now);
    }
    return findings.verdict({
      say: "Let the bucket's policy and the key's admit digests too (AWSLogs/<account>/CloudTrail-Digest/), and see that the trail is logging.",
      command: trailCommand(facts, "get-trail-status"),
      pulumi: auditTrail(facts, "withoutLogFileValidation: false,"),
    });
  },
};
