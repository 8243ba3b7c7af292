import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { writeSyntheticTrail } from "../../../bench/syntheticTrail";

const root = resolve(__dirname, "../../..");

/** Who installed the package has no sources, and no tsx to run them with on the way. */
describe("the package as it is published", function () {
  this.timeout(240_000);
  let app: string;
  let installed: string;

  const node = async (...args: string[]) => promisify(execFile)(process.execPath, args, { cwd: app });

  before(async () => {
    app = await mkdtemp(join(tmpdir(), "audit-trail-package-"));
    installed = join(app, "node_modules", "audit-trail");
    await mkdir(installed, { recursive: true });
    const { files } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as { files: string[] };
    for (const file of ["package.json", ...files.filter((each) => each !== "dist")])
      await cp(join(root, file), join(installed, file), { recursive: true });
    await symlink(join(root, "node_modules"), join(installed, "node_modules"));
    // Whether the types are right is another test's question.
    await node(join(root, "scripts", "build.mjs"), join(installed, "dist"), "--noCheck");
  });
  after(() => rm(app, { recursive: true, force: true }));

  it("has what the sandbox is made of beside the code that looks for it", () => {
    const others = (folder: string) =>
      readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(?:py|txt|go|mod|sum)$/.test(name))
        .sort();
    const there = others(join(installed, "dist", "sandbox"));
    assert.deepEqual(there, others(join(root, "sandbox")));
    assert.ok(there.length > 10, there.join());
    assert.equal(existsSync(join(installed, "cli")), false);
  });

  it("has the command, which explains itself and asks log files", async () => {
    const command = join(installed, "bin", "audit-trail.mjs");
    const { stdout: help } = await node(command, "--help");
    assert.match(help, /^Usage: audit-trail <command> \[options\]$/m);
    assert.match(help, /^ {2}lookup +\S/m);
    const { incident } = writeSyntheticTrail(join(app, "trail"), { events: 500, fileMinutes: 240 });
    const { stdout } = await node(
      command,
      "lookup",
      "--user",
      incident.user,
      "--from",
      "trail",
      "-o",
      "jsonl",
    );
    const lines = stdout.trimEnd().split("\n");
    assert.ok(lines.length > 5, stdout);
    for (const line of lines) {
      const { userIdentity } = JSON.parse(line) as { userIdentity: { userName?: string } };
      assert.equal(userIdentity.userName, incident.user);
    }
  });

  it("has for each entry what its exports name", async () => {
    const { exports } = JSON.parse(await readFile(join(installed, "package.json"), "utf8")) as {
      exports: Record<string, Record<string, string>>;
    };
    const named = Object.values(exports).flatMap((each) => Object.values(each));
    assert.equal(named.length, 6);
    assert.deepEqual(
      named.filter((file) => !existsSync(join(installed, file))),
      [],
    );
    await writeFile(
      join(app, "entries.mjs"),
      `import { AuditTrail } from "audit-trail";
import { exercise } from "audit-trail/harness";
console.log(AuditTrail.name, exercise.name);
`,
    );
    const { stdout } = await node("entries.mjs");
    assert.equal(stdout, "AuditTrail exercise\n");
  });

  it("has types of the detective that a program of one's own is held to", async () => {
    await writeFile(
      join(app, "ask.mts"),
      `import { eventsWhere, type Answer, type EventSet } from "audit-trail/detective";
const set: EventSet = { events: [], coverage: { source: "s", regions: [], events: 0, complete: true, gaps: [] } };
const answer: Answer = eventsWhere(set, { where: { EventName: "CreateUser" } });
// @ts-expect-error an attribute that there is not
export const wrong = () => eventsWhere(set, { where: { Event: "CreateUser" } });
console.log(answer.title);
`,
    );
    const options = ["--strict", "--module", "nodenext", "--target", "es2022", "--skipLibCheck"];
    const types = ["--types", "node", "--typeRoots", join(root, "node_modules", "@types")];
    await node(join(root, "node_modules", "typescript", "bin", "tsc"), ...options, ...types, "ask.mts");
    const { stdout } = await node("ask.mjs");
    assert.equal(stdout, "Events called CreateUser\n");
    const required = await node("-p", 'typeof require("audit-trail/detective").eventsWhere');
    assert.equal(required.stdout, "function\n");
  });
});
