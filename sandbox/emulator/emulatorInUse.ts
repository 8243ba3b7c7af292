import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { SetupError } from "../setupError";
import { Emulator } from "./emulator";

/**
 * The emulator that already runs where `AWS_ENDPOINT_URL` points, or undefined when that is not set.
 *
 * Its region and keys come from `AWS_REGION`, `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`. It is never stopped.
 * @throws SetupError when nothing answers there
 */
export async function emulatorInUse(env: NodeJS.ProcessEnv = process.env): Promise<Emulator | undefined> {
  const endpoint = env.AWS_ENDPOINT_URL;
  if (!endpoint) return undefined;
  const region = env.AWS_REGION || env.AWS_DEFAULT_REGION || "us-east-1";
  const rootCredentials = {
    accessKeyId: env.AWS_ACCESS_KEY_ID || "test",
    secretAccessKey: env.AWS_SECRET_ACCESS_KEY || "test",
  };
  const accountId = await accountAt(endpoint, region, rootCredentials);
  return {
    endpoint,
    region,
    accountId,
    rootCredentials,
    alive: () => true,
    recentLog: () => "",
    stop: () => Promise.resolve(),
  };
}

async function accountAt(
  endpoint: string,
  region: string,
  credentials: Emulator["rootCredentials"],
): Promise<string> {
  const client = new STSClient({ endpoint, region, credentials, maxAttempts: 2 });
  try {
    const { Account } = await client.send(new GetCallerIdentityCommand({}));
    if (!Account) throw new Error("GetCallerIdentity named no account");
    return Account;
  } catch (cause) {
    throw new SetupError(
      `AWS_ENDPOINT_URL is ${endpoint}, but nothing there says who calls it: ${String(cause)}`,
      "start the emulator that it names, give keys that it accepts, or unset AWS_ENDPOINT_URL to have one started",
      { cause },
    );
  } finally {
    client.destroy();
  }
}
