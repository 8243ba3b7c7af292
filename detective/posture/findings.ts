import { Fix, Verdict } from "./check";
import { Fact } from "./fact";

/** Gathers what a check finds, and draws the verdict: one problem fails, else one doubt makes it unknown. */
export class Findings {
  private readonly problems: string[] = [];
  private readonly doubts: string[] = [];
  private readonly facts: string[] = [];

  /** The fact's value; where there is none, what that means is noted and undefined returned. */
  need<T>(fact: Fact<T>): T | undefined {
    if (fact.state === "value") return fact.value;
    // One missing thing (the trail) can make several facts miss; it is said once.
    if (fact.state === "absent") this.once(this.problems, fact.why);
    else this.once(this.doubts, `could not be read: ${fact.error}`);
    return undefined;
  }

  fact(text: string): void {
    this.once(this.facts, text);
  }

  problem(text: string): void {
    this.once(this.problems, text);
  }

  doubt(text: string): void {
    this.once(this.doubts, text);
  }

  /** A fact where `holds`, else a problem. */
  expect(holds: boolean, fact: string, problem: string): void {
    if (holds) this.fact(fact);
    else this.problem(problem);
  }

  verdict(fix: Fix): Verdict {
    const evidence = [...this.problems, ...this.doubts, ...this.facts];
    if (this.problems.length > 0) return { status: "fail", evidence, fix };
    return this.doubts.length > 0 ? { status: "unknown", evidence, fix } : { status: "pass", evidence };
  }

  private once(list: string[], text: string): void {
    if (!list.includes(text)) list.push(text);
  }
}
