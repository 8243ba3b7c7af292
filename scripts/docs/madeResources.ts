import * as pulumi from "@pulumi/pulumi";
import { record, type Recorded } from "../../tests/support/recorder";
import { code, table } from "./markdown";

/** One way of making a component, with the words that go after "with". */
export interface Case {
  with: string;
  make: (name: string, opts: pulumi.ComponentResourceOptions) => unknown;
}

interface Row {
  resource: Recorded;
  when: string[];
  /** What happens on destroy where an option makes a difference. */
  fates: string[];
}

/** What a component makes, found by making it against Pulumi's mocks: plainly first, then with one option at a time. */
export async function madeResources(plain: Case["make"], options: readonly Case[]): Promise<string> {
  const always = await made(plain);
  const rows = new Map<string, Row>();
  for (const [key, resource] of always) rows.set(key, { resource, when: [], fates: [] });
  for (const { with: option, make } of options) {
    const now = await made(make);
    for (const [key, resource] of now) {
      const row = rows.get(key) ?? { resource, when: [], fates: [] };
      if (!always.has(key)) row.when.push(`with ${option}`);
      if (fate(resource) !== fate(row.resource)) row.fates.push(`${fate(resource)} with ${option}`);
      rows.set(key, row);
    }
    for (const key of always.keys()) if (!now.has(key)) rows.get(key)?.when.push(`not with ${option}`);
  }
  return table(
    ["resource", "type", "when", "on destroy"],
    [...rows.values()].map(({ resource, when, fates }) => [
      code(resource.name),
      code(resource.type),
      when.join(", ") || "always",
      [fate(resource), ...fates].join(", "),
    ]),
  );
}

const calls = {
  "aws:s3/getBucketPolicy:getBucketPolicy": () => ({ policy: "" }),
  "aws:kms/getKey:getKey": () => ({ id: "k", arn: "k" }),
  "aws:cloudcontrol/getResource:getResource": () => ({ properties: '{"KeyPolicy":{"Statement":[]}}' }),
};

async function made(make: Case["make"]): Promise<Map<string, Recorded>> {
  // Advice for the person who runs `pulumi up` is none for the one who writes pages.
  const { log } = pulumi as unknown as { log: { info: (message: string) => Promise<void> } };
  const { info } = log;
  log.info = () => Promise.resolve();
  const { resources } = await record((opts) => make("<name>", opts), { calls }).finally(
    () => (log.info = info),
  );
  // What is still under way would reach the mocks of the next one.
  await pulumi.runtime.disconnect();
  return new Map(resources.map((resource) => [`${resource.type} ${resource.name}`, resource]));
}

function fate({ type, protect, retainOnDelete, inputs }: Recorded): string {
  if (protect) return "refused unless `ephemeral`";
  if (retainOnDelete) return "stays as it is";
  if (inputs.forceDestroy !== false) return "deleted";
  return type.endsWith(":Workgroup")
    ? "refused once a query has run in it, unless `ephemeral`"
    : "refused while something is in it, unless `ephemeral`";
}
