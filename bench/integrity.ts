// Log files and digests validated from disk and from S3 on loopback, against `aws cloudtrail validate-logs` there.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { trailArn } from "../tests/support/cloudTrailStub";
import type { DigestChain } from "../tests/support/digestChain";
import { findAwsCli } from "./findAwsCli";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { ROOT, runTimed } from "./runTimed";
import { serveChain, writeChain } from "./integrityArchive";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";

const help = `bench/integrity.ts [--logs N] [--kb N] [--rounds N] [--delay MS] [--slow-rounds N] [--json]

Writes log files and a digest for each hour, then validates them in turns: this project from disk and from an S3 on
loopback, and aws cloudtrail validate-logs from that S3; whole processes, their start included. Then once more with an
S3 that takes its time.

  --logs N         how many log files, 12 an hour, default 3000
  --kb N           how large each is unpacked, default 50
  --rounds N       how many rounds to measure, default 3; the medians count
  --delay MS       what the slow S3 takes for each request, default 20
  --slow-rounds N  how many rounds to measure on it, default 1
  --json           everything that was measured, as JSON`;

const options = {
  logs: { type: "string", default: "3000" },
  kb: { type: "string", default: "50" },
  rounds: { type: "string", default: "3" },
  delay: { type: "string", default: "20" },
  "slow-rounds": { type: "string", default: "1" },
  json: { type: "boolean", default: false },
} as const;

interface Times {
  disk?: number;
  s3: number;
  awsCli: number;
  load: number;
}

async function main(values: {
  logs: string;
  kb: string;
  rounds: string;
  delay: string;
  "slow-rounds": string;
  json: boolean;
}): Promise<number> {
  const [logs, kb] = [wholeNumber("logs", values.logs, 12), wholeNumber("kb", values.kb)];
  const [rounds, delay] = [wholeNumber("rounds", values.rounds), wholeNumber("delay", values.delay)];
  const slowRounds = wholeNumber("slow-rounds", values["slow-rounds"]);
  const awsCli = await findAwsCli(say);
  const machine = describeMachine(`bench/integrity.ts --logs ${logs} --kb ${kb} --rounds ${rounds}`);
  const folder = await mkdtemp(join(tmpdir(), "audit-trail-bench-"));
  try {
    say(`writing ${logs} log files`);
    const { chain, keysFile, copy } = await writeChain(folder, { logs, kb });
    const s3 = await serveChain(chain, copy);
    try {
      const run = { chain, keysFile, copy, endpoint: s3.endpoint, awsCli, logs };
      const fast: Times[] = [];
      for (let index = 0; index < rounds; index++) fast.push(await round(run, true));
      s3.delayMs = delay;
      const slow: Times[] = [];
      for (let index = 0; index < slowRounds; index++) slow.push(await round(run, false));
      const of = (times: readonly Times[], name: "disk" | "s3" | "awsCli") =>
        median(times.flatMap((each) => each[name] ?? []));
      const digests = chain.digests.length;
      const what = `${logs} logs, ${digests} digests`;
      const measurements: Measurement[] = [
        line(`${what} from disk; peer: the AWS CLI on S3`, of(fast, "disk"), of(fast, "awsCli"), 0.2),
        line(`${what} from S3; peer: the AWS CLI`, of(fast, "s3"), of(fast, "awsCli")),
        line(`S3 at ${delay} ms; peer: the AWS CLI`, of(slow, "s3"), of(slow, "awsCli"), 0.083),
      ];
      return showResults({ machine, measurements, details: { fast, slow } }, values.json);
    } finally {
      await s3.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function line(what: string, measured: number, peer: number, atMost?: number): Measurement {
  return {
    what,
    unit: "s",
    measured,
    peer,
    ...(atMost !== undefined && { target: { of: "ratio", atMost } }),
  };
}

interface Run {
  chain: DigestChain;
  keysFile: string;
  copy: string;
  endpoint: string;
  awsCli: string;
  logs: number;
}

async function round(run: Run, withDisk: boolean): Promise<Times> {
  const begun = load();
  const disk = withDisk ? await ours(run, [run.copy, "--keys", run.keysFile]) : undefined;
  const until = new Date(run.chain.time).toISOString();
  const s3 = await ours(run, [`s3://${run.chain.bucket.name}`, "--endpoint", run.endpoint, "--until", until]);
  const awsCli = await theirs(run);
  say(
    `${disk === undefined ? "" : `disk ${disk.toFixed(2)} s, `}S3 ${s3.toFixed(2)} s, AWS CLI ${awsCli.toFixed(2)} s, load ${begun}`,
  );
  return { ...(disk !== undefined && { disk }), s3, awsCli, load: begun };
}

const CREDENTIALS = { AWS_ACCESS_KEY_ID: "loopback", AWS_SECRET_ACCESS_KEY: "loopback" };

async function ours({ chain, logs }: Run, args: string[]): Promise<number> {
  const env = {
    ...process.env,
    ...CREDENTIALS,
    AWS_REGION: chain.region,
  };
  const worker = join(ROOT, "bin", "audit-trail.mjs");
  const { seconds, stdout } = await runTimed(process.execPath, [worker, "validate", ...args], { env });
  // A comparison counts only where everything was proven.
  if (!stdout.includes(`VALID: proven are ${logs} log files`)) throw new Error(stdout);
  return seconds;
}

async function theirs({ chain, endpoint, awsCli, logs }: Run): Promise<number> {
  const env = {
    ...process.env,
    ...CREDENTIALS,
    AWS_DEFAULT_REGION: chain.region,
    AWS_ENDPOINT_URL: endpoint,
  };
  const span = ["--start-time", chain.begin.toISOString(), "--end-time", new Date(chain.time).toISOString()];
  const args = ["cloudtrail", "validate-logs", "--trail-arn", trailArn(chain), ...span];
  const { seconds, stdout } = await runTimed(awsCli, args, { env });
  if (!stdout.includes(`${logs}/${logs} log files valid`)) throw new Error(stdout);
  return seconds;
}

runBench(help, options, main);
