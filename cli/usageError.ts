/** The command can't be meant as it was typed; the message says what, the value, the limit and the way out. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
