import type { StageFileContent } from "../cli/stageFile";

/** One piece of the time that `npm start` took, in seconds since it was started. */
export interface Piece {
  name: string;
  begun: number;
  ended: number;
  /** What went on in it, where it took long. */
  steps: { line: string; begun: number; ended: number }[];
}

/** A step is worth a line of its own from this length, in seconds. */
const longStep = 2;
/** What lies between two stages is worth a line from this length, in seconds. */
const longGap = 0.05;

/**
 * Puts the whole time of `npm start` together: what is before the command's first stage, its stages, what lies between
 * them, and what comes after the last.
 *
 * @param run when npm was started (ms since 1970), and after how many seconds it ended
 */
export function startStages(file: StageFileContent, run: { startedAt: number; seconds: number }): Piece[] {
  // The stage file counts from the start of the command's own process.
  const offset = (file.startedAt - run.startedAt) / 1000;
  const piece = (name: string, begun: number, ended: number, steps: Piece["steps"] = []): Piece => ({
    name,
    begun,
    ended,
    steps,
  });
  const pieces = [
    piece("npm, dependencies", 0, offset),
    piece("start Node, load the code", offset, offset + file.begun),
  ];
  for (const { name, begun, ended, steps } of file.stages) {
    const before = pieces.at(-1)!;
    if (offset + begun - before.ended >= longGap)
      pieces.push(piece(`between, before ${name}`, before.ended, offset + begun));
    const lasting = steps.map((step, index) => ({
      line: step.line,
      begun: offset + step.begun,
      ended: offset + (steps[index + 1]?.begun ?? ended),
    }));
    pieces.push(
      piece(
        name,
        offset + begun,
        offset + ended,
        lasting.filter((step) => step.ended - step.begun >= longStep),
      ),
    );
  }
  pieces.push(piece("close, write the report", pieces.at(-1)!.ended, offset + file.ended));
  pieces.push(piece("end the processes", offset + file.ended, run.seconds));
  return pieces;
}
