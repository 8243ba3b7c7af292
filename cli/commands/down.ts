import type { Command } from "../command";
import { placeOptions } from "../options/placeOptions";

export const down: Command = {
  about:
    "Destroys the stack that `audit-trail up` made and ends the sandbox. In an account, a bucket and a key are " +
    "destroyed only if they were made with --config ephemeral=true; otherwise Pulumi refuses, since they are the " +
    "audit's data.",
  options: placeOptions("destroys"),
  examples: [
    { line: "audit-trail down", does: "the sandbox ends, and all that was made in it" },
    { line: "audit-trail down --account --stack dev --yes", does: "an account's stack, without a question" },
  ],
  acts: true,
  run({ io, options }) {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { down } = require("../down") as typeof import("../down");
    return down(options, io.env);
  },
};
