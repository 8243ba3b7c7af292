import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";

const root = resolve(__dirname, "../../..");

interface Described {
  description?: string;
}

/** What Pulumi's component analyzer reads off the sources, as `pulumi package get-schema` does for other languages. */
describe("the components' schema", () => {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { name: string };
  let schema: ReturnType<Analyzer["analyze"]>;

  before(() => {
    schema = new Analyzer(
      root,
      manifest.name,
      manifest,
      new Set(["AuditTrail", "EncryptedLogBucket", "TrailAlarms", "TrailAnalytics"]),
    ).analyze();
  });

  it("is served by a plugin that runs on Node", () => {
    assert.match(readFileSync(join(root, "PulumiPlugin.yaml"), "utf8"), /^runtime: nodejs$/m);
  });

  it("has every component, with every input and output described", () => {
    assert.deepEqual(Object.keys(schema.components).sort(), [
      "AuditTrail",
      "EncryptedLogBucket",
      "TrailAlarms",
      "TrailAnalytics",
    ]);
    const undescribed = Object.entries(schema.components).flatMap(([component, { inputs, outputs }]) =>
      [...Object.entries(inputs), ...Object.entries(outputs)]
        .filter(([, property]) => !(property as Described).description)
        .map(([name]) => `${component}.${name}`),
    );
    assert.deepEqual(undescribed, []);
  });

  it("describes every field of every nested argument", () => {
    const undescribed = Object.entries(schema.typeDefinitions).flatMap(([type, { properties }]) =>
      Object.entries(properties ?? {})
        .filter(([, property]) => !(property as Described).description)
        .map(([name]) => `${type}.${name}`),
    );
    assert.deepEqual(undescribed, []);
    assert.ok(Object.keys(schema.typeDefinitions).length >= 13);
  });

  it("asks for a trail's name where there is nothing to take it from", () => {
    const required = (component: string) =>
      Object.entries(schema.components[component]?.inputs ?? {})
        .filter(([, property]) => !property.optional)
        .map(([name]) => name);
    assert.deepEqual(required("EncryptedLogBucket"), ["trailName"]);
    assert.deepEqual(required("AuditTrail"), []);
    assert.deepEqual(required("TrailAlarms"), []);
    assert.deepEqual(required("TrailAnalytics"), ["bucketName", "keyArn"]);
  });

  it("every optional argument states its default", () => {
    for (const file of [
      "logBucketArgs.ts",
      "auditTrailArgs.ts",
      "trailAlarmsArgs.ts",
      "trailAnalyticsArgs.ts",
    ]) {
      const lines = readFileSync(join(root, "components", file), "utf8").split("\n");
      const silent = lines.filter(
        (line, index) => /^ {2}\w+\??:/.test(line) && !lines[index - 1]?.includes("@default"),
      );
      const required = silent.filter((line) => !line.includes("?:"));
      assert.deepEqual(silent, required, file);
    }
  });
});
