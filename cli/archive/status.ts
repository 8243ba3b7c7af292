import { CacheStatus, cacheStatus } from "../../detective/archive/cache/cacheStatus";
import { printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { json } from "../output/json";
import { CacheOptions, archiveOf, cacheOf, cacheOptions } from "./cacheCommand";
import { bytesText } from "./pullLines";

export const status: Command = {
  about:
    "What a Parquet cache covers, how large it is and, where the archive is named, what of it is stale. Exit code 1 when " +
    "something is, 3 when files of it could not be read or listed.",
  arguments: [{ name: "[from]", text: "the archive, to compare: a folder, or s3://bucket/prefix" }],
  options: cacheOptions(true),
  examples: [
    { line: "audit-trail archive status --cache ./cache", does: "what is in it" },
    { line: "audit-trail archive status ./archive --cache ./cache", does: "and what of it is stale" },
  ],
  async run(call) {
    const { output } = call.options as unknown as CacheOptions;
    const source = call.args[0] === undefined ? undefined : await archiveOf(call);
    const found = await cacheStatus(cacheOf(call), source, call.signal);
    await write(
      call.io.stdout,
      output === "json" ? `${json(found, 2)}\n` : `${linesOf(found).map(printable).join("\n")}\n`,
    );
    const { compared, problems } = found;
    if (problems > 0 || (compared?.unlisted.length ?? 0) > 0) return exitCode.incomplete;
    const stale = compared && compared.changed.length + compared.missing.length + compared.gone.length > 0;
    return stale ? exitCode.found : exitCode.fine;
  },
};

/** So many are named. */
const NAMED = 10;

function linesOf(status: CacheStatus): string[] {
  const {
    archive,
    written,
    bodies,
    partitions,
    files,
    rows,
    bytes,
    days,
    accounts,
    regions,
    problems,
    orphans,
    compared,
  } = status;
  return [
    `Archive     ${archive}`,
    `Written     ${written}`,
    `Covers      ${count(rows, "record")} of ${count(files, "file")} in ${count(partitions, "partition")}${days ? `, delivered ${days.from} to ${days.to}` : ""}`,
    `Accounts    ${accounts.join(", ") || "(the files' places don't tell)"}`,
    `Regions     ${regions.join(", ") || "(the files' places don't tell)"}`,
    `Columns     ${bodies ? "all, the records too" : "the usual ones; the others are read from the files"}`,
    `Size        ${bytesText(bytes)}${orphans.files > 0 ? `, of it ${bytesText(orphans.bytes)} in ${count(orphans.files, "file")} that archive prune removes` : ""}`,
    ...(problems > 0 ? [`Not read    ${count(problems, "file")}, or not whole`] : []),
    ...(compared
      ? [
          `Fresh       ${count(compared.fresh, "partition")}`,
          ...named("Changed", compared.changed),
          ...named("Not cached", compared.missing),
          ...named("Gone", compared.gone),
          ...named("Not listed", compared.unlisted),
        ]
      : []),
  ];
}

function named(what: string, partitions: readonly string[]): string[] {
  if (partitions.length === 0) return [];
  const more = partitions.length > NAMED ? [`${" ".repeat(12)}and ${partitions.length - NAMED} more`] : [];
  return [
    ...partitions.slice(0, NAMED).map((name, at) => `${(at === 0 ? what : "").padEnd(12)}${name}`),
    ...more,
  ];
}
