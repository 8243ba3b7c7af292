import { Check } from "../check";
import { Findings } from "../findings";
import { DataEvents, dataEventsFix, judgeDataEvents } from "../judgeDataEvents";
import { cis, cloudTrailPage } from "../reference";

const EVENTS: DataEvents = {
  what: "reads of objects of S3",
  type: "AWS::S3::Object",
  service: "s3",
  access: "read",
};

export const s3ReadEvents: Check = {
  id: "s3-read-events",
  title: "Reads of objects of S3 are recorded",
  pillar: "detection",
  weight: 1,
  why: "Which data a thief took, GetObject by GetObject, only data events tell.",
  reads: ["cloudtrail:GetEventSelectors"],
  references: [
    cis("4.9", "3.9"),
    cloudTrailPage("Logging data events", "logging-data-events-with-cloudtrail"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    judgeDataEvents(findings, facts, EVENTS);
    return findings.verdict(dataEventsFix(facts, EVENTS));
  },
};
