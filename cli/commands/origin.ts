import { unexpectedOrigin } from "../../detective";
import { answerQuestion } from "../answerQuestion";
import { askedRange } from "../askTrail";
import type { Command } from "../command";
import { listOption, option } from "../options/option";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { readAge } from "../options/readTime";
import { trailOptions, type TrailOptions } from "../options/trailOptions";
import { fromFiles } from "../trail/openSource";
import { UsageError } from "../usageError";

const SINCE = "1d";

interface OriginOptions extends TrailOptions {
  allow?: string[];
  lookBack: string;
}

export const origin: Command = {
  about:
    "Finds principals that called from an address, with a user agent or in a Region that they never used before: what " +
    "happened since --since is judged by what lies up to --look-back before it. Exit code 1 when there is one.",
  options: [
    ...[
      listOption(
        "--allow <cidr>",
        "addresses that are expected of everybody: 198.51.100.0/24, several times or with commas",
      ),
      option("--look-back <time>", "how far before --since to compare with").default("14d"),
    ].map((each) => each.helpGroup("What is expected:")),
    ...trailOptions(SINCE),
    ...proveOptions(),
    ...outputOptions(),
  ],
  examples: [
    {
      line: "audit-trail origin --allow 198.51.100.0/24 --region eu-central-1",
      does: "who came from somewhere new in the last 24 hours, the office aside",
    },
    {
      line: "audit-trail origin --from ./logs --since 2025-12-11 --look-back 60d",
      does: "of log files on disk, with everything that two months before show",
    },
  ],
  run(call) {
    const options = call.options as unknown as OriginOptions;
    const lookBackMs = readAge(options.lookBack);
    if (lookBackMs === undefined) {
      throw new UsageError(`--look-back ${JSON.stringify(options.lookBack)} is no time; use 7d, 2w or 36h`);
    }
    if (fromFiles(options) && options.since === undefined) {
      throw new UsageError(
        "--since is missing: with log files, say from when on calls are judged by those before",
      );
    }
    const { startTime } = askedRange(call, SINCE);
    return answerQuestion(call, {
      wanted: { since: SINCE, lookBackMs },
      question: (set) =>
        unexpectedOrigin(set, { since: startTime!, ...(options.allow && { allow: options.allow }) }),
    });
  },
};
