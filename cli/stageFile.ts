import { writeFileSync } from "node:fs";
import type { Observer } from "../harness";

/** What `--stages` writes; times in seconds since the process was started. */
export interface StageFileContent {
  /** When the process was started, in ms since 1970. */
  startedAt: number;
  /** When all code was loaded and the command began. */
  begun: number;
  stages: StageTimes[];
  /** When the command was done. */
  ended: number;
}

export interface StageTimes {
  name: string;
  begun: number;
  ended: number;
  outcome: "done" | "failed";
  /** What it said while it ran; lines that differ in their numbers alone count as one. */
  steps: { line: string; begun: number }[];
}

/** Hands on what happens in a run, and keeps when it did. */
export class StageFile implements Observer {
  readonly #begun = now();
  readonly #stages: StageTimes[] = [];
  #current = { begun: 0, steps: [] as StageTimes["steps"] };

  constructor(private readonly next: Observer) {}

  stageStarted(name: string): void {
    this.#current = { begun: now(), steps: [] };
    this.next.stageStarted(name);
  }

  progress(line: string): void {
    const { steps } = this.#current;
    if (kindOf(line) !== kindOf(steps.at(-1)?.line ?? "")) steps.push({ line, begun: now() });
    this.next.progress(line);
  }

  stageEnded(name: string, seconds: number, outcome: "done" | "failed", summary?: string): void {
    this.#stages.push({ name, ...this.#current, ended: now(), outcome });
    this.next.stageEnded(name, seconds, outcome, summary);
  }

  note(text: string): void {
    this.next.note(text);
  }

  write(file: string): void {
    const content: StageFileContent = {
      startedAt: performance.timeOrigin,
      begun: this.#begun,
      stages: this.#stages,
      ended: now(),
    };
    writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
  }
}

const now = () => performance.now() / 1000;

const kindOf = (line: string) => line.replace(/\d+/g, "#");
