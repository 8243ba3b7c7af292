/** There is no answer at all; the message says why and the way out. */
export class NoAnswerError extends Error {
  override readonly name = "NoAnswerError";
}
