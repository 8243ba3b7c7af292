import { isJsonObject } from "../../json";
import { recordsIn } from "../../sources/recordsIn";
import { unpack } from "../../sources/unpack";
import { count } from "../../wording";
import { RecordScanner, ScannedRecords } from "./recordScanner";
import { JobFile, ScanJob } from "./scanJob";
import { unpackSound } from "./unpackSound";

/** Longer files are read entry by entry; CloudTrail's own are far shorter. */
export const LONG_PACKED = 8 * 1024 * 1024;
export const LONG = 32 * 1024 * 1024;

/** What one file came to. */
export interface FileScan<Result> {
  /** Absent where it holds no records, and where it is long. */
  result?: Result;
  /** Why some of its records are missing or can't be read. */
  problem?: string;
  /** It is a digest, which is no log file. */
  digest?: true;
  /** It is too long to be held: to be read entry by entry. */
  long?: true;
}

/**
 * Does a job with one file's bytes: unpacks them, scans them, or parses what can't be scanned.
 *
 * @param lines the file's name says that it is made of lines
 */
export async function scanFile<Result>(
  packed: Buffer,
  {
    job,
    scanner,
    file,
    lines = false,
  }: { job: ScanJob<Result>; scanner: RecordScanner; file: JobFile; lines?: boolean },
): Promise<FileScan<Result>> {
  if (packed.length > LONG_PACKED) return { long: true };
  const records = lines ? undefined : scanned(packed, scanner);
  if (records) return { result: job.scanned(records, file) };
  const { bytes, problem } = await unpack(packed, LONG);
  if (bytes.length >= LONG) return { long: true };
  const found = recordsIn(bytes.toString("utf8"), { lines });
  if (found.digest) return { digest: true };
  const whole = () => count(found.records.filter(isJsonObject).length, "whole record");
  const said = problem === undefined ? found.problem : `${problem}; ${whole()} read`;
  return { result: job.parsed(found.records, 0, file), ...(said !== undefined && { problem: said }) };
}

/** The records of a file that is sound as far as a scanner can tell. */
function scanned(packed: Buffer, scanner: RecordScanner): ScannedRecords | undefined {
  // Nothing but themselves vouches for bytes that were not packed.
  if (packed[0] !== 0x1f || packed[1] !== 0x8b)
    return packed.length < LONG ? scanner.scan(packed, true) : undefined;
  if (scanner.unpack?.(packed, LONG - 1)) return scanner.scanUnpacked!();
  const bytes = unpackSound(packed, LONG);
  return bytes && scanner.scan(bytes);
}
