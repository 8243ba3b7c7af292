import { unauthorisedAccess, unauthorisedAccessReads } from "../../detective";
import { answerQuestion } from "../answerQuestion";
import type { Command } from "../command";
import { outputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions } from "../options/trailOptions";

/** Every event has to be read: no attribute selects by error. */
const SINCE = "1d";

export const denied: Command = {
  about:
    "Groups refused calls (AccessDenied, UnauthorizedOperation and their like) by principal, address and API, with " +
    "the first and the last, and whether the same call succeeded afterwards. Exit code 1 when there are any.",
  options: [...trailOptions(SINCE), ...proveOptions(), ...outputOptions()],
  examples: [
    {
      line: "audit-trail denied --since 2h --all-regions",
      does: "who knocked at closed doors just now, anywhere",
    },
    {
      line: "audit-trail denied --from ./logs --output html > denied.html",
      does: "the same of log files on disk, as a page to hand on",
    },
  ],
  run: (call) =>
    answerQuestion(call, {
      wanted: { since: SINCE, reads: unauthorisedAccessReads() },
      question: (set) => unauthorisedAccess(set),
    }),
};
