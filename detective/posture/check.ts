import { AccountFacts } from "./accountFacts";
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
  /** The same as a Pulumi program's statement in TypeScript, by `aws` or this package's components. */
  pulumi?: string;
}

/** A check's answer; it always comes with what it rests on. */
export interface Verdict {
  status: Status;
  /** On a fail the reasons come first, then what was found in order. */
  evidence: readonly string[];
  /** Absent on a pass. */
  fix?: Fix;
}

/** A page or a benchmark's recommendation that a check rests on. */
export interface Reference {
  name: string;
  url?: string;
}

/** One check of a trail, or (`Check<AccountFacts>`) of the account. */
export interface Check<F = TrailFacts> {
  /** kebab-case, stable: it names the check in reports and scores. */
  id: string;
  title: string;
  pillar: Pillar;
  /** Points of the mission score; 0 for what is worth knowing and earns none. */
  weight: number;
  /** What goes wrong without it. */
  why: string;
  /** The API calls whose answers it looks at. */
  reads: readonly string[];
  references: readonly Reference[];
  /** False where something that was read leaves nothing to judge, as a log group's retention where there is no log group. */
  applies?(facts: F): boolean;
  evaluate(facts: F): Verdict;
}

/** A check together with its verdict, as reports and scores take it. */
export interface JudgedCheck extends Verdict {
  id: string;
  title: string;
  pillar: Pillar;
  weight: number;
  why: string;
  /** @default none */
  references?: readonly Reference[];
  /** The trail that it speaks of; absent where it is the account. */
  subject?: string;
}

/** Runs every check; one that breaks is `unknown` with its error, and the others still run. */
export function runChecks<F>(checks: readonly Check<F>[], facts: F): JudgedCheck[] {
  return checks
    .filter((check) => applies(check, facts))
    .map((check) => {
      const { id, title, pillar, weight, why, references } = check;
      return { id, title, pillar, weight, why, references, ...verdict(check, facts) };
    });
}

/** All checks, as `judge` runs them. */
export interface Catalogue {
  /** Of each trail. */
  trail: readonly Check[];
  /** Of the account as a whole. */
  account: readonly Check<AccountFacts>[];
}

/** Runs a catalogue: the checks of each trail with the trail's name as `subject`, then those of the account. */
export function runCatalogue(catalogue: Catalogue, facts: AccountFacts): JudgedCheck[] {
  return [
    ...facts.trails.flatMap((trail) =>
      runChecks(catalogue.trail, trail).map((judged) => ({
        ...judged,
        evidence: [...judged.evidence, ...foreign(judged, trail, facts)],
        subject: subjectOf(trail, facts),
      })),
    ),
    ...runChecks(catalogue.account, facts),
  ];
}

/** An organization's trail shows in its members, but its bucket and key are not theirs to read. */
function foreign({ status }: Verdict, { trail }: TrailFacts, { account }: AccountFacts): string[] {
  if (status !== "unknown" || trail.state !== "value" || account.state !== "value") return [];
  return trail.value.account === account.value
    ? []
    : [`the trail is of account ${trail.value.account}: look there for what can't be read here`];
}

/** The trail's name; its ARN where two trails share the name (in two Regions, or an organization's beside one's own). */
function subjectOf({ trail, trailName }: TrailFacts, { trails }: AccountFacts): string {
  if (trail.state !== "value") return trailName;
  const { name, arn } = trail.value;
  const namesakes = trails.filter(
    (other) => other.trail.state === "value" && other.trail.value.name === name,
  );
  return namesakes.length > 1 ? arn : name;
}

function applies<F>(check: Check<F>, facts: F): boolean {
  try {
    return check.applies?.(facts) ?? true;
  } catch {
    // Judging it will say what broke.
    return true;
  }
}

function verdict<F>(check: Check<F>, facts: F): Verdict {
  try {
    return check.evaluate(facts);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { status: "unknown", evidence: [`the check itself broke: ${name}: ${message}`] };
  }
}
