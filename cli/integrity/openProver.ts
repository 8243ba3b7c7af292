import { FileProver } from "../../detective/integrity/fileProver";
import { openFolder } from "../../detective/integrity/openFolder";
import { bucketStore } from "../../detective/integrity/bucketStore";
import { isS3Uri } from "../../detective/sources/s3Uri";
import type { Call } from "../command";
import type { ProveOptions } from "../options/proveOptions";
import type { AccountOptions } from "../options/trailOptions";
import { openAccount } from "../trail/account";
import { fromFiles } from "../trail/openSource";
import { UsageError } from "../usageError";
import { keySource } from "./keySource";

/**
 * What proves the files that sources are read from; undefined where it isn't asked for.
 *
 * @throws UsageError where a source is not made of log files, or the keys can't be read
 */
export async function openProver(call: Call, sources: readonly string[]): Promise<FileProver | undefined> {
  const options = call.options as unknown as AccountOptions & ProveOptions;
  if (!options.prove) {
    if (options.keys === undefined) return undefined;
    throw new UsageError("--keys is for --prove; give both");
  }
  const other = sources.find((from) => !fromFiles({ from }));
  if (other !== undefined) {
    throw new UsageError(
      `--prove is for log files, which digests cover: ${other} has none; read a folder or s3://bucket/prefix by --from`,
    );
  }
  return new FileProver({
    paths: sources.filter((source) => !isS3Uri(source)),
    openFolder: (folder) => openFolder(folder),
    openBucket: async (bucket) => {
      const account = await openAccount(options, call.io.env);
      return bucketStore(await account.s3(), bucket, { signal: call.signal });
    },
    keys: await keySource(call, options),
  });
}
