import * as pulumi from "@pulumi/pulumi";

/** What is wrong with one value: the limit it breaks and the way out; the value itself is added by the report. */
export type Rule<T> = (value: T) => string | undefined;

/**
 * Gathers what is wrong with a component's inputs, so that one error names all of it.
 *
 * A value that is only known while the program runs (an Output) is judged when it is known, by the same rule.
 */
export class InputProblems {
  readonly #problems: { propertyPath: string; reason: string }[] = [];

  constructor(readonly component: string) {}

  /** Notes a problem of its own: for what no single value shows. */
  add(propertyPath: string, reason: string): void {
    this.#problems.push({ propertyPath, reason });
  }

  /** Judges a plain value by a rule. */
  judge<T>(propertyPath: string, value: T | undefined, rule: Rule<T>): void {
    const reason = value === undefined || value === null ? undefined : rule(value);
    if (reason !== undefined) this.add(propertyPath, withValue(value, reason));
  }

  /**
   * Judges an Input by a rule and hands it on.
   *
   * What is wrong with an Output is known too late to throw: it is logged as an error, which fails the preview and
   * the update. (An Output that rejects would leave an inline program waiting for ever for what depends on it.)
   */
  check<T>(
    propertyPath: string,
    input: pulumi.Input<T> | undefined,
    rule: Rule<T>,
  ): pulumi.Input<T> | undefined {
    if (input instanceof Promise) {
      return this.check(propertyPath, pulumi.output(input) as pulumi.Output<T>, rule);
    }
    if (!pulumi.Output.isInstance(input)) {
      this.judge(propertyPath, input, rule);
      return input;
    }
    input.apply((value) => {
      const reason = rule(value);
      if (reason !== undefined) this.#logError(`${propertyPath}: ${withValue(value, reason)}`);
    });
    return input;
  }

  #logError(problem: string): void {
    void pulumi.log.error(`${this.component}: ${problem}`);
  }

  /** @throws InputPropertiesError that lists every problem noted so far. */
  throwIfAny(): void {
    if (this.#problems.length === 0) return;
    const lines = this.#problems.map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`);
    const count = this.#problems.length === 1 ? "1 input" : `${this.#problems.length} inputs`;
    throw new pulumi.InputPropertiesError({
      message: [`${this.component}: ${count} cannot be used:`, ...lines].join("\n"),
      errors: this.#problems,
    });
  }
}

function withValue(value: unknown, reason: string): string {
  return `${JSON.stringify(value)} ${reason}`;
}

/** A whole number of at least `least`; `wayOut` says what to do instead. */
export function wholeNumberFrom(least: number, wayOut: string): Rule<number> {
  return (value) =>
    Number.isInteger(value) && value >= least
      ? undefined
      : `is not a whole number of ${least} or more; ${wayOut}`;
}

/** A number up to `most`; `wayOut` says what to do instead. */
export function atMost(most: number, wayOut: string): Rule<number> {
  return (value) => (value > most ? `is more than ${most}; ${wayOut}` : undefined);
}

/** One of a few documented words. */
export function oneOf(words: readonly string[]): Rule<string> {
  return (value) =>
    words.includes(value) ? undefined : `is not one of ${words.join(", ")}; use one of these`;
}

/** Text of a given form. */
export function matching(form: RegExp, limit: string, wayOut: string): Rule<string> {
  return (value) =>
    typeof value === "string" && form.test(value) ? undefined : `is not ${limit}; ${wayOut}`;
}
