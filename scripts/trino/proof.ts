/** A statement of ours, and how to judge what Trino makes of it. */
export interface Proof {
  readonly kind: string;
  readonly name: string;
  /** What users get; `sql` is the same over records of its own, perhaps several times. */
  readonly text: string;
  sql(): readonly string[];
  /**
   * @param time which of the statements, from 0
   * @returns what is wrong
   */
  judge(rows: readonly (readonly (string | null)[])[], types: string, time: number): string | undefined;
}
