import { CloudTrailEvent } from "../../event";
import { AttackTechnique, Level } from "../../finding";
import { LogPlaces } from "./logPlaces";

/** What a call does to the audit trail when it succeeds. */
export interface Judgement {
  level: Level;
  /** In a clause: `the trail records nothing until StartLogging`. */
  effect: string;
  attack: readonly AttackTechnique[];
  /** What it was done to, in words. */
  target?: string;
}

/** Judges one call; undefined where it doesn't harm the trail. */
export type Rule = (event: CloudTrailEvent, places: LogPlaces) => Judgement | undefined;

/** The rules of one service, by the name of the API. */
export type Rules = ReadonlyMap<string, Rule>;

export function rules(table: Readonly<Record<string, Rule>>): Rules {
  return new Map(Object.entries(table));
}

/** A call that is judged by its name alone. */
export function always(level: Level, effect: string, attack: readonly AttackTechnique[]): Rule {
  return () => ({ level, effect, attack });
}

/** Whether a value somewhere inside is this one, as text or as a flag; for settings that services nest in their own ways. */
export function holdsValue(inside: unknown, value: string, depth = 0): boolean {
  if (typeof inside === "object" && inside !== null) {
    return depth < 12 && Object.values(inside).some((each) => holdsValue(each, value, depth + 1));
  }
  return String(inside).toLowerCase() === value.toLowerCase();
}
