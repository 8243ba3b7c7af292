import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { configProblems, keysRead } from "../../../scripts/docs/stackConfig";

const root = resolve(__dirname, "../../..");

/** `npm run docs -- --check` in a checkout. */
function check(checkout: string) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["-r", "tsx/cjs", join(checkout, "scripts/docs.ts"), "--check"],
    { cwd: checkout, encoding: "utf8" },
  );
  return { status, stdout, stderr };
}

describe("the generated pages", () => {
  it("are as the sources have them", () => {
    assert.deepEqual(check(root), { status: 0, stdout: "", stderr: "" });
  });

  it("are stale when a page was changed by hand, and when a source was", () => {
    const checkout = mkdtempSync(join(tmpdir(), "audit-trail-docs-spec-"));
    try {
      for (const part of readdirSync(root).filter(
        (name) => !/^(node_modules|reports|dist|\.git)$/.test(name),
      )) {
        cpSync(join(root, part), join(checkout, part), { recursive: true });
      }
      symlinkSync(join(root, "node_modules"), join(checkout, "node_modules"));
      change(join(checkout, "docs/checks.md"), "Log-file validation is on", "Log-file validation is off");
      change(
        join(checkout, "components/auditTrailArgs.ts"),
        "Makes no digest files: tampering",
        "Makes no digests: tampering",
      );
      assert.deepEqual(check(checkout), {
        status: 1,
        stdout: "",
        stderr: [
          "docs/components.md is stale; renew it with: npm run docs",
          "docs/checks.md is stale; renew it with: npm run docs",
          "",
        ].join("\n"),
      });
    } finally {
      rmSync(checkout, { recursive: true, force: true });
    }
  });
});

describe("the harness's page", () => {
  it("shows the test that is run here", () => {
    const example = readFileSync(join(__dirname, "ownTest.spec.ts"), "utf8")
      .replace('"../../../components"', '"audit-trail"')
      .replaceAll('"../../../harness"', '"audit-trail/harness"');
    const shown = /```ts\n(.*?)```/s.exec(readFileSync(join(root, "docs/harness.md"), "utf8"))?.[1];
    assert.equal(shown, example);
  });
});

describe("the configuration's schema", () => {
  const program = 'config.get("a"); text(config, "b"); list<T>(config, "c"); other("d"); map.get("e");';

  it("sees which keys a program reads", () => {
    assert.deepEqual(keysRead(program), ["a", "b", "c"]);
  });

  it("says which keys are read and not declared, declared and not read, or not described", () => {
    const key = "{ type: string, description: A key. }";
    assert.deepEqual(configProblems(`config: { a: ${key}, b: { type: string }, z: ${key} }`, program), [
      "c is read but not declared",
      "z is declared but not read",
      "b has no type or no description",
    ]);
  });

  for (const project of [
    ".",
    "examples/minimal",
    "examples/alarms",
    "examples/existing-key",
    "examples/log-archive",
  ]) {
    it(`fits the program of ${project}`, () => {
      const read = (name: string) => readFileSync(join(root, project, name), "utf8");
      assert.deepEqual(configProblems(read("Pulumi.yaml"), read("index.ts")), []);
    });
  }
});

function change(path: string, from: string, to: string): void {
  const text = readFileSync(path, "utf8");
  assert.ok(text.includes(from), `${path} has no "${from}"`);
  writeFileSync(path, text.replace(from, to));
}
