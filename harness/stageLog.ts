import type { Stage } from "../detective";
import type { Observer } from "./observer";

/** Runs a run's stages one after the other and keeps where each second went. */
export class StageLog {
  readonly stages: Stage[] = [];

  constructor(readonly observer: Observer) {}

  /** Runs one stage; `summary` turns its result into the few words that stay on the screen. */
  async run<T>(
    name: string,
    work: (progress: (line: string) => void) => Promise<T>,
    summary?: (result: T) => string,
  ): Promise<T> {
    const started = performance.now();
    const end = (outcome: "done" | "failed", text?: string) => {
      const seconds = (performance.now() - started) / 1000;
      this.stages.push({ name, seconds });
      this.observer.stageEnded(name, seconds, outcome, text);
    };
    this.observer.stageStarted(name);
    try {
      const result = await work((line) => this.observer.progress(line));
      end("done", summary?.(result));
      return result;
    } catch (error) {
      end("failed");
      throw error;
    }
  }
}
