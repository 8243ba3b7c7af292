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

/**
 * Makes a fact of an API call.
 *
 * @param call what was called, for the error: `s3:GetBucketPolicy`
 * @param absences error names that mean "not there", and what to say of it
 */
export async function readFact<T>(
  call: string,
  read: () => Promise<Fact<T>>,
  absences: Readonly<Record<string, string>> = {},
): Promise<Fact<T>> {
  try {
    return await read();
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    const why = Object.hasOwn(absences, name) ? absences[name] : undefined;
    return why !== undefined ? absent(why) : unreadable(`${call}: ${name}: ${message}`);
  }
}

/** A further fact that needs an earlier one: where that is missing, so is this, for the same reason. */
export async function readFrom<A, B>(fact: Fact<A>, read: (value: A) => Promise<Fact<B>>): Promise<Fact<B>> {
  return fact.state === "value" ? read(fact.value) : fact;
}
