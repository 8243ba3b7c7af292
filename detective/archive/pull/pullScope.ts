import { EventQuery } from "../../source";
import { LogFilesOptions, LogScope } from "../../sources/logScope";

/** What a mirror takes of a bucket: all that CloudTrail writes, digests too. */
export class PullScope extends LogScope {
  constructor(
    query: Pick<EventQuery, "startTime" | "endTime">,
    options: LogFilesOptions,
    private readonly digests: boolean,
  ) {
    super(query, options);
  }

  protected override opensKind(kind = "CloudTrail"): boolean {
    return /^CloudTrail(-|$)/.test(kind) && (this.digests || !isDigestKind(kind));
  }
}

/** Whether objects of a kind are digests, which are nothing without their metadata. */
export function isDigestKind(kind: string | undefined): boolean {
  return kind === "CloudTrail-Digest";
}
