// A bucket of log files on a loopback S3 that takes its time: mirrored and read, against `aws s3 sync`.
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findAwsCli } from "./findAwsCli";
import { describeMachine } from "./machine";
import type { Measurement } from "./measurement";
import { runBench, say } from "./runBench";
import { runTimed, ROOT } from "./runTimed";
import { BUCKET, type S3Counts, type ServedS3 } from "./s3ServerProcess";
import type { S3Reading } from "./s3Worker";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";

const help = `bench/s3.ts [--objects N] [--kilobytes N] [--delay MS] [--json]

Serves a bucket on loopback, each request after a delay, and mirrors it: audit-trail archive pull and aws s3 sync, an
empty folder first and then one that has it all; and reads every object as log files are read.

  --objects N    how many objects the bucket has, default 3000
  --kilobytes N  how large each is, default 70
  --delay MS     how long each request takes at least, default 20
  --json         everything that was measured, as JSON`;

const options = {
  objects: { type: "string", default: "3000" },
  kilobytes: { type: "string", default: "70" },
  delay: { type: "string", default: "20" },
  json: { type: "boolean", default: false },
} as const;

interface Run {
  seconds: number;
  memory?: number;
  requests: number;
  highest: number;
}

async function main(values: {
  objects: string;
  kilobytes: string;
  delay: string;
  json: boolean;
}): Promise<number> {
  const objects = wholeNumber("objects", values.objects);
  const kilobytes = wholeNumber("kilobytes", values.kilobytes);
  const delayMs = wholeNumber("delay", values.delay, 0);
  const what = `--objects ${objects} --kilobytes ${kilobytes} --delay ${delayMs}`;
  const machine = describeMachine(`bench/s3.ts ${what}`);
  const aws = await findAwsCli(say);
  const folder = mkdtempSync(join(tmpdir(), "bench-s3-"));
  const served: ServedS3 = { objects, bytes: kilobytes * 1000, delayMs };
  const server = fork(join(__dirname, "s3ServerProcess.ts"), [JSON.stringify(served)], {
    execArgv: ["-r", "tsx/cjs"],
  });
  const clean = () => {
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", clean);
  try {
    const { endpoint } = await told(server);
    const env = {
      ...process.env,
      AWS_ACCESS_KEY_ID: "loopback",
      AWS_SECRET_ACCESS_KEY: "loopback",
      AWS_REGION: "us-east-1",
    };
    const timed = async (
      name: string,
      command: string,
      args: string[],
    ): Promise<Run & { stdout: string }> => {
      const { seconds, stdout, memory = {} } = await runTimed(command, args, { env });
      const { requests, highest } = await counts(server);
      say(`${name}: ${seconds.toFixed(1)} s, ${requests} requests, up to ${highest} at a time`);
      return { seconds, stdout, requests, highest, memory: Math.max(0, ...Object.values(memory)) };
    };
    const pull = [
      "archive",
      "pull",
      `s3://${BUCKET}`,
      join(folder, "ours"),
      "--endpoint",
      endpoint,
      "--quiet",
    ];
    const sync = [
      "--endpoint-url",
      endpoint,
      "s3",
      "sync",
      `s3://${BUCKET}`,
      join(folder, "theirs"),
      "--only-show-errors",
    ];
    const cli = join(ROOT, "bin", "audit-trail.mjs");
    const ours = await timed("pull", process.execPath, [cli, ...pull]);
    const theirs = await timed("aws s3 sync", aws, sync);
    const again = await timed("pull again", process.execPath, [cli, ...pull]);
    const theirsAgain = await timed("aws s3 sync again", aws, sync);
    const read = await timed("read", process.execPath, [
      "-r",
      "tsx/cjs",
      join(__dirname, "s3Worker.ts"),
      endpoint,
    ]);
    const reading = JSON.parse(read.stdout) as S3Reading;
    if (reading.objects !== objects || reading.bytes !== objects * served.bytes)
      throw new Error(`of ${objects} objects ${reading.objects} were read, ${reading.bytes} bytes`);
    const measurements: Measurement[] = [
      {
        what: `mirror: ${ours.requests} requests, up to ${ours.highest} at a time; sync ${theirs.requests}, ${theirs.highest}`,
        unit: "s",
        measured: ours.seconds,
        peer: theirs.seconds,
      },
      {
        what: `mirror again, nothing new: ${again.requests} requests; sync ${theirsAgain.requests}`,
        unit: "s",
        measured: again.seconds,
        peer: theirsAgain.seconds,
      },
      {
        what: `read: up to ${reading.highest} at a time, ${reading.last} in the end; against one after the other`,
        unit: "s",
        measured: reading.seconds,
        peer: (objects * delayMs) / 1000,
      },
      {
        what: "memory of the mirror; sync",
        unit: "MB",
        measured: ours.memory ?? 0,
        peer: theirs.memory ?? 0,
      },
    ];
    const details = { ours, theirs, again, theirsAgain, reading };
    return showResults({ machine, measurements, details }, values.json);
  } finally {
    process.off("exit", clean);
    clean();
  }
}

async function told(server: ChildProcess): Promise<S3Counts> {
  const [said] = (await once(server, "message")) as [S3Counts];
  return said;
}

/** Of the requests since the last time. */
function counts(server: ChildProcess): Promise<S3Counts> {
  const answer = told(server);
  server.send("counts");
  return answer;
}

runBench(help, options, main);
