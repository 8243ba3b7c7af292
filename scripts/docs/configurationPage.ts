import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { ComponentSchema } from "./componentSchema";
import { code, page, table } from "./markdown";
import { configProblems, declaredKeys, stackOutputs, type DeclaredKey } from "./stackConfig";

/**
 * `docs/configuration.md`: the stack's configuration and outputs.
 *
 * @throws Error when Pulumi.yaml and index.ts do not name the same keys
 */
export function configurationPage(root: string, schema: ComponentSchema): string {
  const yaml = readFileSync(join(root, "Pulumi.yaml"), "utf8");
  const program = readFileSync(join(root, "index.ts"), "utf8");
  const problems = configProblems(yaml, program);
  if (problems.length > 0) {
    throw new Error(["Pulumi.yaml and index.ts do not fit:", ...problems].join("\n  "));
  }
  const components: Record<string, string> = {
    trail: "AuditTrail",
    alarms: "TrailAlarms",
    analytics: "TrailAnalytics",
  };
  return page("Configuration", "`Pulumi.yaml` and `index.ts`", [
    "The stack's keys, set by `pulumi config set audit-trail:<key> <value>` (`--path` for lists and objects) or in `Pulumi.<stack>.yaml`. Each has a default; an empty text, list or 0 stands for none. What the values may be is said with the inputs of the [components](components.md), which refuse the others.",
    table(
      ["key", "type", "default", "what it is"],
      Object.entries(declaredKeys(yaml)).map(([key, declared]) => [
        code(key),
        typeOf(declared),
        defaultOf(declared),
        declared.description ?? "",
      ]),
    ),
    "## Outputs",
    "What `pulumi stack output <output>` answers; the texts are empty where an option is off.",
    table(
      ["output", "what it is"],
      [...stackOutputs(program)].map(([output, from]) => [
        code(output),
        schema.components[components[from.component] ?? ""]?.outputs[from.output]?.description ??
          missing(from.output),
      ]),
    ),
    "## Stacks",
    table(
      ["stack", "for what"],
      [
        ["`Pulumi.localstack.yaml`", purpose(root, "localstack")],
        ["`Pulumi.dev.yaml`", purpose(root, "dev")],
        ["`Pulumi.prod.yaml`", purpose(root, "prod")],
      ],
    ),
  ]);
}

function typeOf({ type = "", items }: DeclaredKey): string {
  return items?.type ? `${type} of ${items.type}` : type;
}

function defaultOf({ default: value }: DeclaredKey): string {
  if (value === undefined) return "none, required";
  return value === "" ? "empty" : code(typeof value === "string" ? value : JSON.stringify(value));
}

/** A stack file's first comment. */
function purpose(root: string, stack: string): string {
  const file = `Pulumi.${stack}.yaml`;
  const [, comment] = /^# (.+)$/m.exec(readFileSync(join(root, file), "utf8")) ?? [];
  return comment ?? missing(file);
}

function missing(what: string): never {
  throw new Error(`${what} has no description; write one, the page is made from it`);
}
