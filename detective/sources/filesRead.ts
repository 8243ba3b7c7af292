import { Coverage, EventQuery, Gap, isComplete } from "../source";
import { FileProblem, fileGaps } from "./fileGaps";
import type { LogFile } from "./fileReading";

/** What a reading of files has come to so far: what its coverage is made of. */
export class FilesRead {
  readonly regions = new Set<string>();
  readonly problems: FileProblem[] = [];
  files = 0;
  handedOut = 0;
  sawDataEvent = false;
  ended = false;

  constructor(private readonly source: string) {}

  report({ name, key: { region } }: LogFile, reason: string): void {
    this.problems.push({ file: name, reason, ...(region !== undefined && { region }) });
  }

  /** Looks at a record that was read, as far as it tells whether the trail records data events. */
  note({ managementEvent, eventCategory }: { managementEvent?: unknown; eventCategory?: unknown }): void {
    this.sawDataEvent ||=
      managementEvent === false || eventCategory === "Data" || eventCategory === "NetworkActivity";
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
    const failed = new Set(this.problems.map(({ region }) => region));
    return {
      source: this.source,
      regions: [...this.regions].filter((region) => !failed.has(region)).sort(),
      ...(startTime && { from: startTime.toISOString() }),
      ...(endTime && { to: endTime.toISOString() }),
      events: this.handedOut,
      files: this.files,
      complete: isComplete(gaps),
      gaps,
    };
  }
}
