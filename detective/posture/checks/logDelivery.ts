import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { judgeDelivery } from "../judgeDelivery";
import { cloudTrailPage } from "../reference";

/** The calls of whoever asks are recorded themselves, so a trail that delivers has something of this day. */
const HOURS = 24;

export const logDelivery: Check = {
  id: "log-delivery",
  title: "Log files arrive in the bucket",
  pillar: "detection",
  weight: 0,
  why: "A trail can say that it logs while every delivery fails; CloudTrail tries for 30 days, and what it then gives up is lost.",
  reads: ["cloudtrail:GetTrailStatus"],
  references: [
    cloudTrailPage("Getting and viewing your CloudTrail log files", "get-and-view-cloudtrail-log-files"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const status = findings.need(facts.status);
    if (status) {
      const { LatestDeliveryTime: time, LatestDeliveryError: error } = status;
      judgeDelivery(findings, { what: "log file", time, error, hours: HOURS }, status, facts.asked.now);
    }
    return findings.verdict({
      say: "See what the error names: the bucket, its policy or the key; then look at the status again. `audit-trail doctor` tells which.",
      command: trailCommand(facts, "get-trail-status"),
      pulumi: auditTrail(facts),
    });
  },
};
