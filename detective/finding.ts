import { compareText } from "./compareText";

/** How much a finding matters, in Sigma's words; the lightest first. */
export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;
/** How grave a finding is, from `LEVELS`. */
export type Level = (typeof LEVELS)[number];

/** A technique of MITRE ATT&CK. Source: attack.mitre.org/techniques/enterprise */
export interface AttackTechnique {
  /** For example `T1098.003`. */
  id: string;
  name: string;
}

/** `success` where at least one of the calls succeeded; else `denied` where one was refused for lack of rights. */
export type Outcome = "success" | "denied" | "failed";

/** Something in the trail that a person should look at, with what it rests on. */
export interface Finding {
  /** What kind it is, kebab-case: `privilege-escalation`, `trail-tampering`, `unauthorised-access`, … */
  kind: string;
  level: Level;
  /** What happened, in a few words. */
  title: string;
  /** Why it matters, in one sentence with the values that were seen. */
  why: string;
  /** The principal in one short word, see `principalName`. */
  who: string;
  /** Addresses (or AWS services) the calls came from. */
  from: readonly string[];
  /** The user, role, key, bucket or trail that it was done to; absent where the records name none. */
  target?: string;
  outcome: Outcome;
  /** ISO 8601, of the first and the last of its events. */
  first: string;
  last: string;
  attack: readonly AttackTechnique[];
  /** eventIDs of the records that it rests on, oldest first. */
  evidence: readonly string[];
}

/** The heavier the higher, from 0; a text that is no level is below them all. */
export function levelRank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** Orders findings: the heaviest first, of the same level the newest. */
export function byWeight(a: Finding, b: Finding): number {
  return levelRank(b.level) - levelRank(a.level) || compareText(b.last, a.last);
}
