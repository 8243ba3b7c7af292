import {
  DetectionFindings,
  detect,
  detectionTable,
  loadRules,
  madeByRun,
  ownRules,
  recordsOf,
  type Answer,
  type CloudTrailEvent,
  type EventSet,
} from "../detective";
import { UnansweredError } from "./askQuestions";

/** What rules found, and how many were asked. */
export interface Detected {
  rules: number;
  answer: Answer;
}

/**
 * Asks the rules that come with the package of everything the history shows, and sees that they noticed this very run.
 *
 * @throws UnansweredError when no finding of medium or more rests on a call of the run
 */
export async function runDetections(set: EventSet, run: { correlationId: string }): Promise<Detected> {
  const ruleSet = await loadRules(ownRules());
  const findings = new DetectionFindings();
  const records = set.events.map(asDelivered);
  for await (const detection of await detect(recordsOf(records, set.coverage.source), ruleSet, {
    level: "medium",
  }))
    findings.add(detection);
  const answer = detectionTable(findings.findings(), set.coverage);
  const own = new Set(
    set.events.filter((event) => madeByRun(event, run.correlationId)).map(({ eventID }) => eventID),
  );
  if (!answer.events.some((id) => own.has(id)))
    throw new UnansweredError(`no rule noticed a call of this run (${run.correlationId})`);
  return { rules: ruleSet.rules.length + ruleSet.correlations.length, answer };
}

/** The record without what reading it added. */
function asDelivered({ lookup: _lookup, origin: _origin, unparsed, ...record }: CloudTrailEvent): unknown {
  return { ...record, ...unparsed };
}
