import { Level } from "../finding";
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
}

/** A detection for programs, in one flat object. */
export function detectionLine({ rule, place, places, group, why }: Detection): DetectionLine {
  return {
    rule: ruleKey(rule),
    title: rule.title,
    level: rule.level,
    ...placeLine(place),
    why,
    ...(rule.kind === "correlation" && { records: places.map(placeLine), group }),
  };
}

function placeLine({ eventID, source, index }: RecordPlace) {
  return { eventID: eventID ?? null, source, record: index };
}
