import { CacheBuilt, buildCache } from "../../detective/archive/cache/buildCache";
import { fileGaps } from "../../detective/sources/fileGaps";
import { printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import type { Call, Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { option } from "../options/option";
import { json } from "../output/json";
import { Progress } from "../progress";
import { CacheOptions, archiveOf, cacheOf, cacheOptions } from "./cacheCommand";
import { bytesText } from "./pullLines";

export const build: Command = {
  about:
    "Brings a Parquet cache up to what the archive has now, for query --cache: reads the files that are new or changed, " +
    "and forgets those that are gone. One that was ended goes on where it was, and what was finished can be used. Exit " +
    "code 3 when a file could not be read: every answer from the cache names it.",
  arguments: [{ name: "<from>", text: "a folder with log files, or s3://bucket/prefix" }],
  options: [
    ...[
      option("--bodies", "keep request parameters and the like, and the whole records, too (far larger)"),
      option("--no-bodies", "leave them out again (default: as the cache is)"),
    ].map((each) => each.helpGroup("What is kept:")),
    ...cacheOptions(true),
  ],
  examples: [
    { line: "audit-trail archive build ./archive --cache ./cache", does: "make it, or bring it up to date" },
    {
      line: `audit-trail query "select count(*) from events" --from ./archive --cache ./cache`,
      does: "ask with it: what is not in the cache is read from the files",
    },
  ],
  async run(call) {
    const options = call.options as unknown as CacheOptions & { bodies?: boolean };
    const built = await builtCache(call, options);
    const { manifest, problems } = built;
    await write(
      call.io.stdout,
      options.output === "json" ? `${json(summaryOf(built), 2)}\n` : `${linesOf(built).join("\n")}\n`,
    );
    if (options.output === "json" || problems.length === 0)
      return problems.length === 0 && manifest.partitions.every((each) => each.problems === 0)
        ? exitCode.fine
        : exitCode.incomplete;
    const lines = fileGaps(problems).map(({ detail }) => `Missing: ${printable(detail)}\n`);
    await write(call.io.stderr, lines.join(""));
    return exitCode.incomplete;
  },
};

async function builtCache(call: Call, options: CacheOptions & { bodies?: boolean }): Promise<CacheBuilt> {
  const { io, signal } = call;
  const cache = cacheOf(call);
  const source = await archiveOf(call);
  const progress = new Progress(io, "reading", options);
  let [files, records] = [0, 0];
  let outcome: "done" | "failed" = "failed";
  try {
    const built = await buildCache(source, cache, {
      ...(options.bodies !== undefined && { bodies: options.bodies }),
      signal,
      onFile: (more) => progress.say(`${count((records += more), "record")} in ${count(++files, "file")}`),
    });
    outcome = "done";
    return built;
  } finally {
    progress.end(outcome);
  }
}

function summaryOf({ manifest, read, changed, removed, problems }: CacheBuilt) {
  const sum = (of: "files" | "rows" | "bytes" | "problems") =>
    manifest.partitions.reduce((total, partition) => total + partition[of], 0);
  return {
    archive: manifest.archive,
    bodies: manifest.bodies,
    partitions: manifest.partitions.length,
    files: sum("files"),
    records: sum("rows"),
    bytes: sum("bytes"),
    filesRead: read,
    partitionsChanged: changed,
    partitionsRemoved: removed,
    filesWithProblems: sum("problems"),
    notListed: fileGaps(problems).map(({ detail }) => detail),
  };
}

function linesOf(built: CacheBuilt): string[] {
  const {
    archive,
    partitions,
    files,
    records,
    bytes,
    filesRead,
    partitionsChanged,
    partitionsRemoved,
    filesWithProblems,
  } = summaryOf(built);
  return [
    `The cache of ${printable(archive)}: ${count(records, "record")} of ${count(files, "file")} in ${count(partitions, "partition")}, ${bytesText(bytes)}.`,
    filesRead + partitionsChanged + partitionsRemoved === 0
      ? "Nothing had changed."
      : `Read ${count(filesRead, "file")}; ${count(partitionsChanged, "partition")} made new or changed, ${partitionsRemoved} removed.`,
    ...(filesWithProblems > 0
      ? [
          `${count(filesWithProblems, "file")} could not be read, or not whole: every answer from the cache names them.`,
        ]
      : []),
  ];
}
