import { parseArn } from "../arn";
import { ResourceTypeFacts } from "./actionCatalogue";
import { literal } from "./policyPattern";

/** The ARN format of a resource type, ready to recognise and to write ARNs. */
export interface ArnFormat {
  type: string;
  /** Names of the parts that a request must give, in order: not partition, Region and account. */
  variables: readonly string[];
  /** Whether an ARN is of this format. */
  matches(arn: string): boolean;
  /** How much of it is fixed text: of two formats that match, the one with more is meant. */
  fixed: number;
  /** Writes the pattern; a part without a value becomes `*`. */
  write(
    where: { partition: string; region: string; account: string },
    values: Readonly<Record<string, string>>,
  ): string;
  /** The fixed text in front of the last variable, for example `alias/`. */
  before: string;
}

const WHERE: Readonly<Record<string, string>> = {
  Partition: "aws[a-z-]*",
  Region: "[a-z0-9-]*",
  Account: "(?:\\d{12}|aws|cloudfront)?",
};
const LONGEST_ARN = 2048;

export function arnFormat({ name, arn }: ResourceTypeFacts): ArnFormat {
  const parts = arn.split(/\$\{(\w+)\}/);
  // Odd parts are variables.
  const variables = parts.filter((part, index) => index % 2 === 1 && !Object.hasOwn(WHERE, part));
  const last = variables.at(-1);
  const pattern = parts.map((part, index) => {
    if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
    return WHERE[part] ?? (part === last && index === parts.length - 2 ? ".+" : "[^:/]+");
  });
  const expression = new RegExp(`^${pattern.join("")}$`, "s");
  return {
    type: name,
    variables,
    fixed: parts.filter((_, index) => index % 2 === 0).join("").length,
    matches: (text) => text.length <= LONGEST_ARN && expression.test(text),
    before: last === undefined ? "" : (/[^:]*$/.exec(parts[parts.lastIndexOf(last) - 1] ?? "")?.[0] ?? ""),
    write: ({ partition, region, account }, values) =>
      parts
        .map((part, index) => {
          if (index % 2 === 0) return part;
          if (part === "Partition") return partition;
          if (part === "Region") return region || "*";
          if (part === "Account") return account || "*";
          const value = Object.hasOwn(values, part) ? values[part] : undefined;
          return value === undefined ? "*" : value;
        })
        .join(""),
  };
}

/** An ARN as a policy writes it to mean just that one. */
export function arnPattern(arn: string): string {
  const { partition, service, region, account, resource } = parseArn(arn)!;
  return ["arn", partition, service, region, account, resource].map(literal).join(":");
}
