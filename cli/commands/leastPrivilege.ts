import { Option } from "commander";
import {
  leastPrivilege as derive,
  onThread,
  parseThread,
  policyJson,
  pulumiPolicy,
  threadNeeds,
  threadReads,
  type CloudTrailEvent,
  type LeastPrivilege,
} from "../../detective";
import { printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import { askTrail, isWhole } from "../askTrail";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { option } from "../options/option";
import { screenOptions } from "../options/outputOptions";
import { trailOptions } from "../options/trailOptions";
import { coverageLines } from "../output/coverageLines";
import { json } from "../output/json";

interface LeastPrivilegeOptions {
  output: "json" | "pulumi" | "full";
  includeFailed?: boolean;
  name: string;
  quiet?: boolean;
}

export const leastPrivilege: Command = {
  about:
    "Derives an IAM policy from what a principal did successfully, with resources where the events name them. What " +
    "was denied never becomes a permission; what cannot be mapped, and everything else to look at, is said on stderr.",
  arguments: [{ name: "<principal>", text: "a user's name, role/*, role/session, access key id or ARN" }],
  options: [
    ...[
      new Option(
        "-o, --output <format>",
        "the policy as IAM's JSON, as Pulumi TypeScript, or in full with its evidence",
      )
        .choices(["json", "pulumi", "full"])
        .default("json"),
      option("--name <name>", "of the Pulumi resource").default("least-privilege"),
      option("--include-failed", "also what failed for other reasons than a denial"),
    ].map((each) => each.helpGroup("What is written:")),
    ...trailOptions(),
    ...screenOptions(),
  ],
  examples: [
    {
      line: "audit-trail least-privilege 'deploy/*' --since 30d > policy.json",
      does: "what all sessions of the role deploy needed in the last 30 days",
    },
    {
      line: "audit-trail least-privilege alice --from s3://my-trail-bucket/AWSLogs -o pulumi",
      does: "from log files, with the data events that the API does not have, as Pulumi TypeScript",
    },
  ],
  async run(call) {
    const options = call.options as unknown as LeastPrivilegeOptions;
    const thread = parseThread(call.args[0] ?? "");
    const where = threadReads(thread);
    const needs = threadNeeds(thread);
    const keep = (event: CloudTrailEvent) => onThread(event, thread);
    const read = await askTrail(call, { ...(where && { where }), keep, ...(needs && { needs }) });
    const found = await derive(read, thread, { includeFailed: options.includeFailed === true });
    await write(call.io.stdout, render(found, options));
    if (!options.quiet) await write(call.io.stderr, remarks(found));
    if (read.interrupted) return exitCode.interrupted;
    return isWhole(read, { listing: false }) ? exitCode.fine : exitCode.incomplete;
  },
};

function render(found: LeastPrivilege, { output, name }: LeastPrivilegeOptions): string {
  if (output === "full") return `${json(found, 2)}\n`;
  const text = output === "json" ? policyJson(found) : pulumiPolicy(found, name);
  return text.endsWith("\n") ? text : `${text}\n`;
}

function remarks({ unmapped, denied, failed, notes, coverage }: LeastPrivilege): string {
  const left = (what: string, list: LeastPrivilege["denied"]) =>
    list.map(
      ({ eventSource, eventName, why, calls }) =>
        `${what}: ${eventSource} ${eventName}, ${count(calls, "call")}: ${why}`,
    );
  return [
    ...left("Not mapped", unmapped),
    ...left("Denied, so left out", denied),
    ...left("Failed, so left out", failed),
    ...notes,
    ...coverageLines(coverage),
  ]
    .map((line) => `${printable(line)}\n`)
    .join("");
}
