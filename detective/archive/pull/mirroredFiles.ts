import { join } from "node:path";
import { QueryError } from "../../source";
import { diskFile } from "../../sources/diskFile";
import { ListedFiles } from "../../sources/listedFiles";
import { listFiles } from "../../sources/logFiles";
import { LogScope } from "../../sources/logScope";
import { mirrorPath } from "./mirrorPath";
import { MirrorOptions, pullScope } from "./pullArchive";

/**
 * The log files of a bucket as far as a scope opens them, read from a mirror that is brought up to date first.
 *
 * @throws QueryError as `pullArchive`, and on a prefix that can't be a path
 */
export async function mirroredFiles(
  options: MirrorOptions,
  scope: LogScope,
  many?: () => void,
): Promise<ListedFiles> {
  const { bucket, prefix = "", folder, signal } = options;
  const path = prefix === "" ? { parts: [] } : mirrorPath(prefix.replace(/\/$/, ""));
  if ("refused" in path) throw new QueryError(`s3://${bucket}/${prefix}: ${path.refused}`);
  const summary = await pullScope(options, scope);
  const files = await found(join(folder, ...path.parts), scope, signal, many);
  files.problems.addAll(summary.problems);
  if (summary.stopped !== undefined)
    files.problems.push({
      file: `s3://${bucket}/${prefix}`,
      reason: `not all is mirrored: ${summary.stopped}`,
    });
  return files;
}

/** Where nothing was to be mirrored there may be no folder, which is no error. */
async function found(
  path: string,
  scope: LogScope,
  signal: AbortSignal | undefined,
  many: (() => void) | undefined,
): Promise<ListedFiles> {
  try {
    return await listFiles([path], scope, signal, many);
  } catch (error) {
    if (error instanceof QueryError) return new ListedFiles(diskFile);
    throw error;
  }
}
