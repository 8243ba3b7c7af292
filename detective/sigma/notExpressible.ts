/** A rule, or a part of it, that a backend's language has no exact words for. */
export class NotExpressible extends Error {
  override readonly name = "NotExpressible";

  /**
   * @param backend `eventbridge`, `metric-filter`, `duckdb` or `athena`
   * @param part what can't be said, as the rule writes it: `userAgent|re: …`
   * @param reason why not, and what to do instead where there is something
   */
  constructor(
    readonly backend: string,
    readonly part: string,
    readonly reason: string,
  ) {
    super(`${backend} cannot express "${part}": ${reason}`);
  }
}
