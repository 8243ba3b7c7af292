import { Level } from "../finding";
import type { FileProof } from "../integrity/fileProver";
import { ruleKey } from "../sigma/rule";
import { Detection, RecordPlace } from "./detection";

/** A detection as a line of JSON has it. */
export interface DetectionLine {
  rule: string;
  title: string;
  level: Level;
  /** Null where the record has none. */
  eventID: string | null;
  source: string;
  /** The record's position in the source, from 0. */
  record: number;
  why: string;
  /** Of a correlation: what it rests on, oldest first. */
  records?: readonly { eventID: string | null; source: string; record: number }[];
  group?: Readonly<Record<string, string>>;
  /** Of the files that it rests on, where it was asked for. */
  proof?: readonly FileProof[];
}

/** A detection for programs, in one flat object. */
export function detectionLine({ rule, place, places, group, why, proof }: Detection): DetectionLine {
  return {
    rule: ruleKey(rule),
    title: rule.title,
    level: rule.level,
    ...placeLine(place),
    why,
    ...(rule.kind === "correlation" && { records: places.map(placeLine), group }),
    ...(proof && { proof }),
  };
}

function placeLine({ eventID, source, index }: RecordPlace) {
  return { eventID: eventID ?? null, source, record: index };
}
