/** Somebody who watches a run; the CLI draws what it hears. */
export interface Observer {
  stageStarted(name: string): void;
  /** How far the running stage is; replaces what was said before. */
  progress(line: string): void;
  stageEnded(name: string, seconds: number, outcome: "done" | "failed", summary?: string): void;
  /** Something that the reader should know and that stays. */
  note(text: string): void;
}

/** An observer that looks away. */
export const nobody: Observer = { stageStarted() {}, progress() {}, stageEnded() {}, note() {} };
