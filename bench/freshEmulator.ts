import { devNull } from "node:os";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { STS } from "@aws-sdk/client-sts";
import type { Progress } from "../sandbox/progress";
import { startEmulator } from "../sandbox/emulator/startEmulator";

/** An emulator that nobody has used yet. */
export interface FreshEmulator {
  /** What a command needs to talk to it, and nothing of the user's own AWS settings. */
  env: NodeJS.ProcessEnv;
  clients: { cloudTrail: CloudTrail; kms: KMS; s3: S3; sts: STS };
}

/** Starts an emulator for one run, and ends it afterwards. */
export async function withFreshEmulator<T>(
  progress: Progress,
  work: (emulator: FreshEmulator) => Promise<T>,
): Promise<T> {
  // Its own warm-up runs beside the first calls and would disturb whoever is measured; see `warmUp` below.
  const emulator = await startEmulator({ progress, warmUp: false });
  const { endpoint, region, rootCredentials: credentials } = emulator;
  const config = { endpoint, region, credentials };
  const clients = {
    cloudTrail: new CloudTrail(config),
    kms: new KMS(config),
    s3: new S3({ ...config, forcePathStyle: true }),
    sts: new STS(config),
  };
  try {
    await warmUp(clients);
    const { AWS_PROFILE: _profile, AWS_SESSION_TOKEN: _token, ...env } = process.env;
    return await work({
      clients,
      env: {
        ...env,
        AWS_ENDPOINT_URL: endpoint,
        AWS_REGION: region,
        AWS_ACCESS_KEY_ID: credentials.accessKeyId,
        AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
        AWS_CONFIG_FILE: devNull,
        AWS_SHARED_CREDENTIALS_FILE: devNull,
      },
    });
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await emulator.stop();
  }
}

/** The first call to a service costs the emulator seconds, whoever makes it: they are nobody's merit or fault. */
async function warmUp({ cloudTrail, kms, s3, sts }: FreshEmulator["clients"]): Promise<void> {
  await Promise.all([
    cloudTrail.listTrails({}),
    kms.listKeys({}),
    s3.listBuckets({}),
    sts.getCallerIdentity({}),
  ]);
}
