import {
  detect,
  memoryEngine,
  type Detecting,
  type Detection,
  type Level,
  type RecordReading,
} from "../detective";
import { isAthenaAddress } from "../detective/athena/athenaAddress";
import { ProvedDetections } from "../detective/integrity/provedDetections";
import { duckdbEngine } from "../detective/duckdb/duckdbEngine";
import { loadRules } from "../detective/sigma/load/loadRules";
import { ownRules } from "../detective/sigma/ownRules";
import type { RuleProblem, RuleSet } from "../detective/sigma/rule";
import { positionText } from "../detective/sigma/rulePosition";
import { printable } from "../detective/terminalText";
import { count } from "../detective/wording";
import { askedRange } from "./askTrail";
import type { Call } from "./command";
import { openProver } from "./integrity/openProver";
import { NoAnswerError } from "./noAnswerError";
import type { OutputOptions } from "./options/outputOptions";
import type { TrailOptions } from "./options/trailOptions";
import { Progress } from "./progress";
import { openAccount } from "./trail/account";
import { askOnTerminal } from "./trail/athena";
import { HowFar, TELL_FILES } from "./trail/howFar";
import { openAthenaRules } from "./trail/openAthenaRules";
import { openRecords } from "./trail/openRecords";
import { fromFiles, type Watcher } from "./trail/openSource";
import { untilAborted } from "./trail/untilAborted";
import { UsageError } from "./usageError";

/** To say it for each record would take longer than reading one. */
const TELL_EVERY = 1_000;

/** Which rules are asked, and where. */
export interface RuleOptions {
  rules?: readonly string[];
  engine: "memory" | "duckdb";
  level: Level;
  skipUnsupported?: boolean;
}

/** @throws UsageError on a path without rules */
export async function rulesOf(paths: readonly string[] | undefined): Promise<RuleSet> {
  try {
    return await loadRules(paths ?? [ownRules()]);
  } catch (error) {
    if (error instanceof Error && error.name === "RulePathError")
      throw new UsageError(`--rules: ${error.message}`);
    throw error;
  }
}

/**
 * Asks rules of records, with progress on stderr; each detection is handed on as it is found.
 *
 * Rules that are refused are named on stderr before anything is read.
 * @param sources `api`, paths, `s3://` addresses
 * @throws UsageError on options that can't be meant
 * @throws NoAnswerError where no rule is left to be asked
 */
export async function askRules(
  call: Call,
  { ruleSet, sources, since }: { ruleSet: RuleSet; sources: readonly string[]; since: string },
  take: (detection: Detection) => Promise<void> | void,
): Promise<Pick<Detecting, "refused" | "coverage">> {
  const { io, signal } = call;
  const options = call.options as unknown as RuleOptions & TrailOptions & OutputOptions;
  const asksAthena = sources.some(isAthenaAddress);
  const allFiles = sources.every((from) => fromFiles({ from }));
  const range = askedRange({ ...call, options: { ...options, from: allFiles ? "files" : "api" } }, since);
  const progress = new Progress(io, "asking the rules", options);
  const far = new HowFar(range, allFiles ? undefined : io.now());
  const watcher: Watcher = {
    signal,
    say: (line) => progress.say(line),
    ask: askOnTerminal(progress),
    onAthena: () => undefined,
    onFiles: (files) => {
      far.filesRead(files);
      if (files.files % TELL_FILES === 0) progress.say(far.line());
    },
    onProgress: ({ region, requests }, regions) => far.requested(region, requests, regions),
  };
  const prover = await openProver(call, sources);
  const proved = prover && new ProvedDetections(prover);
  let outcome: "done" | "failed" = "failed";
  try {
    const athena = await openAthenaRules(
      options,
      sources,
      range,
      () => openAccount(options, io.env),
      watcher,
    );
    const reading =
      athena?.records ??
      (await openRecords(options, sources, () => openAccount(options, io.env), watcher)).read(range);
    const records: RecordReading = {
      coverage: () => reading.coverage(),
      ...(reading.ask && {
        ask: (rules, asked) => {
          const counted = (records: number, noRecords: number) => {
            far.tookMany(records + noRecords);
            asked(records, noRecords);
          };
          return untilAborted(reading.ask!(rules, counted), signal);
        },
      }),
      async *[Symbol.asyncIterator]() {
        for await (const at of untilAborted(reading, signal)) {
          if (far.took(at.record) % TELL_EVERY === 0) progress.say(far.line());
          yield at;
        }
      },
    };
    const detecting = await detect(records, ruleSet, {
      level: options.level,
      engine: athena?.engine ?? (options.engine === "duckdb" ? duckdbEngine() : memoryEngine),
    });
    tellRefused(call, detecting.refused);
    if (ruleSet.rules.length === 0) throw new NoAnswerError("no rule is left that could be asked");
    for await (const detection of detecting) await take(proved ? await proved.prove(detection) : detection);
    outcome = "done";
    const { refused } = detecting;
    const coverage = () => detecting.coverage();
    return { refused, coverage: proved ? () => proved.coverage(coverage()) : coverage };
  } finally {
    await proved?.close();
    progress.end(outcome, outcome === "done" && !asksAthena ? far.total() : undefined);
  }
}

/** Also where nothing else is to be said: a rule that isn't asked finds nothing. */
function tellRefused({ io, name }: Call, refused: readonly RuleProblem[]): void {
  if (refused.length === 0) return;
  const lines = refused.map((problem) => `${refusedText(problem)}\n`);
  io.stderr.write(`audit-trail ${name}: ${count(refused.length, "rule")} refused\n${lines.join("")}`);
}

/** Where, what, and the way out, in one line. */
export function refusedText({ at, title, problem, help }: RuleProblem): string {
  const of = title === undefined ? "" : ` (${title})`;
  return printable(`${positionText(at)}: ${problem}${of}; ${help}`);
}
