import type { Command } from "../command";
import { option } from "../options/option";

export const exercise: Command = {
  about:
    "Brings up the whole stack, does things worth noticing, waits until the trail shows them, asks who did what, " +
    "checks the trail and takes everything down again. In the sandbox, AWS_ENDPOINT_URL names an emulator that " +
    "already runs; without it one is started.",
  options: [
    option("--keep", "keep the stack up until Ctrl-C, and say how to talk to it"),
    option("--account", "in the AWS account of your credentials instead of the sandbox (this costs money)"),
    option("--report <folder>", "where the report goes").default("reports"),
    option("--stages <file>", "write where each second went, as JSON"),
  ],
  examples: [
    { line: "audit-trail exercise", does: "a whole run in the sandbox; its report lies in reports/" },
    {
      line: "audit-trail exercise --keep",
      does: "the same, but the stack stays up to be looked at, until Ctrl-C",
    },
  ],
  acts: true,
  async run({ options }) {
    // Pulumi is loaded when it is needed and not for a page of help.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { exerciseCommand } = require("../exercise") as typeof import("../exercise");
    return exerciseCommand(options as unknown as Parameters<typeof exerciseCommand>[0]);
  },
};
