import { Option } from "commander";
import type { QuerySource } from "../../detective/archive/query/querySource";
import type { Call } from "../command";
import { option } from "../options/option";
import { screenOptions } from "../options/outputOptions";
import type { AccountOptions } from "../options/trailOptions";
import { openArchive } from "../query/openArchive";
import { openAccount } from "../trail/account";
import { UsageError } from "../usageError";

/** What every command on a cache takes. */
export interface CacheOptions extends AccountOptions {
  cache?: string;
  output: "text" | "json";
  color: boolean;
  quiet?: boolean;
}

/** @param reads it looks at the archive itself */
export function cacheOptions(reads: boolean): Option[] {
  return [
    option("--cache <folder>", "the cache, outside of the archive").helpGroup("Which cache:"),
    ...(reads
      ? [
          option("--profile <name>", "of your AWS configuration files, for s3://"),
          option("--endpoint <url>", "where AWS's APIs are; AWS_ENDPOINT_URL does the same"),
          option("--timeout <time>", "how long one request may take (default: 20s)"),
        ].map((each) => each.helpGroup("Which account:"))
      : []),
    new Option("-o, --output <format>", "form of the answer")
      .choices(["text", "json"])
      .default("text")
      .helpGroup("How it is shown:"),
    ...screenOptions(),
  ];
}

/** @throws UsageError where none is named */
export function cacheOf({ options, name }: Call): string {
  const { cache } = options as unknown as CacheOptions;
  if (cache !== undefined && cache !== "") return cache;
  throw new UsageError(`--cache is missing: name the cache's folder, such as ${name} … --cache ./cache`);
}

/** @throws UsageError where there is no such archive */
export function archiveOf({ args, options, io }: Call): Promise<QuerySource> {
  const { profile, endpoint, timeout } = options as unknown as CacheOptions;
  const account = {
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(timeout !== undefined && { timeout }),
  };
  return openArchive(args[0], () => openAccount(account, io.env));
}
