import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { cloudTrailPage } from "../reference";

export const globalEvents: Check = {
  id: "global-events",
  title: "Events of IAM, STS and the other global services are recorded",
  pillar: "detection",
  weight: 0,
  why: "Without them a trail misses who made users, gave rights and took roles.",
  reads: ["cloudtrail:DescribeTrails"],
  references: [cloudTrailPage("Global service events", "cloudtrail-concepts")],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    if (trail) {
      findings.expect(
        trail.IncludeGlobalServiceEvents === true,
        "events of global services are included",
        "events of global services are left out: IncludeGlobalServiceEvents is not true",
      );
    }
    return findings.verdict({
      say: "Include the events of global services.",
      command: trailCommand(facts, "update-trail", "--include-global-service-events"),
      pulumi: auditTrail(facts, "withoutGlobalServiceEvents: false,"),
    });
  },
};
