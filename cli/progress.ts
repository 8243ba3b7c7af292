import { Terminal } from "./terminal";
import type { Io } from "./io";

/** What takes less is not worth a line. */
const SILENT_MS = 1_000;

/** How far one step of a command is, on stderr, once it has taken a second. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #began = performance.now();
  readonly #timer: NodeJS.Timeout | undefined;
  #shown = false;
  #line = "";

  constructor(
    io: Pick<Io, "stderr" | "env">,
    private readonly name: string,
    { quiet = false, after = SILENT_MS }: { quiet?: boolean; after?: number } = {},
  ) {
    this.#terminal = new Terminal(io.stderr, io.env);
    if (!quiet) this.#timer = setTimeout(() => this.#show(), after);
    this.#timer?.unref();
  }

  say(line: string): void {
    this.#line = line;
    if (this.#shown) this.#terminal.progress(line);
  }

  /** Leaves the screen to something else meanwhile: a question. */
  async aside<T>(act: () => Promise<T>): Promise<T> {
    clearTimeout(this.#timer);
    this.end("done");
    try {
      return await act();
    } finally {
      if (this.#timer !== undefined) this.#show();
    }
  }

  end(outcome: "done" | "failed", summary = this.#line): void {
    clearTimeout(this.#timer);
    const seconds = (performance.now() - this.#began) / 1000;
    if (this.#shown) this.#terminal.stageEnded(this.name, seconds, outcome, summary);
    this.#shown = false;
  }

  #show(): void {
    this.#shown = true;
    this.#terminal.stageStarted(this.name);
    this.#terminal.progress(this.#line);
  }
}
