import { LeastPrivilege } from "./leastPrivilege";
import { PolicyDocument, asciiJson } from "./policyDocument";

/**
 * The policy as a Pulumi program in TypeScript: one `aws.iam.Policy` a document, with the partition of the account that
 * it is brought up in.
 *
 * @param name of the resources @default "least-privilege"
 */
export function pulumiPolicy(
  { policy, policies, thread }: Pick<LeastPrivilege, "policy" | "policies" | "thread">,
  name = "least-privilege",
): string {
  const documents = policies.length > 1 ? policies : [policy];
  const usesPartition = documents.some(({ Statement }) =>
    Statement.some(({ Resource }) => Resource.some((each) => PARTITION.test(each))),
  );
  const resources = documents.map((document, index) => {
    const suffix = documents.length > 1 ? `${index + 1}` : "";
    return [
      `export const policy${suffix} = new aws.iam.Policy(${asciiJson(documents.length > 1 ? `${name}-${suffix}` : name)}, {`,
      `  description: ${asciiJson(description(thread))},`,
      `  policy: pulumi.jsonStringify(${documentText(document)}),`,
      "});",
    ].join("\n");
  });
  return [
    'import * as aws from "@pulumi/aws";',
    'import * as pulumi from "@pulumi/pulumi";',
    "",
    ...(usesPartition ? ["const { partition } = aws.getPartitionOutput();", ""] : []),
    ...resources,
    "",
  ].join("\n");
}

const PARTITION = /^arn:aws[a-z-]*:/;

function documentText(document: PolicyDocument): string {
  // A marker that no value can hold: ASCII JSON has no such character.
  const text = asciiJson(document, 2).replace(/"(?:[^"\\]|\\.)*"/g, (literal) => {
    const value = JSON.parse(literal) as string;
    if (!PARTITION.test(value)) return literal;
    return `pulumi.interpolate\`arn:\${partition}:${templateText(value.replace(PARTITION, ""))}\``;
  });
  return text.replace(/\n/g, "\n  ");
}

/** A text inside backquotes: nothing of it may end them or begin a substitution. */
function templateText(text: string): string {
  return asciiJson(text).slice(1, -1).replace(/\\"/g, '"').replace(/`/g, "\\`").replace(/\$\{/g, "\\${");
}

/** IAM takes letters, digits and some punctuation in a description. */
function description({ kind, value }: LeastPrivilege["thread"]): string {
  return `What ${kind} ${value} used, by the audit trail`.replace(/[^\w+=,.@ /-]/g, "-").slice(0, 200);
}
