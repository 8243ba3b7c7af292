import { trailTampering, trailTamperingReads, type KnownPlaces } from "../../detective";
import { answerQuestion } from "../answerQuestion";
import type { Command } from "../command";
import { listOption } from "../options/option";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions, type TrailOptions } from "../options/trailOptions";
import { knownPlaces } from "../trail/logPlaces";

const SINCE = "7d";

interface TamperingOptions extends TrailOptions {
  trail?: string[];
  bucket?: string[];
  key?: string[];
  logGroup?: string[];
}

export const tampering: Command = {
  about:
    "Finds who stopped, deleted or changed a trail, its selectors, its log bucket, key, log group or alarms, or tried " +
    "to, and for how long nothing was recorded. Where the logs are is asked of CloudTrail, learned from the events, " +
    "or said with the options below. Exit code 1 when there is any.",
  options: [
    ...[
      listOption(
        "--trail <name>",
        "only this trail, by name or ARN, several times or with commas (default: all)",
      ),
      listOption("--bucket <name>", "a bucket that holds the logs"),
      listOption("--key <id>", "a key that encrypts them, by id or ARN"),
      listOption("--log-group <name>", "a log group that takes them"),
    ].map((each) => each.helpGroup("Which trail:")),
    ...trailOptions(SINCE),
    ...proveOptions(),
    ...outputOptions(),
  ],
  examples: [
    {
      line: "audit-trail tampering --since 30d --all-regions",
      does: "whoever covered tracks in the last 30 days",
    },
    {
      line: "audit-trail tampering --from ./logs --bucket my-trail-bucket",
      does: "the same of log files on disk, with the bucket that they came from",
    },
  ],
  async run(call) {
    const options = call.options as unknown as TamperingOptions;
    const asked = await knownPlaces(options, call.io.env);
    return answerQuestion(call, {
      wanted: { since: SINCE, reads: trailTamperingReads() },
      question: (set) => trailTampering(set, merged(asked, options)),
    });
  },
};

function merged(
  asked: KnownPlaces,
  { trail, bucket = [], key = [], logGroup = [] }: TamperingOptions,
): KnownPlaces {
  return {
    ...(trail && { trails: trail }),
    buckets: [...(asked.buckets ?? []), ...bucket],
    keys: [...(asked.keys ?? []), ...key],
    logGroups: [...(asked.logGroups ?? []), ...logGroup],
  };
}
