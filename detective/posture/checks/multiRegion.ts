import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { cis, cloudTrailPage } from "../reference";

export const multiRegion: Check = {
  id: "multi-region",
  title: "The trail records every Region",
  pillar: "detection",
  weight: 4,
  why: "An intruder works where nobody looks: in a Region that a single-Region trail doesn't record.",
  reads: ["cloudtrail:DescribeTrails"],
  references: [
    cis("4.1", "3.1"),
    cloudTrailPage(
      "Receiving log files from multiple Regions",
      "receive-cloudtrail-log-files-from-multiple-regions",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    if (trail) {
      findings.expect(
        trail.IsMultiRegionTrail === true,
        `${trail.arn} is a multi-Region trail (home Region ${trail.region})`,
        `${trail.arn} records ${trail.region} only`,
      );
    }
    return findings.verdict({
      say: "Make the trail a multi-Region one.",
      command: trailCommand(facts, "update-trail", "--is-multi-region-trail"),
      pulumi: auditTrail(facts, "singleRegion: false,"),
    });
  },
};
