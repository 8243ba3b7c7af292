import type { ProviderArgs } from "@pulumi/aws";
import type { Service } from "./clients";
import { loopbackProblem } from "./loopbackEndpoint";
import { hasUnknowns, isObject, type Properties } from "./propertyValues";

/** One configured provider: where it works, as whom, and which tags it gives to everything. */
export interface Settings {
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  defaultTags: Record<string, string>;
  /** The URL of a service; throws when none is configured. */
  endpoint: (service: Service) => string;
}

/** A problem with one property of the provider's configuration. */
export interface ConfigurationProblem {
  property: string;
  reason: string;
}

type Treatment = "used" | "no difference" | "refused";

// Every input of the vendor's provider; those of no difference change nothing about an emulator on this machine.
const treatments: Record<keyof ProviderArgs | "version", Treatment> = {
  accessKey: "used",
  defaultTags: "used",
  endpoints: "used",
  region: "used",
  secretKey: "used",
  token: "used",
  insecure: "no difference",
  maxRetries: "no difference",
  profile: "no difference",
  retryMode: "no difference",
  s3UsEast1RegionalEndpoint: "no difference",
  s3UsePathStyle: "no difference",
  sharedConfigFiles: "no difference",
  sharedCredentialsFiles: "no difference",
  skipCredentialsValidation: "no difference",
  skipMetadataApiCheck: "no difference",
  skipRegionValidation: "no difference",
  skipRequestingAccountId: "no difference",
  stsRegion: "no difference",
  tokenBucketRateLimiterCapacity: "no difference",
  useDualstackEndpoint: "no difference",
  useFipsEndpoint: "no difference",
  userAgents: "no difference",
  version: "no difference",
  allowedAccountIds: "refused",
  assumeRoleWithWebIdentity: "refused",
  assumeRoles: "refused",
  customCaBundle: "refused",
  ec2MetadataServiceEndpoint: "refused",
  ec2MetadataServiceEndpointMode: "refused",
  forbiddenAccountIds: "refused",
  httpProxy: "refused",
  httpsProxy: "refused",
  ignoreTags: "refused",
  noProxy: "refused",
  tagPolicyCompliance: "refused",
};

// The vendor's provider reads bucket tags there, below a host name of the account's own; this one reads them from S3.
const neverCalled = new Set(["s3control"]);

const otherNames: Partial<Record<Service, string[]>> = {
  eventbridge: ["cloudwatchevents", "events"],
  logs: ["cloudwatchlogs", "cloudwatchlog"],
};
const environmentNames: Partial<Record<Service, string>> = { logs: "CLOUDWATCH_LOGS" };

/** Everything wrong with a provider's configuration; unknown values are left for later. */
export function configurationProblems(config: Properties, env: NodeJS.ProcessEnv): ConfigurationProblem[] {
  const problems: ConfigurationProblem[] = [];
  for (const [property, value] of Object.entries(config)) {
    if (property.startsWith("__") || value === undefined || value === null) continue;
    const treatment = (treatments as Partial<Record<string, Treatment>>)[property];
    if (treatment === undefined)
      problems.push({ property, reason: `${property} is no configuration of aws` });
    if (treatment === "refused") {
      problems.push({
        property,
        reason: `${property} is not served by the sandbox's aws provider; add it in sandbox/provider/settings.ts`,
      });
    }
  }
  const { endpoints } = config;
  if (hasUnknowns(endpoints)) return problems;
  const urls = [...endpointUrls(endpoints), ...environmentUrls(env)];
  if (urls.length === 0) {
    problems.push({
      property: "endpoints",
      reason:
        "the sandbox's aws provider works on an emulator only, never on an AWS account, and no endpoint is given; " +
        "set aws:endpoints or AWS_ENDPOINT_URL to the emulator's address on this machine",
    });
  }
  for (const [name, url] of urls) {
    const problem = loopbackProblem(url);
    if (problem) problems.push({ property: "endpoints", reason: `${name}: ${problem}` });
  }
  return problems;
}

/** The settings a configuration means; throws when anything is wrong or missing. */
export function readSettings(config: Properties, env: NodeJS.ProcessEnv): Settings {
  const problems = configurationProblems(config, env);
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join("\n"));
  const accessKeyId = text(config.accessKey) ?? env.AWS_ACCESS_KEY_ID;
  const secretAccessKey = text(config.secretKey) ?? env.AWS_SECRET_ACCESS_KEY;
  if (!accessKeyId || !secretAccessKey) {
    throw new Error(
      "no credentials: the sandbox's aws provider reads no profile; " +
        "set aws:accessKey and aws:secretKey, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
    );
  }
  const region = text(config.region) ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION;
  if (!region) throw new Error("no region: set aws:region, or AWS_REGION");
  const sessionToken = text(config.token) ?? (config.accessKey ? undefined : env.AWS_SESSION_TOKEN);
  const byService = new Map(endpointUrls(config.endpoints));
  return {
    region,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken && { sessionToken }) },
    defaultTags: defaultTags(config.defaultTags),
    endpoint(service) {
      const named = [service, ...(otherNames[service] ?? [])].map((name) => byService.get(name));
      const own = env[`AWS_ENDPOINT_URL_${environmentNames[service] ?? service.toUpperCase()}`];
      const url = named.find((value) => value !== undefined) ?? own ?? env.AWS_ENDPOINT_URL;
      if (url) return url;
      throw new Error(`no endpoint for ${service}: name it in aws:endpoints, or set AWS_ENDPOINT_URL`);
    },
  };
}

/** Configuration that is no text arrives as JSON text; `[{ s3: url, kms: url }, …]` becomes pairs of what is called. */
function endpointUrls(endpoints: unknown): [service: string, url: string][] {
  const list = fromJson(endpoints, "endpoints");
  if (list === undefined) return [];
  const blocks = Array.isArray(list) ? (list as unknown[]) : [list];
  return blocks
    .filter(isObject)
    .flatMap((block) => Object.entries(block))
    .filter(([service, url]) => url !== null && url !== "" && !neverCalled.has(service))
    .map(([service, url]) => [service, String(url)]);
}

function environmentUrls(env: NodeJS.ProcessEnv): [name: string, url: string][] {
  return Object.entries(env).flatMap(([name, url]) =>
    /^AWS_ENDPOINT_URL(_|$)/.test(name) && url ? [[name, url] as [string, string]] : [],
  );
}

function defaultTags(value: unknown): Record<string, string> {
  const parsed = fromJson(value, "defaultTags");
  const tags = isObject(parsed) && isObject(parsed.tags) ? parsed.tags : {};
  return Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, String(tag)]));
}

function fromJson(value: unknown, property: string): unknown {
  if (typeof value !== "string") return value ?? undefined;
  if (value === "") return undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch (error) {
    throw new Error(`aws:${property} is no JSON`, { cause: error });
  }
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
