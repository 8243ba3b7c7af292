import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { credentials, Metadata } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { GetSchemaRequest, type GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb";

const root = resolve(__dirname, "../../..");
const START_MS = 60_000;

interface Property {
  description?: string;
}

interface Schema {
  name: string;
  resources: Record<
    string,
    { isComponent: boolean; inputProperties: Record<string, Property>; requiredInputs?: string[] }
  >;
  types: Record<string, { properties: Record<string, Property> }>;
}

/** The repository's folder as a plugin, run as Pulumi's Node host runs a `PulumiPlugin.yaml`. */
describe("the components as a plugin", () => {
  let schema: Schema;

  before(async function () {
    this.timeout(2 * START_MS);
    const child = spawn(
      process.execPath,
      // The second argument is the engine's address; a schema is told without calling it.
      [require.resolve("@pulumi/pulumi/cmd/run-plugin"), root, "127.0.0.1:9"],
      { cwd: root, stdio: ["ignore", "pipe", "inherit"] },
    );
    try {
      const [port] = (await once(createInterface(child.stdout), "line", {
        signal: AbortSignal.timeout(START_MS),
      })) as [string];
      schema = JSON.parse(await getSchema(port)) as Schema;
    } finally {
      child.kill("SIGKILL");
    }
  });

  it("offers the four components and nothing else", () => {
    assert.equal(schema.name, "audit-trail");
    assert.deepEqual(
      Object.entries(schema.resources).map(([token, { isComponent }]) => [token, isComponent]),
      [
        ["audit-trail:index:AuditTrail", true],
        ["audit-trail:index:EncryptedLogBucket", true],
        ["audit-trail:index:TrailAlarms", true],
        ["audit-trail:index:TrailAnalytics", true],
      ],
    );
    assert.deepEqual(
      Object.values(schema.resources).map(({ requiredInputs }) => requiredInputs ?? []),
      [[], ["trailName"], [], ["bucketName", "keyArn"]],
    );
  });

  it("describes every input, also of nested arguments", () => {
    const inputs = Object.entries(schema.resources).map(
      ([token, { inputProperties }]) => [token, inputProperties] as const,
    );
    const nested = Object.entries(schema.types).map(
      ([token, { properties }]) => [token, properties] as const,
    );
    const all = [...inputs, ...nested].flatMap(([token, properties]) =>
      Object.entries(properties).map(([name, { description }]) => ({
        name: `${token}.${name}`,
        description,
      })),
    );
    assert.deepEqual(
      all.filter(({ description }) => !description).map(({ name }) => name),
      [],
    );
    for (const name of ["AuditTrail.trailName", "AuditTrail.logBucket", "EncryptedLogBucket.trailName"]) {
      assert.ok(
        all.some((input) => input.name === `audit-trail:index:${name}`),
        name,
      );
    }
  });
});

async function getSchema(port: string): Promise<string> {
  const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    const answer = await new Promise<GetSchemaResponse>((done, reject) => {
      client.getSchema(
        new GetSchemaRequest(),
        new Metadata(),
        { deadline: Date.now() + START_MS },
        (error, found) => (error ? reject(error) : done(found)),
      );
    });
    return answer.getSchema();
  } finally {
    client.close();
  }
}
