import type { Command } from "../command";
import { completionScript, shells, type Shell } from "../completion/completionScript";
import { write } from "../io";

export const completion: Command = {
  about: "Commands, options and their values are completed where the shell has read the script.",
  arguments: [{ name: "<shell>", text: "the shell", choices: shells }],
  options: [],
  examples: [
    { line: "source <(audit-trail completion bash)", does: "for this shell; in ~/.bashrc for every one" },
    {
      line: "audit-trail completion fish > ~/.config/fish/completions/audit-trail.fish",
      does: "for every fish from now on",
    },
  ],
  async run({ io, args: [shell] }) {
    // Here, as the list of commands holds this one.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const { commands } = require("./index") as typeof import("./index");
    await write(io.stdout, completionScript(shell as Shell, commands));
    return 0;
  },
};
