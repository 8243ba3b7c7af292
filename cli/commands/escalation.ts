import { Option } from "commander";
import { LEVELS, privilegeEscalation, privilegeEscalationReads, type Level } from "../../detective";
import { answerQuestion } from "../answerQuestion";
import type { Command } from "../command";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions } from "../options/trailOptions";

const SINCE = "7d";

export const escalation: Command = {
  about:
    "Finds who got more rights than they had, as chains: a policy attached, a key or password made for another user, " +
    "a trust changed and the role assumed, a role passed to a function or an instance, and what was done with it. " +
    "Each has its ATT&CK technique and its evidence. Exit code 1 when there is one.",
  options: [
    new Option("--at-least <level>", "leave out what weighs less")
      .choices(LEVELS)
      .default("low")
      .helpGroup("What is shown:"),
    ...trailOptions(SINCE),
    ...proveOptions(),
    ...outputOptions(),
  ],
  examples: [
    {
      line: "audit-trail escalation --since 1d",
      does: "of the last 24 hours, in your Region and where IAM is recorded",
    },
    {
      line: "audit-trail escalation --all-regions --at-least high --output json",
      does: "the grave ones of seven days, with the events that they rest on",
    },
  ],
  run(call) {
    const { atLeast } = call.options as { atLeast: Level };
    return answerQuestion(call, {
      wanted: { since: SINCE, where: privilegeEscalationReads() },
      question: (set) => privilegeEscalation(set, { atLeast }),
    });
  },
};
