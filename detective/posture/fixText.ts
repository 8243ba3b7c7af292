import { Fact } from "./fact";
import { TrailFacts } from "./trailFacts";

/** The names that a fix is written with; `<…>` where they are not known. */
export interface FixNames {
  trail: string;
  region: string;
  account: string;
  partition: string;
  bucket: string;
  key: string;
  logGroup: string;
}

export function fixNames(facts: TrailFacts): FixNames {
  const trail = known(facts.trail);
  const key = known(facts.key);
  return {
    trail: trail?.name ?? facts.trailName,
    region: trail?.region ?? "<region>",
    account: trail?.account ?? "<account>",
    partition: trail?.partition ?? "aws",
    bucket: known(facts.bucketName) ?? "<bucket>",
    key: key?.Arn ?? key?.KeyId ?? "<key ARN>",
    logGroup: known(facts.logGroup)?.name ?? "<log group>",
  };
}

/** A command of `aws cloudtrail` on the trail, in its home Region: no other Region can change it. */
export function trailCommand(facts: TrailFacts, command: string, ...options: string[]): string {
  const { trail, region } = fixNames(facts);
  const [verb = "", option = "--name"] = command.split(" ");
  return [
    `aws cloudtrail ${verb} ${option} ${shellWord(trail)} --region ${shellWord(region)}`,
    ...options,
  ].join(" ");
}

/** A command of `aws s3api` on the trail's bucket. */
export function bucketCommand(facts: TrailFacts, command: string, ...options: string[]): string {
  return [`aws s3api ${command} --bucket ${shellWord(fixNames(facts).bucket)}`, ...options].join(" ");
}

/** An AuditTrail with these arguments, each on a line of its own. */
export function auditTrail(facts: TrailFacts, ...args: string[]): string {
  const name = JSON.stringify(fixNames(facts).trail);
  return [`new AuditTrail("audit", {`, `  trailName: ${name},`, ...args.map(indented), "});"].join("\n");
}

/** A resource of `@pulumi/aws` with these arguments, each on a line of its own. */
export function resource(type: string, name: string, ...args: string[]): string {
  return [`new aws.${type}(${JSON.stringify(name)}, {`, ...args.map(indented), "});"].join("\n");
}

/** A word of a shell's command line; a name's placeholder stays as it is. */
export function shellWord(text: string): string {
  if (/^<[\w ]+>$/.test(text) || /^[\w@%+=:,./-]+$/.test(text)) return text;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A JSON value as one word of a shell's command line. */
export function shellJson(value: unknown): string {
  return shellWord(JSON.stringify(value));
}

function indented(text: string): string {
  return text
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
}

function known<T>(fact: Fact<T>): T | undefined {
  return fact.state === "value" ? fact.value : undefined;
}
