import { parseLogKey } from "../../sources/logKey";

/** What the place of a log file says, as the view `events` has it; what it doesn't say is undefined. */
export interface FilePlace {
  readonly account?: string;
  readonly region?: string;
  /** As 2026/01/31. */
  readonly day?: string;
}

/** By the folders, as Athena's partitions go, and where they don't tell by the file's own name. */
export function filePlace(path: string): FilePlace {
  const folder = parseLogKey(path.slice(0, Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1));
  const name = parseLogKey(path);
  const account = folder.accountId ?? name.accountId;
  const region = folder.region ?? name.region;
  const ofFolder = folder.from !== undefined && (folder.to ?? 0) - folder.from <= DAY_MS;
  const from = ofFolder ? folder.from : name.from;
  const day = from === undefined || Number.isNaN(from) ? undefined : dayOf(from);
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    ...(day !== undefined && { day }),
  };
}

const DAY_MS = 86_400_000;

function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}
