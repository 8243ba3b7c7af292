import { bucketAccess, bucketAccessReads } from "../../detective";
import { answerQuestion } from "../answerQuestion";
import type { Command } from "../command";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions } from "../options/trailOptions";
import { UsageError } from "../usageError";

/** Every event has to be read: LookupEvents lists a bucket in few of the calls that name it. */
const SINCE = "1d";

export const bucket: Command = {
  about:
    "Counts for each principal what it read, wrote, listed, deleted and changed, and finds bursts: hundreds of reads " +
    "in minutes, or an instance's role used from elsewhere. Reads and writes of objects are data events: only log " +
    "files of a trail that records them have them (--from), and where there are none the answer says so. Exit code 1 " +
    "when there is a burst.",
  arguments: [{ name: "<bucket>", text: "the bucket's name, or its ARN" }],
  options: [...trailOptions(SINCE), ...proveOptions(), ...outputOptions()],
  examples: [
    {
      line: "audit-trail bucket customer-data --from s3://my-trail-bucket/AWSLogs --since 2d",
      does: "who took what out of it, from log files with data events",
    },
    {
      line: "audit-trail bucket customer-data",
      does: "who changed its policy or settings in the last 24 hours",
    },
  ],
  run(call) {
    const name = bucketName(call.args[0] ?? "");
    return answerQuestion(call, {
      wanted: { since: SINCE, reads: bucketAccessReads(name) },
      question(set) {
        const access = bucketAccess(set, name);
        return [access, access.bursts];
      },
      found: ([, bursts]) => (bursts?.items.length ?? 0) > 0,
    });
  },
};

function bucketName(text: string): string {
  const name = /^(?:arn:[^:]+:s3:::|s3:\/\/)?([A-Za-z0-9][A-Za-z0-9._-]{1,253}[A-Za-z0-9])\/?$/.exec(
    text,
  )?.[1];
  if (name !== undefined) return name;
  throw new UsageError(
    `${JSON.stringify(text.slice(0, 80))} is no bucket's name: 3 to 63 letters, digits, dots and hyphens`,
  );
}
