import type { Target } from "./target";

/** The emulator ended in the middle of a run, and with it everything that the run made there. */
export class TargetEndedError extends Error {
  override readonly name = "TargetEndedError";

  constructor(target: Pick<Target, "description" | "recentLog">, cause: unknown) {
    const what = cause instanceof Error ? cause.message : String(cause);
    super(
      [
        `the emulator ended in the middle of the run (${target.description}); its last lines:`,
        target.recentLog() || "(it said nothing)",
        `What that broke: ${what}`,
        "Way out: run it again; when it ends again, see in its last lines why (too little memory ends it without a word)",
      ].join("\n"),
      { cause },
    );
  }
}
