import { FileProblem } from "./fileGaps";
import { ListedFiles } from "./listedFiles";
import { LogKey } from "./logKey";

/** A file that may hold records, wherever it lies. */
export interface LogFile {
  /** What people find it by: a path, or an `s3://` address. */
  name: string;
  key: LogKey;
  /** Where it lies on disk, so that a thread can read it by itself. @default it is read by `read` */
  path?: string;
  /** Changes when its content does, where its place tells. */
  version?: string;
  /** @throws Error whose message says why it can't be read, and what to do */
  read(): Promise<Buffer>;
  /** Its bytes piece by piece, where they are more than so many; absent where a file is only had whole. */
  stream?(longerThan: number): Promise<AsyncIterable<Buffer> | undefined>;
}

/** What was found of an archive; of a large one rather `ListedFiles`. */
export interface LogFileList {
  files: LogFile[];
  /** Parts of it that could not be listed. */
  problems: FileProblem[];
}

/** The files in the order of their ranks, and of one rank in that of their names. */
export function filesInOrder(
  list: LogFileList | ListedFiles,
  rank?: (key: LogKey) => number,
): Iterable<LogFile> {
  if (list instanceof ListedFiles) return list.inOrder(rank);
  const ranked = list.files.map((file) => ({ file, rank: rank?.(file.key) ?? 0 }));
  return ranked
    .sort((a, b) => a.rank - b.rank || (a.file.name < b.file.name ? -1 : a.file.name > b.file.name ? 1 : 0))
    .map(({ file }) => file);
}
