import { hasLookAround } from "../match/compileRegex";
import { RulePosition } from "../rulePosition";
import { Refusal } from "./refusal";

/** The longest public rule has about 2,000 tests. */
const MOST_TESTS = 20_000;

/** Few characters of a regular expression can take a millisecond to compile. */
const MOST_PATTERNS = 500;
const LONGEST_PATTERNS = 20_000;
/** Of one with look-around, each character counts so often: it has to be proven quick. */
const LOOK_AROUND_WEIGHT = 20;

/** Counts the tests that one rule comes to, so that aliases and wildcards can't make few lines into millions. */
export class TestBudget {
  #spent = 0;
  #patterns = 0;
  #patternLength = 0;

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

  /** @throws Refusal once the rule has more than 500 regular expressions, or more than 20,000 characters of them */
  spendPattern(source: string, at: RulePosition): void {
    this.#patterns++;
    this.#patternLength += source.length * (hasLookAround(source) ? LOOK_AROUND_WEIGHT : 1);
    if (this.#patterns > MOST_PATTERNS || this.#patternLength > LONGEST_PATTERNS)
      throw new Refusal(
        at,
        `the rule has more than ${MOST_PATTERNS} regular expressions, or ${LONGEST_PATTERNS} characters of them`,
        "split it into several rules",
      );
  }
}
