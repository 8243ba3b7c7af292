import { Check } from "../check";
import { managementSelection } from "../eventSelection";
import { Findings } from "../findings";
import { auditTrail, shellJson, trailCommand } from "../fixText";
import { cloudTrailPage } from "../reference";

const KINDS = ["ApiCallRateInsight", "ApiErrorRateInsight"];

export const insights: Check = {
  id: "insights",
  title: "CloudTrail Insights looks for unusual rates of calls and errors",
  pillar: "detection",
  weight: 0,
  why: "A burst of calls or of refusals stands out from an account's ordinary day before anybody wrote a rule for it.",
  reads: ["cloudtrail:GetInsightSelectors", "cloudtrail:GetEventSelectors"],
  references: [cloudTrailPage("Working with CloudTrail Insights", "logging-insights-events-with-cloudtrail")],
  evaluate(facts) {
    const findings = new Findings();
    const on = findings.need(facts.insights);
    const selectors = findings.need(facts.selectors);
    for (const kind of on ? KINDS : []) {
      findings.expect(on!.includes(kind), `${kind} is on`, `${kind} is off`);
    }
    if (on?.includes("ApiCallRateInsight") && selectors) {
      const selected = managementSelection(selectors);
      if (selected && !selected.write) {
        findings.problem(
          "ApiCallRateInsight has nothing to look at: management events that write are not recorded",
        );
      }
    }
    return findings.verdict({
      say: "Switch both kinds of Insights on, at $0.35 per 100,000 events analysed for each.",
      command: trailCommand(
        facts,
        "put-insight-selectors --trail-name",
        "--insight-selectors",
        shellJson(KINDS.map((InsightType) => ({ InsightType }))),
      ),
      pulumi: auditTrail(facts, `insights: ${JSON.stringify(KINDS)},`),
    });
  },
};
