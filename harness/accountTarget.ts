import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { PulumiCommand } from "@pulumi/pulumi/automation";
import { findEngine } from "../sandbox/engine/findEngine";
import { untilAborted } from "../sandbox/untilAborted";
import type { StageLog } from "./stageLog";
import type { Target } from "./target";

/**
 * Opens an AWS account: the standard credential chain, the vendor's `aws` plugin.
 *
 * @throws Error when the chain yields no credentials that AWS accepts
 * @throws the signal's reason when it was aborted
 */
export async function openAccount(
  log: StageLog,
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<Target> {
  const region = env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (!region)
    throw new Error(
      "AWS_REGION is not set; name the home Region of the trail, as in AWS_REGION=eu-central-1",
    );
  const engine = await log.run("engine", (progress) => findEngine({ progress, env, signal }));
  signal?.throwIfAborted();
  const sts = new STSClient({ region });
  const { Account: accountId = "" } = await log.run(
    "account",
    () => untilAborted(sts.send(new GetCallerIdentityCommand({})), signal),
    ({ Account }) => `${Account} in ${region}`,
  );
  return {
    description: `AWS account ${accountId}`,
    region,
    accountId,
    credentials: sts.config.credentials,
    awsConfig: { "aws:region": region },
    engine: await PulumiCommand.get({ root: engine.root }),
    engineEnv: {},
    outlivesRun: true,
    lookupsPerSecond: 2,
    patience: {
      permissions: 60_000,
      alert: 10 * 60_000,
      history: 15 * 60_000,
      delivery: 20 * 60_000,
      digest: 0,
    },
    alive: () => true,
    recentLog: () => "",
    close: () => {
      sts.destroy();
      return Promise.resolve();
    },
  };
}
