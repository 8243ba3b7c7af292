import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { Option } from "commander";
import { WholeFile } from "../../detective/integrity/evidenceWriter";
import { ResumeState } from "../../detective/integrity/resumeState";
import type { Command } from "../command";
import { exitCode } from "../exitCode";
import { exportKeys } from "../integrity/exportKeys";
import { keySource, opened } from "../integrity/keySource";
import { validateAndWrite } from "../integrity/validateAndWrite";
import { note } from "../note";
import { listOption, option } from "../options/option";
import { screenOptions } from "../options/outputOptions";
import { readRange } from "../options/readTime";
import { accountOptions, type AccountOptions } from "../options/trailOptions";

const FORMS = ["table", "json", "jsonl"] as const;

export interface ValidateCallOptions extends AccountOptions {
  since?: string;
  until?: string;
  account?: string[];
  trail?: string[];
  keys?: string;
  bucket?: string;
  exportKeys?: string;
  evidence?: string;
  resume?: string;
  output: (typeof FORMS)[number];
  color: boolean;
  quiet?: boolean;
}

export const validate: Command = {
  about:
    "Proves by CloudTrail's signed digests that log files are as they were delivered: of all accounts, Regions and " +
    "trails that lie in a bucket or a copy of one. Gaps, missing digests and log files that no digest names are " +
    "findings. Exit code 1 when anything was found, else 3 when anything could not be told; 0 says that all is proven.",
  arguments: [
    {
      name: "[source]",
      text: "s3://bucket/prefix, or a folder with a copy of it (default: where the account's trails deliver)",
    },
  ],
  options: [
    ...[
      option(
        "--since <when>",
        "log files delivered from then on: 3d, 2025-12-11, 2025-12-11T00:00Z; without a zone it is UTC",
      ),
      option("--until <when>", "up to then, and digests that reach so far must be there (default: now)"),
      listOption("--account <id>", "only these accounts, several times or with commas"),
      listOption("--trail <name>", "only these trails, by name or ARN"),
      option("--bucket <name>", "the bucket that the source is a copy of"),
    ].map((each) => each.helpGroup("What is validated:")),
    ...[
      option("--keys <file>", "public keys from a file, not from CloudTrail"),
      option(
        "--export-keys <file>",
        "validate nothing; write the public keys of these Regions and times to a file",
      ),
      option(
        "--evidence <file>",
        "write each file, digest, hash and verdict as JSON, or as lines where it is named .jsonl",
      ),
      option("--resume <file>", "keep in this file what was hashed, and go on from there"),
    ].map((each) => each.helpGroup("What it is proven with:")),
    ...accountOptions(),
    ...[
      new Option("-o, --output <format>", "form of the answer").choices(FORMS).default("table"),
      ...screenOptions(),
    ].map((each) => each.helpGroup("How it is shown:")),
  ],
  examples: [
    {
      line: "audit-trail validate --since 7d --all-regions",
      does: "the last week of all trails of the account",
    },
    {
      line: "audit-trail validate ./copy --keys keys.json --evidence proof.json",
      does: "a copy on disk without any network, with the evidence for an auditor",
    },
    {
      line: "audit-trail validate s3://my-trail-bucket --since 2026-01-01 --export-keys keys.json",
      does: "the keys that such a copy is proven with, also when CloudTrail no longer lists them",
    },
  ],
  async run(call) {
    const options = call.options as unknown as ValidateCallOptions;
    const range = readRange({ ...options, utc: true }, call.io.now());
    const keys = await keySource(call, options);
    if (options.exportKeys !== undefined) return exportKeys(call, options, range, options.exportKeys);
    const { resume: state, evidence: file } = options;
    const resume =
      state === undefined ? undefined : await opened(state, () => openState(state, call.args[0]));
    let evidence: WholeFile | undefined;
    try {
      evidence = file === undefined ? undefined : await opened(file, () => WholeFile.create(file));
      const summary = await validateAndWrite(call, options, { range, keys, resume, evidence });
      if (call.signal.aborted) return exitCode.interrupted;
      if (evidence) note(call, `${file}: the evidence, SHA-256 ${await evidence.keep()}`);
      if (summary.findings > 0) return exitCode.found;
      return summary.unknowns > 0 ? exitCode.incomplete : exitCode.fine;
    } finally {
      await evidence?.drop();
      await resume?.close();
    }
  },
};

/** A folder is known by its whole path: hashes of another one say nothing of it. */
function openState(path: string, source = "the account's trails"): Promise<ResumeState> {
  return ResumeState.open(path, existsSync(source) ? resolve(source) : source);
}
