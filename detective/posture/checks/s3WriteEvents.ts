import { Check } from "../check";
import { Findings } from "../findings";
import { DataEvents, dataEventsFix, judgeDataEvents } from "../judgeDataEvents";
import { cis, cloudTrailPage } from "../reference";

const EVENTS: DataEvents = {
  what: "writes to objects of S3",
  type: "AWS::S3::Object",
  service: "s3",
  access: "write",
};

export const s3WriteEvents: Check = {
  id: "s3-write-events",
  title: "Writes to objects of S3 are recorded",
  pillar: "detection",
  weight: 1,
  why: "Who overwrote or deleted data can't be found in management events: PutObject and DeleteObject are data events.",
  reads: ["cloudtrail:GetEventSelectors"],
  references: [
    cis("4.8", "3.8"),
    cloudTrailPage("Logging data events", "logging-data-events-with-cloudtrail"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    judgeDataEvents(findings, facts, EVENTS);
    return findings.verdict(dataEventsFix(facts, EVENTS));
  },
};
