import { Option } from "commander";
import type { EvidenceSink } from "../../detective/integrity/evidence";
import {
  EvidenceText,
  WholeFile,
  evidenceSink,
  type EvidenceForm,
} from "../../detective/integrity/evidenceWriter";
import type { IntegrityFinding, IntegrityUnknown } from "../../detective/integrity/integrityFinding";
import { integrityText } from "../../detective/integrity/integrityText";
import { ResumeState } from "../../detective/integrity/resumeState";
import type { Call, Command } from "../command";
import { exitCode } from "../exitCode";
import { exportKeys } from "../integrity/exportKeys";
import { keySource, opened } from "../integrity/keySource";
import { validateSources } from "../integrity/validateSources";
import { write } from "../io";
import { note } from "../note";
import { listOption, option } from "../options/option";
import { screenOptions } from "../options/outputOptions";
import { readRange } from "../options/readTime";
import { accountOptions, type AccountOptions } from "../options/trailOptions";
import { look } from "../output/look";
import { PieceWriter } from "../output/pieceWriter";
import { Progress } from "../progress";
import { version } from "../version";

const FORMS = ["table", "json", "jsonl"] as const;
/** More are counted, not shown. */
const SHOWN = 100;

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
    const source = call.args[0];
    const resume =
      options.resume === undefined
        ? undefined
        : await opened(options.resume, () => ResumeState.open(options.resume!, source ?? "account"));
    const evidence =
      options.evidence === undefined
        ? undefined
        : await opened(options.evidence, () => WholeFile.create(options.evidence!));
    const head = {
      version: version(),
      made: new Date(call.io.now()).toISOString(),
      source: source ?? "the account's trails",
      ...(range.startTime && { since: range.startTime.toISOString() }),
      ...(range.endTime && { until: range.endTime.toISOString() }),
    };
    const outputs = evidenceOutputs(call, options, evidence);
    const findings: IntegrityFinding[] = [];
    const unknowns: IntegrityUnknown[] = [];
    const all = [...outputs.map(({ sink }) => sink), shown(findings, unknowns)];
    const progress = new Progress(call.io, "validating", options);
    let kept = false;
    try {
      for (const { text, write } of outputs) await write(text.begin(head));
      const summary = await validateSources(call, options, { range, keys, resume, progress }, together(all));
      progress.end("done");
      for (const { text, write } of outputs) await write(text.end(summary));
      if (options.output === "table") {
        const text = integrityText(summary, { findings, unknowns }, look(call.io, options.color));
        await write(call.io.stdout, `${text}\n`);
      }
      for (const { end } of outputs) await end?.();
      if (evidence) {
        note(call, `${options.evidence}: the evidence, SHA-256 ${await evidence.keep()}`);
        kept = true;
      }
      if (summary.findings > 0) return exitCode.found;
      return summary.unknowns > 0 ? exitCode.incomplete : exitCode.fine;
    } finally {
      if (!kept) await evidence?.drop();
      await resume?.close();
    }
  },
};

/** Where evidence goes: to standard output, to a file, to both or to neither. */
function evidenceOutputs(
  { io }: Call,
  { output, evidence: path }: ValidateCallOptions,
  file: WholeFile | undefined,
) {
  const outputs: {
    text: EvidenceText;
    sink: EvidenceSink;
    write: (piece: string) => Promise<void>;
    end?: () => Promise<void>;
  }[] = [];
  const add = (form: EvidenceForm, write: (piece: string) => Promise<void>, end?: () => Promise<void>) => {
    const text = new EvidenceText(form);
    outputs.push({ text, sink: evidenceSink(text, write), write, ...(end && { end }) });
  };
  if (output !== "table") {
    const writer = new PieceWriter(io.stdout);
    add(
      output,
      (piece) => writer.add(piece),
      () => writer.end(),
    );
  }
  if (file) add(path?.endsWith(".jsonl") ? "jsonl" : "json", (piece) => file.write(piece));
  return outputs;
}

function shown(findings: IntegrityFinding[], unknowns: IntegrityUnknown[]): EvidenceSink {
  return {
    digest: () => {},
    log: () => {},
    finding: (row) => void (findings.length < SHOWN && findings.push(row)),
    unknown: (row) => void (unknowns.length < SHOWN && unknowns.push(row)),
  };
}

function together(sinks: readonly EvidenceSink[]): EvidenceSink {
  const each =
    <K extends keyof EvidenceSink>(name: K) =>
    async (row: Parameters<EvidenceSink[K]>[0]): Promise<void> => {
      for (const sink of sinks) await (sink[name] as (row: unknown) => void | Promise<void>)(row);
    };
  return { digest: each("digest"), log: each("log"), finding: each("finding"), unknown: each("unknown") };
}
