import { isComplete } from "../source";
import { Timeline, TimelineEntry } from "../timeline/timeline";
import type { FileProver } from "./fileProver";
import { Proven, proofGaps, proofsOf } from "./provedAnswer";

/** The same timeline, each entry with the log file that its record lies in; what is not proven is a gap. */
export async function provedTimeline(
  timeline: Timeline,
  prover: Pick<FileProver, "proofOf">,
): Promise<Timeline> {
  const entries: (TimelineEntry & Proven)[] = [];
  for (const entry of timeline.entries)
    entries.push({ ...entry, proof: await proofsOf([entry.event.origin?.file], prover) });
  const gaps = [...timeline.coverage.gaps, ...proofGaps(entries)];
  return { ...timeline, entries, coverage: { ...timeline.coverage, gaps, complete: isComplete(gaps) } };
}
