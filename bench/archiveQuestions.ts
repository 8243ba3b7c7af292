/** A question that the bench of the archive asks: one, or four in one pass. */
export type ArchiveQuestion = "names" | "denials" | "user" | "four";

/** What one asking took, and what came out. */
export interface ArchiveTimes {
  /** From the listing of the files to the answer, threads' start in it. */
  seconds: number;
  /** User and system time of all threads, from the start of the process. */
  cpuSeconds: number;
  files: number;
  /** How many records were looked at. */
  records: number;
  /** What is compared: records by what was asked. */
  answer: Record<string, number>;
}

/** Whose events are asked for. */
export const USER = "mallory";
/** What a call ends with that was refused. */
export const DENIED = ["AccessDenied", "Client.UnauthorizedOperation", "UnauthorizedOperation"];
