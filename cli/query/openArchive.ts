import { existsSync } from "node:fs";
import { isS3Uri, parseS3Uri } from "../../detective";
import { QuerySource, diskArchive, s3Archive } from "../../detective/archive/query/querySource";
import type { Account } from "../trail/account";
import { UsageError } from "../usageError";

/**
 * The archive that `--from` names.
 *
 * @throws UsageError where it names none
 */
export async function openArchive(
  from: string | undefined,
  account: () => Promise<Account>,
): Promise<QuerySource> {
  if (from === undefined)
    throw new UsageError("--from is missing: name a folder with log files, or s3://bucket/prefix");
  if (from === "api")
    throw new UsageError(
      "--from api: SQL is asked of files; use a folder with log files, or s3://bucket/prefix (archive pull makes a folder of a bucket)",
    );
  if (isS3Uri(from)) return s3Archive({ client: await (await account()).s3(), ...parseS3Uri(from) });
  if (existsSync(from)) return diskArchive(from);
  throw new UsageError(`--from ${from}: there is no such folder or file; use a path, or s3://bucket/prefix`);
}
