import type { Shown } from "../detective";
import { count } from "../detective/wording";
import type { IntegrityProof } from "./proveIntegrity";
import type { Detected } from "./runDetections";
import type { Incident } from "./tellIncident";

/** What a run showed of what no check can tell, for the score. */
export function shownByRun({
  detected,
  proof,
  incident,
  events,
}: {
  detected: Detected;
  proof: IntegrityProof;
  incident: Incident;
  /** How many the rules were asked of. */
  events: number;
}): Shown[] {
  const { rules, answer } = detected;
  return [
    {
      id: "rules-run",
      status: answer.items.length > 0 ? "pass" : "fail",
      evidence: `${rules} rules were asked of ${count(events, "event")}, ${count(answer.items.length, "finding")}`,
    },
    { id: "integrity-proven", status: proof.status, evidence: proof.says },
    { id: "timeline-exercised", ...reconstructed(incident) },
  ];
}

function reconstructed({ timeline }: Incident): Omit<Shown, "id"> {
  const first = timeline.entries.find(({ marks }) => marks.includes("first-contact"));
  const escalation = timeline.entries.find(({ marks }) => marks.includes("escalation"));
  if (!first || !escalation) {
    const missing = [...(first ? [] : ["the first contact"]), ...(escalation ? [] : ["the escalation"])];
    return { status: "fail", evidence: `the timeline does not name ${missing.join(" and ")}` };
  }
  return {
    status: "pass",
    evidence: `the timeline names the first contact (${first.event.eventName}) and the escalation (${escalation.event.eventName})`,
  };
}
