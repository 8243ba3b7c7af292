import { TrailFacts } from "./trailFacts";

/** The five pillars of the mission score. */
export type Pillar = "identity" | "data" | "detection" | "infrastructure" | "response";

/** `unknown`: what the check needs could not be read; it never counts as passed. */
export type Status = "pass" | "fail" | "unknown";

/** How to mend what a check found. */
export interface Fix {
  /** What to do, in one sentence. */
  say: string;
  /** The AWS CLI command that does it, with `<…>` for what only the owner knows. */
  command?: string;
}

/** A check's answer; it always comes with what it rests on. */
export interface Verdict {
  status: Status;
  /** On a fail the reasons come first, then what was found in order. */
  evidence: readonly string[];
  /** Absent on a pass. */
  fix?: Fix;
}

export interface Check {
  /** kebab-case, stable: it names the check in reports and scores. */
  id: string;
  title: string;
  pillar: Pillar;
  /** Points of the mission score. */
  weight: number;
  /** What goes wrong without it. */
  why: string;
  /** The API calls whose answers it looks at. */
  reads: readonly string[];
  evaluate(facts: TrailFacts): Verdict;
}

/** A check together with its verdict, as reports and scores take it. */
export type JudgedCheck = Pick<Check, "id" | "title" | "pillar" | "weight" | "why"> & Verdict;

/** Runs every check; one that breaks is `unknown` with its error, and the others still run. */
export function runChecks(checks: readonly Check[], facts: TrailFacts): JudgedCheck[] {
  return checks.map((check) => {
    const { id, title, pillar, weight, why } = check;
    return { id, title, pillar, weight, why, ...judge(check, facts) };
  });
}

function judge(check: Check, facts: TrailFacts): Verdict {
  try {
    return check.evaluate(facts);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { status: "unknown", evidence: [`the check itself broke: ${name}: ${message}`] };
  }
}
