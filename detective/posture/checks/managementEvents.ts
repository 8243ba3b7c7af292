import { Check } from "../check";
import { managementSelection } from "../eventSelection";
import { Findings } from "../findings";
import { auditTrail } from "../fixText";
import { cis, cloudTrailPage } from "../reference";
import { selectorsCommand } from "../selectorsCommand";

export const managementEvents: Check = {
  id: "management-events",
  title: "Management events are recorded, those that read and those that write",
  pillar: "detection",
  weight: 0,
  why: "Who looks around before the theft only reads; who leaves out reads never sees it.",
  reads: ["cloudtrail:GetEventSelectors"],
  references: [
    cis("4.1", "3.1"),
    cloudTrailPage("Logging management events", "logging-management-events-with-cloudtrail"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const selectors = findings.need(facts.selectors);
    const selected = selectors && managementSelection(selectors);
    if (selectors && !selected) findings.doubt("the trail's selectors were answered as an empty list");
    if (selected) {
      findings.expect(
        selected.read !== undefined,
        "events that read are recorded",
        "management events that read are not recorded",
      );
      findings.expect(
        selected.write !== undefined,
        "events that write are recorded",
        "management events that write are not recorded",
      );
      for (const narrowed of selected.narrowed) findings.fact(`a part only: ${narrowed}`);
    }
    return findings.verdict({
      say: "Give the trail one selector that takes every management event; name the data events that it records in the same command, as it replaces all selectors.",
      command: selectorsCommand(facts),
      pulumi: auditTrail(facts, 'managementEvents: { access: "all" },'),
    });
  },
};
