import { readdirSync } from "node:fs";
import { join } from "node:path";
import { AuditTrail, EncryptedLogBucket, TrailAlarms, TrailAnalytics } from "../../components";
import type { ComponentSchema } from "./componentSchema";
import { madeResources, type Case } from "./madeResources";
import { code, page, table } from "./markdown";
import { readDefaults } from "./sourceComments";

type Property = ComponentSchema["components"][string]["inputs"][string];

const bucketCases: readonly Case[] = [
  { with: "`objectLock`", make: bucket({ objectLock: { mode: "governance", days: 1 } }) },
  { with: "`accessLogging`", make: bucket({ accessLogging: true }) },
  { with: "`existing.bucket`", make: bucket({ existing: { bucket: "a-bucket" } }) },
  { with: "`existing.key`", make: bucket({ existing: { key: "alias/a-key" } }) },
];

const trailCases: readonly Case[] = [
  { with: "`cloudWatchLogs`", make: trail({ cloudWatchLogs: {} }) },
  { with: "`deliveryNotices`", make: trail({ deliveryNotices: {} }) },
  {
    with: "`deliverTo`",
    make: trail({
      deliverTo: { bucketName: "a-bucket", keyArn: `arn:${"aws"}:kms:eu-north-1:111122223333:key/k` },
    }),
  },
];

const alarmCases: readonly Case[] = [
  {
    with: "`metricFilters`",
    make: alarms({
      metricFilters: [{ name: "root-use", pattern: "{ $.a = b }" }],
      logGroupName: "a-log-group",
    }),
  },
  {
    with: "`subscriptions`",
    make: alarms({ subscriptions: [{ protocol: "email", endpoint: "a@example.com" }] }),
  },
  { with: "`queue`", make: alarms({ queue: {} }) },
  { with: "`keyArn` or `withoutKey`", make: alarms({ withoutKey: true }) },
  { with: "`withoutDeliveryAlarm`", make: alarms({ withoutDeliveryAlarm: true }) },
];

const analyticsCases: readonly Case[] = [
  {
    with: "`savedQueries`",
    make: analytics({ savedQueries: [{ name: "<query>", query: "SELECT 1" }] }),
  },
  {
    with: "`views`",
    make: analytics({
      views: [{ name: "v", query: "SELECT 1 AS a", columns: [{ name: "a", type: "integer" }] }],
    }),
  },
];

/** `docs/components.md`: what each component makes, takes and gives. */
export async function componentsPage(root: string, schema: ComponentSchema): Promise<string> {
  const sources = readdirSync(join(root, "components")).filter((name) => name.endsWith("Args.ts"));
  const defaults = readDefaults(sources.map((name) => join(root, "components", name)));
  return page("Components", "the sources in `components/`", [
    `Four classes to import, and nothing else to know:\n\n${fence('import { AuditTrail, EncryptedLogBucket, TrailAlarms, TrailAnalytics } from "audit-trail";')}`,
    "Every problem with the inputs is reported at once, with its property path, the value, the limit and the way out. `Input<…>` takes an Output too; what has no `Input<…>` must be known when the program runs.",
    ...component(schema, defaults, "AuditTrail", await madeResources(trail({}), trailCases)),
    ...component(schema, defaults, "EncryptedLogBucket", await madeResources(bucket({}), bucketCases)),
    ...component(schema, defaults, "TrailAlarms", await madeResources(alarms({}), alarmCases)),
    ...component(schema, defaults, "TrailAnalytics", await madeResources(analytics({}), analyticsCases)),
    "## Nested inputs",
    ...Object.entries(schema.typeDefinitions).flatMap(([name, { description, properties }]) => [
      `### ${name}`,
      ...(description ? [description] : []),
      inputTable(properties ?? {}, name, defaults),
    ]),
  ]);
}

function component(
  schema: ComponentSchema,
  defaults: Map<string, string>,
  name: string,
  resources: string,
): string[] {
  const { description = "", inputs, outputs } = schema.components[name] ?? { inputs: {}, outputs: {} };
  const made = `What it makes; ${code("<name>")} is the name that the component is given.`;
  return [
    `## ${name}`,
    withFence(description),
    `### ${name}: resources`,
    made + (name === "AuditTrail" ? " Those of its EncryptedLogBucket are among them." : ""),
    resources,
    `### ${name}: inputs`,
    inputTable(inputs, `${name}Args`, defaults),
    `### ${name}: outputs`,
    table(
      ["output", "type", "what it is"],
      Object.entries(outputs).map(([output, property]) => [
        code(output),
        code(typeOf({ ...property, plain: true })),
        property.description ?? "",
      ]),
    ),
  ];
}

function inputTable(inputs: Record<string, Property>, owner: string, defaults: Map<string, string>): string {
  return table(
    ["input", "type", "default", "what it is"],
    Object.entries(inputs).map(([name, property]) => [
      code(name),
      typeCell(property),
      // EncryptedLogBucketArgs extends LogBucketArgs, where the tags of what it inherits stand.
      defaults.get(`${owner}.${name}`) ?? defaults.get(`LogBucketArgs.${name}`) ?? "",
      property.description ?? "",
    ]),
  );
}

function typeCell(property: Property): string {
  const type = typeOf(property);
  const [nested] = /\w+Args/.exec(type) ?? [];
  return nested ? `[${code(type)}](#${nested.toLowerCase()})` : code(type);
}

/** A type as a TypeScript program writes it. */
function typeOf(property: Property): string {
  const { plain } = property;
  if ("$ref" in property) return property.$ref.split(":").at(-1) ?? "";
  const { type } = property;
  if (type === "array" && property.items) return `${typeOf(property.items)}[]`;
  const bare =
    type === "object" && property.additionalProperties
      ? `Record<string, ${typeOf({ ...property.additionalProperties, plain: true })}>`
      : String(type);
  return plain ? bare : `Input<${bare}>`;
}

/** A comment's indented example as a fenced one, which renderers colour. */
function withFence(comment: string): string {
  const lines = comment.split("\n");
  const first = lines.findIndex((line) => line.startsWith("    "));
  if (first < 0) return comment;
  const example = lines.slice(first).map((line) => line.replace(/^ {4}/, ""));
  return `${lines.slice(0, first).join("\n").trim()}\n\n${fence(example.join("\n").trim())}`;
}

function fence(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

function trail(args: ConstructorParameters<typeof AuditTrail>[1]): Case["make"] {
  return (name, opts) => new AuditTrail(name, { trailName: "a-trail", ...args }, opts);
}

function bucket(args: Partial<ConstructorParameters<typeof EncryptedLogBucket>[1]>): Case["make"] {
  return (name, opts) => new EncryptedLogBucket(name, { trailName: "a-trail", ...args }, opts);
}

function alarms(args: Partial<ConstructorParameters<typeof TrailAlarms>[1]>): Case["make"] {
  const eventRules = [{ name: "trail-stopped", eventPattern: '{"source":["aws.kms"]}' }];
  return (name, opts) => new TrailAlarms(name, { namePrefix: "a-trail", eventRules, ...args }, opts);
}

function analytics(args: Partial<ConstructorParameters<typeof TrailAnalytics>[1]>): Case["make"] {
  const needed = { bucketName: "a-bucket", keyArn: `arn:${"aws"}:kms:eu-north-1:111122223333:key/k` };
  return (name, opts) => new TrailAnalytics(name, { ...needed, regions: ["eu-north-1"], ...args }, opts);
}
