import { eventsBy, eventsByReads, onThread, parseThread, threadNeeds } from "../../detective";
import { answerQuestion } from "../answerQuestion";
import type { Command } from "../command";
import { note } from "../note";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions } from "../options/trailOptions";
import { threadHint } from "../output/threadHint";

/** What can be asked for by an attribute is quick; an address or a role needs everything read. */
const SINCE = "7d";

export const who: Command = {
  about:
    "Lists what a principal did, or what came from an address, newest first. The thread is recognised by its form; " +
    "a prefix says it outright: user:, session: (role/session, or role/* for all of a role's), key:, ip:, resource:.",
  arguments: [
    { name: "<thread>", text: "a user's name, role/session, access key id, ARN, IP address, or AWS service" },
  ],
  options: [
    ...trailOptions(`${SINCE} where the API has no attribute for it (addresses, roles, resources), else all`),
    ...proveOptions(),
    ...outputOptions(),
  ],
  examples: [
    { line: "audit-trail who alice --since 1d", does: "what alice did in the last 24 hours" },
    {
      line: "audit-trail who 198.51.100.7 --all-regions --output csv",
      does: "every call from that address in all Regions, for a spreadsheet",
    },
  ],
  run(call) {
    const [given = ""] = call.args;
    const thread = parseThread(given);
    const where = eventsByReads(thread);
    const needs = threadNeeds(thread);
    return answerQuestion(call, {
      wanted: {
        ...(where ? { where } : { since: SINCE }),
        keep: (event) => onThread(event, thread),
        ...(needs && { needs }),
      },
      question: (set) => {
        if (set.events.length === 0) note(call, threadHint(given, thread));
        return eventsBy(set, thread);
      },
      listing: true,
    });
  },
};
