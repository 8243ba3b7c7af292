import { Option } from "commander";
import type { Command } from "../command";
import { option } from "../options/option";
import { placeOptions } from "../options/placeOptions";

export const up: Command = {
  about:
    "Makes a trail of all Regions with its own key and log bucket, as `pulumi up` of this project does, and keeps its " +
    "state. Without --account that is in a sandbox on this machine, which goes on until `audit-trail down`; " +
    "AWS_ENDPOINT_URL names an emulator that already runs. Again, it changes what differs. What a shell needs to " +
    "talk to it is printed as export lines.",
  options: [
    ...placeOptions("makes"),
    option(
      "--config <key=value>",
      "a setting of the stack, several times; lists and objects as JSON",
    ).argParser((value: string, before: string[] = []) => [...before, value]),
    new Option("-o, --output <format>", "form of what is printed")
      .choices(["shell", "json"])
      .default("shell"),
  ],
  examples: [
    {
      line: 'eval "$(audit-trail up)"',
      does: "a trail in a sandbox, and a shell whose AWS tools talk to it",
    },
    {
      line: "audit-trail up --account --config trailName=org-trail --config retentionDays=400",
      does: "a trail in the AWS account of your credentials, after a question",
    },
  ],
  acts: true,
  run({ io, options }) {
    // Pulumi is loaded when it is needed and not for a page of help.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { up } = require("../up") as typeof import("../up");
    return up(options as unknown as Parameters<typeof up>[0], io.env);
  },
};
