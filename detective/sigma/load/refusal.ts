import { RulePosition } from "../rulePosition";

/** Thrown while one document is read, and turned into its `RuleProblem`: it never leaves the loader. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /**
   * @param problem what, the value, the limit
   * @param help the way out
   */
  constructor(
    readonly at: RulePosition,
    readonly problem: string,
    readonly help: string,
  ) {
    super(problem);
  }
}

const LONGEST_SHOWN = 80;

/** A value as a message shows it: in quotes, escaped, and cut. */
export function shown(value: string): string {
  const characters = value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
  return JSON.stringify(characters);
}
