import type { Athena } from "@aws-sdk/client-athena";
import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { S3 } from "@aws-sdk/client-s3";
import type { AccountOptions } from "../options/trailOptions";
import { readAge } from "../options/readTime";
import { UsageError } from "../usageError";
import { checkProfile } from "./profiles";

/** What every AWS client of a command is made with. */
export interface ClientSettings {
  region: string;
  profile?: string;
  endpoint?: string;
  requestHandler: { connectionTimeout: number; requestTimeout: number; throwOnRequestTimeout: true };
  maxAttempts: number;
}

/** An account as the options and the environment name it. */
export interface Account {
  /** The Region that is asked when none is named. */
  region: string;
  /** The endpoint when it is not AWS's own, for its notes. */
  endpoint?: string;
  /** How long one request may take, in ms. */
  requestMs: number;
  settings(region: string): ClientSettings;
  /** For LookupEvents, whose source retries by itself and within the API's budget. */
  cloudTrail(region: string): Promise<CloudTrail>;
  /** Where the workgroup is: in one's own Region, whatever Regions are asked for. Its user retries by itself. */
  athena(): Promise<Athena>;
  /** Of the account's own Region. */
  ec2(): Promise<EC2>;
  /** Finds a bucket's own Region by itself. */
  s3(): Promise<S3>;
}

const CONNECTION_MS = 5_000;
/** LookupEvents answers within a second or two; what is silent for so long will not speak. */
const REQUEST_MS = 20_000;

/**
 * Finds out which account and Region the options mean; credentials come from the SDK's standard chain.
 *
 * @throws UsageError on an endpoint that is no URL, a Region's name that can be none, or no Region at all
 */
export async function openAccount(options: AccountOptions, env: NodeJS.ProcessEnv): Promise<Account> {
  const { profile, region: named = [] } = options;
  const endpoint = checkEndpoint("--endpoint", options.endpoint);
  const custom = endpoint ?? checkEndpoint("AWS_ENDPOINT_URL", env.AWS_ENDPOINT_URL || undefined);
  named.forEach(checkRegion);
  if (profile !== undefined) checkProfile(profile, env);
  const requestMs = readTimeout(options.timeout);
  const { CloudTrail } = await import("@aws-sdk/client-cloudtrail");
  const settings = (region: string, maxAttempts = 3): ClientSettings => ({
    region,
    ...(profile !== undefined && { profile }),
    ...(endpoint !== undefined && { endpoint }),
    requestHandler: {
      connectionTimeout: Math.min(CONNECTION_MS, requestMs),
      requestTimeout: requestMs,
      throwOnRequestTimeout: true,
    },
    maxAttempts,
  });
  const region = named[0] ?? (await ownRegion(profile, env));
  return {
    region,
    ...(custom !== undefined && { endpoint: custom }),
    requestMs,
    settings,
    cloudTrail: (of) => Promise.resolve(new CloudTrail(settings(of, 1))),
    athena: async () => {
      const own = named.length === 0 ? region : await ownRegion(profile, env).catch(() => region);
      return new (await import("@aws-sdk/client-athena")).Athena(settings(own, 1));
    },
    ec2: async () => new (await import("@aws-sdk/client-ec2")).EC2(settings(region)),
    s3: async () => new (await import("@aws-sdk/client-s3")).S3(s3Settings(settings(region), custom)),
  };
}

/** Objects are read up to 64 at a time, and beside them lists; the SDK's own limit is 50. */
const S3_SOCKETS = { maxSockets: 96 };

/** An emulator's buckets have no host names of their own. */
export function s3Settings(settings: ClientSettings, endpoint: string | undefined) {
  return {
    ...settings,
    requestHandler: { ...settings.requestHandler, httpAgent: S3_SOCKETS, httpsAgent: S3_SOCKETS },
    followRegionRedirects: true,
    ...(endpoint !== undefined && { forcePathStyle: true }),
  };
}

/** Of the environment, or of the profile; the SDK itself does not know AWS_DEFAULT_REGION, which the AWS CLI reads. */
async function ownRegion(profile: string | undefined, env: NodeJS.ProcessEnv): Promise<string> {
  const fromEnv = env.AWS_REGION || env.AWS_DEFAULT_REGION;
  if (fromEnv) return checkRegion(fromEnv);
  const { CloudTrail } = await import("@aws-sdk/client-cloudtrail");
  try {
    return checkRegion(await new CloudTrail(profile === undefined ? {} : { profile }).config.region());
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(
      `no Region is set${profile === undefined ? "" : ` in profile ${profile}`}: name one with --region, set AWS_REGION, or put it into your AWS configuration file`,
    );
  }
}

function readTimeout(text: string | undefined): number {
  if (text === undefined) return REQUEST_MS;
  const time = readAge(text);
  if (time !== undefined && time > 0) return time;
  throw new UsageError(`--timeout ${JSON.stringify(text)} is no time; use 20s or 2m`);
}

function checkRegion(region: string): string {
  if (/^[a-z]{2,5}(-[a-z]+){1,3}-\d{1,2}$/.test(region)) return region;
  throw new UsageError(
    `there is no Region ${JSON.stringify(region)}: Regions are called like us-east-1 or eu-central-1`,
  );
}

function checkEndpoint(name: string, endpoint: string | undefined): string | undefined {
  if (endpoint === undefined) return undefined;
  if (URL.canParse(endpoint) && /^https?:$/.test(new URL(endpoint).protocol)) return endpoint;
  throw new UsageError(
    `${name} ${JSON.stringify(endpoint)} is no address: use a URL like http://127.0.0.1:4566`,
  );
}
