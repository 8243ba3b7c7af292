import { PulumiCommand } from "@pulumi/pulumi/automation";
import type { Emulator } from "../sandbox/emulator/emulator";
import { emulatorInUse } from "../sandbox/emulator/emulatorInUse";
import { installEmulator } from "../sandbox/emulator/installEmulator";
import { startEmulator, type EmulatorOptions } from "../sandbox/emulator/startEmulator";
import { findEngine } from "../sandbox/engine/findEngine";
import { silent, type Progress } from "../sandbox/progress";
import { startProvider, type RunningProvider } from "../sandbox/provider/startProvider";
import { untilAborted } from "../sandbox/untilAborted";
import type { StageLog } from "./stageLog";
import type { Target } from "./target";

/**
 * Opens the sandbox: the Pulumi engine, an AWS emulator (the one at AWS_ENDPOINT_URL, or one of our own) and the
 * `aws` provider that serves it.
 *
 * @param start what starts one. @default one that ends with this process
 * @throws SetupError when one of them can be neither found nor installed, with the way out
 * @throws the signal's reason when it was aborted
 */
export async function openSandbox(
  log: StageLog,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
  start: typeof startEmulator = shortLived,
): Promise<Target> {
  const packages = env.AWS_ENDPOINT_URL ? undefined : bringPackages(env, signal);
  const engine = await log.run(
    "engine",
    (progress) => {
      const found = findEngine({ progress, env, signal });
      return packages ? Promise.race([found, packages.failed]) : found;
    },
    ({ version, origin }) => `Pulumi ${version} (${origin})`,
  );
  signal?.throwIfAborted();
  const emulator = await log.run(
    "emulator",
    async (progress) => {
      await packages?.waitFor(progress);
      return (await untilAborted(emulatorInUse(env), signal)) ?? start({ progress, signal });
    },
    ({ endpoint }) => `${endpoint}${env.AWS_ENDPOINT_URL ? ", found running" : ""}`,
  );
  let provider: RunningProvider | undefined;
  try {
    signal?.throwIfAborted();
    provider = await startProvider({ env: {} });
    return sandboxTarget(await PulumiCommand.get({ root: engine.root }), emulator, provider);
  } catch (error) {
    await provider?.stop();
    await emulator.stop();
    throw error;
  }
}

/** One that ends with this process; nobody waits long for what it writes every hour. */
function shortLived(options: EmulatorOptions = {}): Promise<Emulator> {
  return startEmulator({ digestSeconds: 2, ...options });
}

/** Installs the emulator's packages while something else goes on; told to whoever waits for them last. */
function bringPackages(env: NodeJS.ProcessEnv, signal: AbortSignal | undefined) {
  let tell = silent;
  const installed = installEmulator((line) => tell(line), env, signal);
  // That they can't be had is told before minutes of building an engine.
  const failed = installed.then(() => new Promise<never>(() => {}));
  failed.catch(() => {});
  const waitFor = (progress: Progress) => {
    tell = progress;
    return installed;
  };
  return { failed, waitFor };
}

function sandboxTarget(engine: PulumiCommand, emulator: Emulator, provider: RunningProvider): Target {
  const { endpoint, region, accountId, rootCredentials } = emulator;
  return {
    description: `AWS emulator at ${endpoint}`,
    region,
    accountId,
    endpoint,
    tlsEndpoint: endpoint.replace(/^http:/, "https:"),
    credentials: rootCredentials,
    awsConfig: {
      "aws:region": region,
      "aws:accessKey": rootCredentials.accessKeyId,
      "aws:secretKey": rootCredentials.secretAccessKey,
      "aws:skipCredentialsValidation": "true",
      "aws:skipMetadataApiCheck": "true",
      "aws:s3UsePathStyle": "true",
      "aws:endpoints": JSON.stringify([endpointsOf(endpoint)]),
    },
    engine,
    engineEnv: {
      PULUMI_DEBUG_PROVIDERS: provider.debugProviders,
      // Without it every operation first waits for the vendor's plugin, which is not needed.
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
    providerCommand: providerCommand(provider.port),
    // One of our own ends with the run, and everything in it.
    outlivesRun: emulator.pid === undefined,
    lookupsPerSecond: Infinity,
    patience: { permissions: 10_000, alert: 90_000, history: 30_000, delivery: 60_000, digest: 10_000 },
    alive: () => emulator.alive(),
    recentLog: () => emulator.recentLog(),
    close: async () => {
      await provider.stop();
      await emulator.stop();
    },
  };
}

function providerCommand(port: number): string[] {
  const main = require.resolve("../sandbox/provider/main");
  const compiler = main.endsWith(".ts") ? ["-r", require.resolve("tsx/cjs")] : [];
  return ["node", ...compiler, main, String(port)];
}

/** One endpoint for every service that the stack uses. */
export function endpointsOf(endpoint: string): Record<string, string> {
  const services = [
    "athena",
    "cloudcontrol",
    "cloudtrail",
    "cloudwatch",
    "cloudwatchlogs",
    "ec2",
    "eventbridge",
    "glue",
    "iam",
    "kms",
    "s3",
    "s3control",
    "sns",
    "sqs",
    "sts",
  ];
  return Object.fromEntries(services.map((service) => [service, endpoint]));
}
