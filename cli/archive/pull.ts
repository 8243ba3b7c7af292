import { Option } from "commander";
import { isS3Uri, parseS3Uri } from "../../detective";
import { PullProgress, PullSummary, pullArchive } from "../../detective/archive/pull/pullArchive";
import { count } from "../../detective/wording";
import type { Call, Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { countOption, listOption, option } from "../options/option";
import { screenOptions } from "../options/outputOptions";
import { readRange } from "../options/readTime";
import type { AccountOptions } from "../options/trailOptions";
import { json } from "../output/json";
import { Progress } from "../progress";
import { openAccount } from "../trail/account";
import { UsageError } from "../usageError";
import { bytesText, pullLines } from "./pullLines";

interface PullCommandOptions extends AccountOptions {
  since?: string;
  until?: string;
  account?: string[];
  digests: boolean;
  deliveryDays?: number;
  output: "text" | "json";
  color: boolean;
  quiet?: boolean;
  utc?: boolean;
}

/** To say it for each object would take longer than looking at one. */
const TELL_EVERY = 20;

export const pull: Command = {
  about:
    "Mirrors what CloudTrail wrote into a bucket, log files and digests, in a folder: each object under its key, as it " +
    "is. The next pull lists again and fetches what is new or changed since; one that was ended goes on where it was. " +
    "Nothing is deleted: what S3 no longer has stays, and where an object's content changed the earlier file is kept. " +
    "What S3 keeps of digests beside their bytes, their signatures, goes into object-metadata.json, so that validate " +
    "works on the folder alone. Exit code 1 when an object's content changed, which CloudTrail never does; 3 when an " +
    "object could not be listed, read or written.",
  arguments: [
    { name: "<from>", text: "s3://bucket or s3://bucket/prefix" },
    { name: "<folder>", text: "the mirror; made where it isn't there, and of one bucket only" },
  ],
  options: [
    ...[
      option(
        "--since <when>",
        "what was delivered from the day before on: 3d, 2025-12-11, 2025-12-11T00:00Z (default: all)",
      ),
      option(
        "--until <when>",
        "what was delivered until the day after; a day counts to its end (default: now)",
      ),
      countOption("--delivery-days <n>", "so many days after --until may a file be late (default: 1)"),
      listOption("--account <id>", "only of this account, several times or with commas"),
      listOption("--region <region>", "only of this Region, several times or with commas"),
      option("--no-digests", "log files only: the mirror can't be validated then"),
    ].map((each) => each.helpGroup("What is mirrored:")),
    ...[
      option("--profile <name>", "of your AWS configuration files"),
      option("--endpoint <url>", "where AWS's APIs are; AWS_ENDPOINT_URL does the same"),
      option("--timeout <time>", "how long one request may take (default: 20s)"),
    ].map((each) => each.helpGroup("Which account:")),
    new Option("-o, --output <format>", "form of the summary")
      .choices(["text", "json"])
      .default("text")
      .helpGroup("How it is shown:"),
    ...screenOptions(),
  ],
  examples: [
    {
      line: "audit-trail archive pull s3://my-trail-bucket ./archive",
      does: "all of it, or what is new since the last time",
    },
    {
      line: "audit-trail archive pull s3://my-trail-bucket/AWSLogs ./archive --since 30d --region eu-west-1",
      does: "a month of one Region",
    },
  ],
  async run(call) {
    const options = call.options as unknown as PullCommandOptions;
    const [from = "", folder = ""] = call.args;
    if (!isS3Uri(from))
      throw new UsageError(`${JSON.stringify(from)} is no bucket; write s3://BUCKET or s3://BUCKET/PREFIX`);
    if (folder === "") throw new UsageError("the folder's name is empty; give the folder of the mirror");
    const summary = await pulled(call, options, folder, from);
    await write(
      call.io.stdout,
      options.output === "json"
        ? `${json(summaryJson(summary), 2)}\n`
        : `${pullLines(summary, { from, folder }).join("\n")}\n`,
    );
    if (call.signal.aborted) return exitCode.interrupted;
    if (summary.stopped !== undefined || summary.problems.length > 0) return exitCode.incomplete;
    return summary.changed.count > 0 ? exitCode.found : exitCode.fine;
  },
};

async function pulled(
  { io, signal }: Call,
  options: PullCommandOptions,
  folder: string,
  from: string,
): Promise<PullSummary> {
  const { account, region, digests, deliveryDays } = options;
  const range = readRange({ ...options, utc: true }, io.now());
  const client = await (await openAccount(accountOptions(options), io.env)).s3();
  const progress = new Progress(io, "pulling", options);
  let outcome: "done" | "failed" = "failed";
  try {
    const summary = await pullArchive({
      client,
      ...parseS3Uri(from),
      folder,
      digests,
      ...range,
      ...(deliveryDays !== undefined && { deliveryDays }),
      ...(account && { accounts: account }),
      ...(region && { regions: region }),
      signal,
      onProgress: teller((line) => progress.say(line)),
    });
    outcome = summary.stopped === undefined ? "done" : "failed";
    return summary;
  } finally {
    progress.end(outcome);
  }
}

/** For example `1,200 of 3,400 files fetched, 84 MB, 12 MB/s, 32 at a time`. */
function teller(say: (line: string) => void): (progress: PullProgress) => void {
  const began = performance.now();
  return ({ looked, fetched, bytes, concurrency }) => {
    if (looked % TELL_EVERY !== 0) return;
    const perSecond = (bytes / Math.max(1, performance.now() - began)) * 1000;
    say(
      `${count(fetched, "file")} fetched of ${count(looked, "object")}, ${bytesText(bytes)}, ${bytesText(perSecond)}/s, up to ${concurrency} at a time`,
    );
  };
}

function summaryJson({ problems, ...summary }: PullSummary) {
  return { ...summary, problems: { count: problems.length, first: problems.named } };
}

/** `--region` says which objects; the bucket is found wherever it is. */
function accountOptions({ profile, endpoint, timeout, region }: PullCommandOptions): AccountOptions {
  return {
    ...(region && { region }),
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    ...(timeout !== undefined && { timeout }),
  };
}
