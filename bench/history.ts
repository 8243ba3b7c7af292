// The whole event history: of a busy emulator against the AWS CLI, and within the API's real budget against its limit.
import { join } from "node:path";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { STS } from "@aws-sdk/client-sts";
import { collect, lookupEvents } from "../detective";
import { budgetedHistory, type BudgetedHistory } from "./budgetedHistory";
import { findAwsCli } from "./findAwsCli";
import { withFreshEmulator, type FreshEmulator } from "./freshEmulator";
import { describeMachine, load } from "./machine";
import type { Measurement } from "./measurement";
import { median } from "./median";
import { runBench, say } from "./runBench";
import { runTimed } from "./runTimed";
import { showResults } from "./showResults";
import { wholeNumber } from "./wholeNumber";

const help = `bench/history.ts [--pairs N] [--events N] [--only emulator|budget] [--json]

Reads a whole event history: all pages of a busy emulator, in turns with aws cloudtrail lookup-events; and 17 Regions on
loopback with the API's real budget (2 requests a second each), against the least time that the budget allows.

  --pairs N   how often each is run on the emulator (default: 4); the medians count
  --events N  how many events the emulator's history gets (default: 20000)
  --only …    one of the two
  --json      everything that was measured, as JSON`;

const options = {
  pairs: { type: "string", default: "4" },
  events: { type: "string", default: "20000" },
  only: { type: "string" },
  json: { type: "boolean", default: false },
} as const;

const REQUESTS_PER_SECOND = 2;
const PAGE = 50;
/** The Regions that every account has. */
const REGIONS =
  "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-southeast-1 ap-southeast-2 sa-east-1".split(
    " ",
  );

async function main(values: {
  pairs: string;
  events: string;
  only?: string | undefined;
  json: boolean;
}): Promise<number> {
  const pairs = wholeNumber("pairs", values.pairs);
  const events = wholeNumber("events", values.events);
  if (values.only !== undefined && !["emulator", "budget"].includes(values.only))
    throw new RangeError(`--only ${values.only} is not allowed; use emulator or budget`);
  const machine = describeMachine(`bench/history.ts --pairs ${pairs} --events ${events}`);
  const measurements: Measurement[] = [];
  const details: Record<string, unknown> = {};
  if (values.only !== "budget") {
    const runs = await onEmulator(pairs, events);
    details.emulator = runs;
    measurements.push({
      what: `all pages of ${events} events, process against process; peer: AWS CLI`,
      unit: "s",
      measured: median(runs.map(({ ours }) => ours)),
      peer: median(runs.map(({ awsCli }) => awsCli)),
      target: { of: "ratio", atMost: 0.5 },
    });
  }
  if (values.only !== "emulator") {
    for (const latencyMs of [300, 800]) {
      const run = await withinBudget(latencyMs);
      details[`budget ${latencyMs} ms`] = run;
      measurements.push(...budgetLines(latencyMs, run));
    }
  }
  return showResults({ machine, measurements, details }, values.json);
}

interface EmulatorRun {
  ours: number;
  awsCli: number;
  /** How many events each of them read; the readers' own calls are events as well. */
  read: { ours: number; awsCli: number };
  load: number;
}

async function onEmulator(pairs: number, events: number): Promise<EmulatorRun[]> {
  const awsCli = await findAwsCli(say);
  return withFreshEmulator(say, async (emulator) => {
    await fill(emulator, events);
    const region = emulator.env.AWS_REGION ?? "us-east-1";
    const env = { ...emulator.env, AWS_DEFAULT_REGION: region };
    const runs: EmulatorRun[] = [];
    // The first pair does not count: the emulator still brings the calls that filled its history to its event bus.
    for (let index = -1; index < pairs; index++) {
      const began = load();
      const ways = {
        ours: () =>
          runTimed(process.execPath, ["-r", "tsx/cjs", join(__dirname, "historyWorker.ts"), region], { env }),
        awsCli: () => runTimed(awsCli, ["cloudtrail", "lookup-events", "--output", "json"], { env }),
      };
      const order = index % 2 === 0 ? (["ours", "awsCli"] as const) : (["awsCli", "ours"] as const);
      const run: EmulatorRun = { ours: 0, awsCli: 0, read: { ours: 0, awsCli: 0 }, load: began };
      for (const way of order) {
        const { seconds, stdout } = await ways[way]();
        run[way] = seconds;
        run.read[way] = (JSON.parse(stdout) as { Events: unknown[] }).Events.length;
        if (run.read[way] < events) throw new Error(`${way} read ${run.read[way]} of ${events} events`);
      }
      const counts = index >= 0;
      say(
        `ours ${run.ours.toFixed(1)} s, AWS CLI ${run.awsCli.toFixed(1)} s, load ${run.load}${counts ? "" : " (not counted)"}`,
      );
      if (counts) runs.push(run);
    }
    return runs;
  });
}

/** Makes so many cheap calls. */
async function fill({ env }: FreshEmulator, events: number): Promise<void> {
  const sts = new STS({
    endpoint: env.AWS_ENDPOINT_URL ?? "",
    region: env.AWS_REGION ?? "",
    credentials: {
      accessKeyId: env.AWS_ACCESS_KEY_ID ?? "",
      secretAccessKey: env.AWS_SECRET_ACCESS_KEY ?? "",
    },
  });
  let left = events;
  const caller = async () => {
    while (left-- > 0) {
      if (left % 5000 === 0) say(`making events: ${left} to go`);
      await sts.getCallerIdentity({});
    }
  };
  await Promise.all(Array.from({ length: 20 }, caller));
  sts.destroy();
}

interface BudgetRun {
  seconds: number;
  /** The least time that the budget allows for the longest of the histories. */
  limit: number;
  /** The fewest requests that can read all of it. */
  fewest: number;
  /** How many Regions have no event: their only page is empty. */
  quiet: number;
  counts: BudgetedHistory["counts"];
}

async function withinBudget(latencyMs: number): Promise<BudgetRun> {
  // One busy Region, some middling, some nearly empty: as accounts are.
  const sizes = REGIONS.map((region, index) => [region, index === 0 ? 3000 : (index % 6) * 430] as const);
  const pages = sizes.map(([, events]) => Math.max(1, Math.ceil(events / PAGE)));
  const server = await budgetedHistory({
    events: Object.fromEntries(sizes),
    secondsBetween: 30,
    latencyMs,
    requestsPerSecond: REQUESTS_PER_SECOND,
  });
  const credentials = { accessKeyId: "AKIAEXAMPLE", secretAccessKey: "example" };
  const clients = REGIONS.map((region) => ({
    region,
    client: new CloudTrail({ endpoint: server.endpoint, region, credentials, maxAttempts: 1 }),
  }));
  try {
    say(`17 Regions, ${latencyMs} ms an answer`);
    const started = performance.now();
    const { events, coverage } = await collect(lookupEvents(clients).read());
    const seconds = (performance.now() - started) / 1000;
    const wanted = sizes.reduce((sum, [, count]) => sum + count, 0);
    if (events.length !== wanted || !coverage.complete)
      throw new Error(`read ${events.length} of ${wanted} events`);
    const limit = Math.floor((Math.max(...pages) - 1) / REQUESTS_PER_SECOND) + latencyMs / 1000;
    const fewest = pages.reduce((sum, count) => sum + count, 0);
    const quiet = sizes.filter(([, count]) => count === 0).length;
    return { seconds, limit, fewest, quiet, counts: { ...server.counts } };
  } finally {
    for (const { client } of clients) client.destroy();
    await server.close();
  }
}

function budgetLines(latencyMs: number, { seconds, limit, fewest, quiet, counts }: BudgetRun): Measurement[] {
  const quick = latencyMs * REQUESTS_PER_SECOND < 1000;
  return [
    {
      what: `17 Regions, 2 requests/s each, ${latencyMs} ms an answer; peer: the budget's limit`,
      unit: "s",
      measured: seconds,
      peer: limit,
      ...(quick && { target: { of: "ratio", atMost: 1.1 } }),
    },
    {
      what: "  requests; peer: the fewest possible",
      unit: "requests",
      measured: counts.requests,
      peer: fewest,
      ...(quick && { target: { of: "ratio", atMost: 1 } }),
    },
    {
      what: "  of them throttled",
      unit: "requests",
      measured: counts.throttled,
      ...(quick && { target: { of: "measured", atMost: 0 } }),
    },
    {
      what: "  of them empty; peer: Regions without events",
      unit: "requests",
      measured: counts.empty,
      peer: quiet,
      ...(quick && { target: { of: "ratio", atMost: 1 } }),
    },
  ];
}

runBench(help, options, main);
