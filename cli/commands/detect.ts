import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import {
  DetectionFindings,
  LEVELS,
  SarifWriter,
  detectionLine,
  detectionTable,
  ocsfFinding,
  parseEvent,
  redact,
  type Coverage,
  type Detecting,
  type Detection,
} from "../../detective";
import type { RuleSet } from "../../detective/sigma/rule";
import { isComplete } from "../../detective/source";
import { redactText } from "../../detective/redactText";
import { printable } from "../../detective/terminalText";
import { count } from "../../detective/wording";
import { askRules, refusedText, rulesOf, type RuleOptions } from "../askRules";
import { throwIfNothing } from "../askTrail";
import type { Call, Command } from "../command";
import { exitCode } from "../exitCode";
import { write } from "../io";
import { note } from "../note";
import { option } from "../options/option";
import { formats, outputOptions, type Format, type OutputOptions } from "../options/outputOptions";
import { proveOptions } from "../options/proveOptions";
import { trailOptions, type TrailOptions } from "../options/trailOptions";
import { answersDocument } from "../output/answersDocument";
import { coverageLines } from "../output/coverageLines";
import { json } from "../output/json";
import { PieceWriter } from "../output/pieceWriter";
import { writeDocument } from "../output/writeDocument";
import { version } from "../version";

/** Most rules can't be asked for by an attribute: every event has to be read. */
const SINCE = "1d";

const DETECTION_FORMATS = [...formats, "sarif", "ocsf"] as const;

type DetectOptions = RuleOptions &
  TrailOptions &
  Omit<OutputOptions, "output"> & { output: (typeof DETECTION_FORMATS)[number] };

export const detect: Command = {
  about:
    "Asks Sigma rules of every record as it was delivered, duplicates and damaged files included, and says for each " +
    "match which record of which file it is and why. Without --rules it asks the catalogue that comes with it. Exit " +
    "code 1 when something was found, 3 when a rule was refused or a file could not be read.",
  arguments: [
    {
      name: "[source...]",
      text: "log files, folders of them, s3://bucket/prefix, or api; the same as --from",
    },
  ],
  options: [
    ...[
      option(
        "--rules <path>",
        "rule files or folders of them, several times or with commas (default: ours)",
      ).argParser((value: string, before: string[] = []) => [...before, ...pathsOf(value)]),
      new Option("--level <level>", "leave out rules that weigh less")
        .choices(LEVELS)
        .default("informational"),
      new Option("--engine <engine>", "where rules are asked")
        .choices(["memory", "duckdb"])
        .default("memory"),
      option("--skip-unsupported", "refused rules are named, and make the answer no less complete"),
    ].map((each) => each.helpGroup("What is asked:")),
    ...trailOptions(SINCE).filter(({ long }) => long !== "--max"),
    ...proveOptions(),
    ...outputOptions().map((each) => (each.long === "--output" ? formatOption() : each)),
  ],
  examples: [
    {
      line: "audit-trail detect ./logs --level high",
      does: "what the catalogue finds in a folder of log files, but for what weighs little",
    },
    {
      line: "audit-trail detect --rules ./my-rules s3://my-trail-bucket/AWSLogs --since 1d -o jsonl",
      does: "your own rules on a day of a trail, a line for each match",
    },
    {
      line: "audit-trail detect ./logs -o sarif > detections.sarif",
      does: "for GitHub's code scanning; -o ocsf is for Security Lake and SIEMs",
    },
  ],
  async run(call) {
    const options = call.options as unknown as DetectOptions;
    const { sources, rules } = sorted(call.args, options);
    const ruleSet = await rulesOf(rules);
    const written = await FORMS[options.output](call, { ruleSet, sources, since: SINCE });
    if (call.signal.aborted) return exitCode.interrupted;
    const refused = written.refused.length > 0 && options.skipUnsupported !== true;
    if (refused || !isComplete(written.coverage.gaps)) return exitCode.incomplete;
    return written.found > 0 ? exitCode.found : exitCode.fine;
  },
};

/** What is asked of what. */
interface Asked {
  ruleSet: RuleSet;
  sources: readonly string[];
  since: string;
}

interface Written extends Pick<Detecting, "refused"> {
  coverage: Coverage;
  found: number;
}

type Write = (call: Call, asked: Asked) => Promise<Written>;

/** Forms that are written as it goes, and those for which all is gathered by rule and principal. */
const FORMS: Readonly<Record<DetectOptions["output"], Write>> = {
  table: gathered,
  json: gathered,
  csv: gathered,
  md: gathered,
  html: gathered,
  jsonl: (call, asked) =>
    streamed(call, asked, { piece: (detection) => `${json(detectionLine(detection))}\n` }),
  ocsf(call, asked) {
    const frame = { version: version(), now: call.io.now() };
    return streamed(call, asked, { piece: (detection) => `${json(ocsfFinding(detection, frame))}\n` });
  },
  async sarif(call, asked) {
    const { rules, correlations } = asked.ruleSet;
    const told = [...rules, ...correlations].filter(({ reports }) => reports);
    const sarif = new SarifWriter({ rules: told, version: version(), folder: process.cwd() });
    const written = await streamed(call, asked, {
      begin: sarif.begin(),
      piece: (detection) => sarif.result(detection),
      end: ({ refused, coverage }) =>
        sarif.end({
          refused,
          missing: coverage.gaps.filter(({ inherent }) => !inherent).map(({ detail }) => detail),
        }),
    });
    if (sarif.leftOut === 0) return written;
    const detail = `${count(sarif.leftOut, "detection")} left out of the SARIF log: GitHub takes 25,000; use --level, or -o jsonl.`;
    note(call, detail);
    const { coverage } = written;
    return {
      ...written,
      coverage: { ...coverage, gaps: [...coverage.gaps, { reason: "cut", inherent: false, detail }] },
    };
  },
};

interface Pieces {
  begin?: string;
  piece: (detection: Detection) => string;
  end?: (end: Omit<Written, "found">) => string;
}

/** Writes each detection as it is found. */
async function streamed(call: Call, asked: Asked, { begin = "", piece, end }: Pieces): Promise<Written> {
  const { showSecrets = false, quiet = false } = call.options as unknown as DetectOptions;
  const { io, signal } = call;
  const writer = new PieceWriter(io.stdout);
  let found = 0;
  if (begin !== "") await writer.add(begin);
  const detecting = await askRules(call, asked, (detection) => {
    found++;
    return writer.add(piece(showSecrets ? detection : withoutSecrets(detection)));
  });
  const { refused } = detecting;
  const coverage = detecting.coverage();
  if (end) await writer.add(end({ refused, coverage }));
  await writer.end();
  throwIfNothing(coverage, signal);
  // Silence is for what is in order.
  if (!quiet || !coverage.complete)
    await write(
      io.stderr,
      coverageLines(coverage)
        .map((line) => `${printable(line)}\n`)
        .join(""),
    );
  return { refused, coverage, found };
}

/** Gathers detections by rule and principal, and writes them as any answer. */
async function gathered(call: Call, asked: Asked): Promise<Written> {
  const options = call.options as unknown as DetectOptions;
  const { utc = false, showSecrets = false } = options;
  const all = new DetectionFindings();
  let found = 0;
  const detecting = await askRules(call, asked, (detection) => {
    found++;
    all.add(detection);
  });
  const { refused } = detecting;
  const read = detecting.coverage();
  const gaps = [...read.gaps, ...all.gaps()];
  const coverage = { ...read, gaps, complete: isComplete(gaps) };
  throwIfNothing(coverage, call.signal);
  const document = answersDocument({
    answers: [detectionTable(all.findings(), coverage)],
    events: all.records(),
    now: call.io.now(),
    utc,
    showSecrets,
  });
  const { rules, correlations } = asked.ruleSet;
  note(call, `${count(rules.length, "rule")} and ${count(correlations.length, "correlation")} were asked`);
  await writeDocument(
    call.io,
    { ...options, output: options.output as Format },
    {
      ...document,
      json: () => ({ ...(document.json() as object), refused }),
      report: () => ({ ...document.report(), notes: refused.map((each) => `Refused: ${refusedText(each)}`) }),
    },
  );
  return { refused, coverage, found };
}

function withoutSecrets(detection: Detection): Detection {
  const { record, why, group } = detection;
  return {
    ...detection,
    record: redact(parseEvent(record)),
    why: redactText(why),
    group: Object.fromEntries(Object.entries(group).map(([name, value]) => [name, redactText(value)])),
  };
}

function formatOption(): Option {
  return new Option("-o, --output <format>", "form of the answer")
    .choices(DETECTION_FORMATS)
    .default("table");
}

/** A path that holds a comma is one; else commas stand between several. */
function pathsOf(value: string): string[] {
  if (existsSync(value)) return [value];
  return value
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** What a shell made of `--rules rules/*.yml logs`, or of `--rules rules/* logs`. */
function sorted(
  args: readonly string[],
  { rules, from }: DetectOptions,
): { sources: readonly string[]; rules: readonly string[] | undefined } {
  const isRule = (path: string) => rules !== undefined && /\.ya?ml$/i.test(path);
  const others = args.filter((path) => !isRule(path));
  const folders = rules ? others.filter(holdsRules) : [];
  // Where nothing else is named, a folder is meant to hold records.
  const asRules = folders.length < others.length || from !== "api" ? folders : [];
  const named = others.filter((path) => !asRules.includes(path));
  return {
    sources: named.length === 0 ? [from] : from === "api" ? named : [...named, from],
    rules: rules && [...rules, ...args.filter((path) => isRule(path) || asRules.includes(path))],
  };
}

/** Whether a path is a folder of rule files, with nothing in it that could be a log file. */
function holdsRules(path: string): boolean {
  try {
    return statSync(path).isDirectory() && hasOnlyRules(path);
  } catch {
    // Whoever reads it as a source says why it can't be read.
    return false;
  }
}

function hasOnlyRules(path: string): boolean {
  let found = false;
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(join(folder, entry.name));
      else if (/\.ya?ml$/i.test(entry.name)) found = true;
      else if (/\.(?:json|jsonl|ndjson|gz)$/i.test(entry.name)) return false;
    }
  }
  return found;
}
