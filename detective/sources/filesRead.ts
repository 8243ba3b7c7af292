import { SeenFacts } from "../archive/scan/fileFacts";
import { Coverage, EventQuery, Gap, isComplete } from "../source";
import { FileProblem, FileProblems, fileGaps } from "./fileGaps";
import type { LogFile } from "./logFileList";
import { LogFilesOptions } from "./logScope";

/** What of a file was read, or a piece of a long one. */
export interface FileRead {
  readonly file: LogFile;
  readonly more: boolean;
  readonly digest: boolean;
  readonly result?: SeenFacts & { readonly count?: number };
  readonly failure?: string;
  readonly problem?: string;
}

/** What a reading of files has come to so far: what its coverage is made of. */
export class FilesRead {
  readonly regions = new Set<string>();
  private readonly problems = new FileProblems();
  files = 0;
  /** In these files, wanted or not. */
  records = 0;
  handedOut = 0;
  ended = false;
  private sawDataEvent = false;

  constructor(
    private readonly source: string,
    private readonly onFiles?: LogFilesOptions["onFiles"],
  ) {}

  /** Parts that could not be listed. */
  addAll(problems: FileProblems | readonly FileProblem[]): void {
    this.problems.addAll(problems);
  }

  took({ file, more, digest, result, failure, problem }: FileRead): void {
    if (file.key.region !== undefined) this.regions.add(file.key.region);
    if (!more && !digest && failure === undefined) this.files++;
    this.records += result?.count ?? 0;
    for (const region of result?.regions ?? []) this.regions.add(region);
    this.sawDataEvent ||= result?.dataEvent === true;
    const reason = failure ?? problem;
    if (reason !== undefined) this.report(file, reason);
    if (!more) this.onFiles?.({ files: this.files, records: this.records });
  }

  /** Files that were read at another time, and what was seen in them. */
  knows(files: number, { regions = [], dataEvent }: SeenFacts): void {
    this.files += files;
    for (const region of regions) this.regions.add(region);
    this.sawDataEvent ||= dataEvent === true;
  }

  report({ name, key: { region } }: LogFile, reason: string): void {
    this.problems.push({ file: name, reason, ...(region !== undefined && { region }) });
  }

  /**
   * What files and records were read, and what is missing of them.
   *
   * @param some whether there was anything that could have been a data event
   * @param others what else is missing, before that the reading was stopped
   */
  coverage(
    { startTime, endTime }: Pick<EventQuery, "startTime" | "endTime">,
    some: boolean,
    others: readonly Gap[],
  ): Coverage {
    const gaps = fileGaps(this.problems);
    if (this.ended && some && !this.sawDataEvent) {
      const detail = "No data event is in these files: the trail may not record object reads and the like.";
      gaps.push({ reason: "data-events", inherent: true, detail });
    }
    gaps.push(...others);
    if (!this.ended) {
      const detail = "Reading was stopped before its end.";
      gaps.push({ reason: "not-read-to-the-end", inherent: false, detail });
    }
    return {
      source: this.source,
      regions: [...this.regions].filter((region) => !this.problems.regions.has(region)).sort(),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.handedOut,
      files: this.files,
      complete: isComplete(gaps),
      gaps,
    };
  }
}
