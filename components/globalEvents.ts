/** Which Region records a partition's global services, where it is not us-east-1. */
const GLOBAL_REGIONS: Readonly<Record<string, string>> = {
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
  "aws-iso": "us-iso-east-1",
  "aws-iso-b": "us-isob-east-1",
  "aws-iso-e": "eu-isoe-west-1",
  "aws-iso-f": "us-isof-south-1",
  "aws-eusc": "eusc-de-east-1",
};

/** The Region whose event bus has the events of IAM, sign-in and the other global services. */
export function globalRegion(partition: string): string {
  return GLOBAL_REGIONS[partition] ?? "us-east-1";
}

const GLOBAL_SOURCE = /^(aws\.)?(account|cloudfront|iam|organizations|route53|signin)\b/i;

/**
 * Whether an event pattern waits for events of global services: it names one of them, or names no service at all.
 *
 * @param pattern the pattern, parsed
 */
export function waitsForGlobalEvents(pattern: unknown): boolean {
  // `aws.` is how the sources of all AWS services begin.
  const sources = textsUnder(pattern, ["source", "eventSource"]).filter((source) => source !== "aws.");
  return sources.length === 0 || sources.some((source) => GLOBAL_SOURCE.test(source));
}

/** All texts at any depth below fields of these names. */
function textsUnder(value: unknown, names: readonly string[], inside = false): string[] {
  if (typeof value === "string") return inside ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) =>
    textsUnder(part, names, inside || names.includes(name)),
  );
}
