import type { IntegrityRow } from "../detective";
import type { IntegrityFinding } from "../detective/integrity/integrityFinding";
import { count } from "../detective/wording";
import { DeadlineError, poll } from "./poll";
import { tamperWithLog, type LogWriter } from "./tamperWithLog";
import { thenCleanUp } from "./thenCleanUp";
import type { DigestWalk } from "./walkDigests";

/** What the digests proved of the log files with the run's own events. */
export interface IntegrityProof {
  /** `unknown` where no digest covers them yet. */
  status: "pass" | "unknown";
  /** In a few words. */
  says: string;
  rows: IntegrityRow[];
}

/** What is proven, and by what. */
export interface Proving {
  /** Walks through the trail's digests. */
  walk: () => Promise<DigestWalk>;
  /** Of somebody who may write to the log bucket. */
  s3: LogWriter;
  bucketName: string;
  /** The log files with the run's own events. */
  keys: readonly string[];
  /** Whether a log file may be changed to see it found. */
  mayChange: boolean;
  signal?: AbortSignal | undefined;
}

interface Telling {
  progress: (line: string) => void;
  /** Something that the reader should know and that stays. */
  note: (text: string) => void;
}

/** The digests don't prove what they should, or a changed log file was not found. */
export class IntegrityError extends Error {
  override readonly name = "IntegrityError";
}

/**
 * Walks through the trail's digests, then cuts a record out of a log file and sees that just this is found; the file is
 * restored. On an account, and where no digest comes in time, it changes nothing and says so.
 *
 * @throws IntegrityError when the walk finds something amiss before anything was changed, or not what was changed
 */
export async function proveIntegrity(
  proving: Proving,
  options: Telling & { deadline: number },
): Promise<IntegrityProof> {
  const walk = await coveringWalk(proving, options);
  if (!walk) return notCovered(proving);
  const wrong = walk.findings.filter(isAmiss);
  if (wrong.length > 0 || walk.unknowns.length > 0)
    throw new IntegrityError(
      `the log files are not proven: ${[...wrong, ...walk.unknowns].map(({ says }) => says).join(" ")}`,
    );
  const rows = [...walk.summary.chains.map(chainRow), ...walk.findings.map(gapRow)];
  const proven = provenWords(walk);
  if (!proving.mayChange) {
    return {
      status: "pass",
      says: proven,
      rows: [...rows, leftOut("a log file of an account is not changed only to see it found")],
    };
  }
  const found = await changeAndFind(proving, options);
  if (!found)
    return { status: "pass", says: proven, rows: [...rows, leftOut("the bucket keeps no older versions")] };
  return {
    status: "pass",
    says: `${proven}; a change was found`,
    rows: [
      ...rows,
      { what: `The same, after ${found.what}`, verdict: "invalid", detail: found.finding.says },
    ],
  };
}

/** Walks until a digest covers the run's own log files; undefined when none did in time. */
async function coveringWalk(
  { walk, keys, signal }: Proving,
  { deadline, progress }: Telling & { deadline: number },
): Promise<DigestWalk | undefined> {
  const own = new Set(keys);
  try {
    return await poll(
      async () => {
        const found = await walk();
        const covered = found.logs.filter(({ key, digest }) => digest !== undefined && own.has(key)).length;
        progress(`${covered} of ${count(own.size, "log file")} covered by a digest`);
        return covered === own.size ? found : undefined;
      },
      { what: "a digest", deadline, interval: 500, signal },
    );
  } catch (error) {
    if (error instanceof DeadlineError) return undefined;
    throw error;
  }
}

async function changeAndFind(
  { walk, s3, bucketName, keys }: Proving,
  { progress, note }: Telling,
): Promise<{ what: string; finding: IntegrityFinding } | undefined> {
  const tampered = await tamperWithLog(s3, { bucketName, keys, eventName: "StopLogging" });
  if (!tampered) return undefined;
  progress(`${tampered.what} in ${tampered.key}`);
  const { findings } = await thenCleanUp(
    walk,
    () => tampered.restore(),
    (error) => note(`restoring ${tampered.key} failed as well: ${String(error)}`),
  );
  const [finding, ...others] = findings.filter(isAmiss);
  if (!finding || others.length > 0 || finding.kind !== "log-modified" || finding.key !== tampered.key)
    throw new IntegrityError(
      `${tampered.what} in ${tampered.key}, and the walk through the digests found ${finding ? [finding, ...others].map(({ says }) => says).join(" ") : "nothing"}`,
    );
  return { what: tampered.what, finding };
}

/** The run stops the trail itself for a moment: that no digest covers it is as it should be. */
function isAmiss({ kind }: IntegrityFinding): boolean {
  return kind !== "gap";
}

function provenWords({ summary }: DigestWalk): string {
  const logs = summary.chains.reduce((all, chain) => all + chain.logs.valid, 0);
  const digests = summary.chains.reduce((all, chain) => all + chain.digests.valid, 0);
  return `${count(logs, "log file")} proven by ${count(digests, "digest")}`;
}

function chainRow({
  trail,
  region,
  digests,
  logs,
  from,
  to,
}: DigestWalk["summary"]["chains"][number]): IntegrityRow {
  return {
    what: `Log files of ${trail} in ${region}`,
    verdict: "valid",
    detail: `${count(logs.valid, "log file")} as CloudTrail delivered them, by ${count(digests.valid, "signed digest")} from ${from} to ${to}.`,
  };
}

function gapRow({ says }: IntegrityFinding): IntegrityRow {
  return { what: "While the run had stopped the trail", verdict: "unknown", detail: says };
}

function leftOut(why: string): IntegrityRow {
  return { what: "A changed log file", verdict: "unknown", detail: `Left out: ${why}.` };
}

function notCovered({ bucketName, mayChange }: Proving): IntegrityProof {
  const why = mayChange
    ? "this emulator writes none, or they take longer"
    : `CloudTrail writes its first digest within two hours: audit-trail validate s3://${bucketName} proves them then`;
  return {
    status: "unknown",
    says: "no digest covers the log files yet",
    rows: [
      {
        what: "Log files of this run",
        verdict: "unknown",
        detail: `No digest covers them yet: ${why}. Nothing was changed to see it found.`,
      },
    ],
  };
}
