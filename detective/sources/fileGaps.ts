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

/** What is wrong with files, of however many: the first by their names, of all the Regions. */
export class FileProblems {
  readonly named: FileProblem[] = [];
  /** Whose files are not all read. */
  readonly regions = new Set<string>();
  length = 0;

  push(problem: FileProblem): void {
    if (this.length++ < NAMED) this.named.push(problem);
    if (problem.region !== undefined) this.regions.add(problem.region);
  }

  addAll(others: FileProblems | readonly FileProblem[]): void {
    if (!(others instanceof FileProblems)) {
      for (const problem of others) this.push(problem);
      return;
    }
    for (const problem of others.named) this.push(problem);
    this.length += others.length - others.named.length;
    for (const region of others.regions) this.regions.add(region);
  }
}

/** One gap a file, and one for the rest where there are very many. */
export function fileGaps(problems: FileProblems): Gap[] {
  const gaps: Gap[] = problems.named.map(({ file, reason, region }) => ({
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
