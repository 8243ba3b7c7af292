import { AwsErrorKind, awsErrorKind, explainAwsError } from "../explainAwsError";

/**
 * Something read from an API: there, not there, or not to be read.
 *
 * The third is why facts are not simply optional: "no permission" must never look like "not there", nor like "fine".
 */
export type Fact<T> =
  { state: "value"; value: T } | { state: "absent"; why: string } | { state: "unreadable"; error: string };

export function value<T>(read: T): Fact<T> {
  return { state: "value", value: read };
}

export function absent(why: string): Fact<never> {
  return { state: "absent", why };
}

export function unreadable(error: string): Fact<never> {
  return { state: "unreadable", error };
}

/** Error names by what they say of the thing: that it isn't there, and why; or what stands in its place. */
export type Absences<T> = Readonly<Record<string, string | { stands: T }>>;

/** Failures that say nothing of the thing, but of who asks, and of the way there: they are told with the way out. */
const EVERY_CALLS: ReadonlySet<AwsErrorKind> = new Set([
  "expired",
  "no-credentials",
  "bad-credentials",
  "clock",
  "timeout",
  "unreachable",
  "dropped",
]);

/**
 * Makes a fact of an API call.
 *
 * @param call what was called, for the error: `s3:GetBucketPolicy`
 */
export async function readFact<T>(
  call: string,
  read: () => Promise<Fact<T>>,
  absences: Absences<T> = {},
): Promise<Fact<T>> {
  try {
    return await read();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const known = Object.hasOwn(absences, name) ? absences[name] : undefined;
    if (known === undefined && EVERY_CALLS.has(awsErrorKind(error)))
      return unreadable(explainAwsError(error, { call }));
    if (known === undefined) return unreadable(`${call}: ${name}: ${message}`);
    return typeof known === "string" ? absent(known) : value(known.stands);
  }
}

/** A further fact that needs an earlier one: where that is missing, so is this, for the same reason. */
export async function readFrom<A, B>(fact: Fact<A>, read: (value: A) => Promise<Fact<B>>): Promise<Fact<B>> {
  return fact.state === "value" ? read(fact.value) : fact;
}

/** The same fact in other terms. */
export function mapFact<A, B>(fact: Fact<A>, change: (value: A) => B): Fact<B> {
  return fact.state === "value" ? value(change(fact.value)) : fact;
}
