import { Gap } from "../source";
import { count } from "../wording";

/** A file that could not be read, or not whole. */
export interface FileProblem {
  file: string;
  reason: string;
  region?: string;
}

/** So many files are named one by one. */
const NAMED = 20;

/** One gap a file, and one for the rest where there are very many. */
export function fileGaps(problems: readonly FileProblem[]): Gap[] {
  const gaps: Gap[] = problems.slice(0, NAMED).map(({ file, reason, region }) => ({
    reason: "unreadable-file",
    inherent: false,
    ...(region !== undefined && { region }),
    detail: `${file}: ${reason}.`,
  }));
  const rest = problems.length - gaps.length;
  if (rest > 0) {
    const detail = `${count(rest, "more file")} could not be read, or not whole.`;
    gaps.push({ reason: "unreadable-file", inherent: false, detail });
  }
  return gaps;
}
