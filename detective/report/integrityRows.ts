/** One line of what a report says about the log files' integrity. */
export interface IntegrityRow {
  what: string;
  verdict: "valid" | "invalid" | "unknown";
  detail: string;
}

export const INTEGRITY_COLUMNS = ["What", "Verdict", "Evidence"] as const;

/** A row's cells, as every renderer shows them. */
export function integrityCells({ what, verdict, detail }: IntegrityRow): [string, string, string] {
  return [what, verdict, detail];
}
