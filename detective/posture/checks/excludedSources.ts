import { Check } from "../check";
import { managementSelection } from "../eventSelection";
import { Findings } from "../findings";
import { auditTrail } from "../fixText";
import { cloudTrailPage } from "../reference";
import { selectorsCommand } from "../selectorsCommand";

export const excludedSources: Check = {
  id: "excluded-sources",
  title: "No service's management events are left out",
  pillar: "detection",
  weight: 0,
  why: "Without the events of KMS nobody sees who decrypted what; without those of the RDS Data API, who asked a database.",
  reads: ["cloudtrail:GetEventSelectors"],
  references: [cloudTrailPage("Logging management events", "logging-management-events-with-cloudtrail")],
  evaluate(facts) {
    const findings = new Findings();
    const selectors = findings.need(facts.selectors);
    const selected = selectors && managementSelection(selectors);
    if (selectors && !selected) findings.doubt("the trail's selectors were answered as an empty list");
    if (selected) {
      const { read, write, narrowed } = selected;
      if (!read && !write) findings.problem("no management event is recorded at all");
      const left = [...new Set([...(read ?? []), ...(write ?? [])])];
      if (left.length > 0) findings.problem(`left out: ${left.join(", ")}`);
      else if (read || write) findings.fact("no source is left out");
      for (const each of narrowed) findings.fact(`a part only: ${each}`);
    }
    return findings.verdict({
      say: "Take the exclusion out of the trail's selectors; name the data events that it records in the same command, as it replaces all selectors.",
      command: selectorsCommand(facts),
      pulumi: auditTrail(facts, "managementEvents: { excludeKms: false, excludeRdsData: false },"),
    });
  },
};
