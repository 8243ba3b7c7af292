import { pruneCache } from "../../detective/archive/cache/pruneCache";
import { count } from "../../detective/wording";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { option } from "../options/option";
import { readTime } from "../options/readTime";
import { json } from "../output/json";
import { CacheOptions, cacheOf, cacheOptions } from "./cacheCommand";
import { bytesText } from "./pullLines";

export const prune: Command = {
  about:
    "Removes from a Parquet cache what nothing needs any more and, with --older-than, days that were delivered before. " +
    "Log files are never touched; what is taken out is read from them again.",
  options: [
    option("--older-than <when>", "an age (90d) or a day (2025-12-11): what was delivered before").helpGroup(
      "What is removed:",
    ),
    ...cacheOptions(false),
  ],
  examples: [
    { line: "audit-trail archive prune --cache ./cache", does: "remove what a build left behind" },
    { line: "audit-trail archive prune --older-than 90d --cache ./cache", does: "keep the last 90 days" },
  ],
  async run(call) {
    const { output, olderThan } = call.options as unknown as CacheOptions & { olderThan?: string };
    const before = olderThan === undefined ? undefined : dayOf(olderThan, call.io.now());
    const pruned = pruneCache(cacheOf(call), before === undefined ? {} : { before });
    const { partitions, files, bytes } = pruned;
    const text = `Removed ${count(files, "file")} of the cache, ${bytesText(bytes)}; ${count(partitions, "partition")} less.\n`;
    await write(call.io.stdout, output === "json" ? `${json(pruned, 2)}\n` : text);
    return exitCode.fine;
  },
};

function dayOf(when: string, now: number): string {
  const time = readTime("--older-than", when, { now, utc: true, end: false });
  return new Date(time).toISOString().slice(0, 10).replaceAll("-", "/");
}
