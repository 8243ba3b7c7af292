import type { LogFile } from "./logFileList";
import { FileEntries, entriesOf } from "./readJob";
import { recordsIn } from "./recordsIn";
import { unpack } from "./unpack";

/** Entries with their places, where these are not all, and what is wrong with their file. */
export interface PlacedEntries {
  readonly entries: readonly unknown[];
  readonly indexes?: readonly number[];
  readonly problem?: string;
}

/** The entries that a thread found; where their text turns out to be no JSON, all that there are of the file. */
export async function entriesOfFile(file: LogFile, found: FileEntries): Promise<PlacedEntries> {
  let entries: unknown[];
  try {
    entries = entriesOf(found);
  } catch {
    return readAgain(file);
  }
  return { entries, ...(found.indexes && { indexes: found.indexes }) };
}

/** All entries of a file, parsed on this thread. */
export async function readAgain(file: LogFile): Promise<PlacedEntries> {
  try {
    const { bytes, problem } = await unpack(await file.read());
    const found = recordsIn(bytes.toString("utf8"));
    const said = problem ?? found.problem;
    return { entries: found.records, ...(said !== undefined && { problem: said }) };
  } catch (error) {
    return { entries: [], problem: error instanceof Error ? error.message : String(error) };
  }
}
