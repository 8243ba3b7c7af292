import { Check } from "../check";
import { Findings } from "../findings";
import { DataEvents, dataEventsFix, judgeDataEvents } from "../judgeDataEvents";
import { cloudTrailPage } from "../reference";

/** Invoke is an event that writes. */
const EVENTS: DataEvents = {
  what: "invocations of functions",
  type: "AWS::Lambda::Function",
  service: "lambda",
  access: "write",
};

export const lambdaEvents: Check = {
  id: "lambda-events",
  title: "Invocations of Lambda functions are recorded",
  pillar: "detection",
  weight: 0,
  why: "A function with a strong role is a way to its rights; only Invoke events say who took it.",
  reads: ["cloudtrail:GetEventSelectors"],
  references: [cloudTrailPage("Logging data events", "logging-data-events-with-cloudtrail")],
  evaluate(facts) {
    const findings = new Findings();
    judgeDataEvents(findings, facts, EVENTS);
    return findings.verdict(dataEventsFix(facts, EVENTS));
  },
};
