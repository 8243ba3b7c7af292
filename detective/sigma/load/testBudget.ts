import { RulePosition } from "../rulePosition";
import { Refusal } from "./refusal";

/** The longest public rule has about 2,000 tests. */
const MOST_TESTS = 20_000;

/** Counts the tests that one rule comes to, so that aliases and wildcards can't make few lines into millions. */
export class TestBudget {
  #spent = 0;

  get spent(): number {
    return this.#spent;
  }

  /** @throws Refusal once the rule has more than 20,000 tests */
  spend(tests: number, at: RulePosition): void {
    this.#spent += tests;
    if (this.#spent > MOST_TESTS)
      throw new Refusal(
        at,
        `the rule comes to more than ${MOST_TESTS} tests of a value`,
        "split it into several rules",
      );
  }
}
