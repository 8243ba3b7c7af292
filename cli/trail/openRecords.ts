import { existsSync } from "node:fs";
import {
  fileRecords,
  isS3Uri,
  joinedRecords,
  lookupRecords,
  parseS3Uri,
  s3FileRecords,
  type RecordSource,
} from "../../detective";
import type { TrailOptions } from "../options/trailOptions";
import { UsageError } from "../usageError";
import type { Account } from "./account";
import { apiReading, checkNoMirror, fileScope, fileWatch, mirror, type Watcher } from "./openSource";

/**
 * Opens records as they were delivered: `api`, paths and `s3://` addresses, read one after the other.
 *
 * @throws UsageError on a path that isn't there
 */
export async function openRecords(
  options: TrailOptions,
  sources: readonly string[],
  account: () => Promise<Account>,
  watcher: Watcher,
): Promise<RecordSource> {
  const scope = { ...fileScope(options), ...fileWatch(watcher) };
  const files = sources.filter((source) => source !== "api" && !isS3Uri(source));
  const missing = files.find((path) => !existsSync(path));
  if (missing !== undefined) {
    throw new UsageError(
      `${missing}: there is no such folder or file; use api, a path, s3://bucket/prefix, or athena:workgroup`,
    );
  }
  if (!sources.some(isS3Uri)) checkNoMirror(options);
  const opened: RecordSource[] = files.length > 0 ? [fileRecords(files, scope)] : [];
  for (const source of new Set(sources)) {
    if (source === "api")
      opened.push(lookupRecords(...(await apiReading(options, await account(), watcher))));
    else if (isS3Uri(source))
      opened.push(
        s3FileRecords({
          client: await (await account()).s3(),
          ...parseS3Uri(source),
          ...scope,
          ...mirror(options, watcher),
        }),
      );
  }
  return joinedRecords(opened as [RecordSource, ...RecordSource[]]);
}
