/* eslint-disable @typescript-eslint/no-require-imports -- a command is loaded when it is typed: --help need not wait */
import type { Command, CommandEntry, CommandFamily, Group } from "../command";

type Module = Record<string, Command | CommandFamily>;

/** Every command, in the order of the table of contents. */
export const commands: readonly CommandEntry[] = [
  ...group("Ask the trail", [
    ["lookup", "List events by any of the API's attributes, combined", () => require("./lookup") as Module],
    ["who", "What did a user, role, session, key, ARN or address do", () => require("./who") as Module],
    [
      "denied",
      "Who was refused what, how often, and did it work in the end",
      () => require("./denied") as Module,
    ],
    ["escalation", "Who got more rights than they had, and how", () => require("./escalation") as Module],
    ["bucket", "Who read, wrote and changed a bucket, and in bursts", () => require("./bucket") as Module],
    ["tampering", "Who stopped, weakened or blinded the trail", () => require("./tampering") as Module],
    ["origin", "Who called from somewhere never seen before", () => require("./origin") as Module],
    [
      "timeline",
      "Follow a thread: what, when, who, from where, what data",
      () => require("./timeline") as Module,
    ],
    ["query", "Ask log files in SQL, or by a saved query", () => require("./query") as Module],
    ["archive", "A mirror of a bucket, and a cache for SQL", () => require("./archive") as Module],
    ["explain", "An event in plain words, and the fields that matter", () => require("./explain") as Module],
    [
      "least-privilege",
      "The IAM policy that a principal's successful calls need",
      () => require("./leastPrivilege") as Module,
    ],
  ]),
  ...group("Detect", [
    ["detect", "Ask Sigma rules of log files, of S3, of the API", () => require("./detect") as Module],
    ["rules", "Sigma rules: list, show, test, compile, what they cover", () => require("./rules") as Module],
  ]),
  ...group("Prove the trail", [
    [
      "verify",
      "Check trails, buckets, keys, delivery, alarms, the account",
      () => require("./verify") as Module,
    ],
    [
      "validate",
      "Prove by signed digests that nobody touched the log files",
      () => require("./validate") as Module,
    ],
    ["doctor", "Why a trail does not log, or no events show", () => require("./doctor") as Module],
    ["score", "Add up what the checks earn, out of 100", () => require("./score") as Module],
  ]),
  ...group("Sandbox", [
    ["up", "Make a trail that stays, in a sandbox or in an account", () => require("./up") as Module],
    ["down", "Destroy it again, and end the sandbox", () => require("./down") as Module],
    ["exercise", "A whole run: up, activity, questions, checks, down", () => require("./exercise") as Module],
  ]),
  ...group("Shell", [
    ["completion", "Print the completion script of a shell", () => require("./completion") as Module],
  ]),
];

function group(
  heading: Group,
  entries: readonly (readonly [name: string, summary: string, load: () => Module])[],
): CommandEntry[] {
  return entries.map(([name, summary, load]) => ({
    name,
    group: heading,
    summary,
    // Exported under its own name, in camelCase.
    load: () => load()[name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]!,
  }));
}
