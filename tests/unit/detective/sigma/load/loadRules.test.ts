import { strict as assert } from "node:assert";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadRules } from "../../../../../detective/sigma/load/loadRules";
import { RulePathError } from "../../../../../detective/sigma/load/ruleFiles";
import { ruleText } from "./ruleText";

const rule = (name: string) => ruleText("s: {a: x}\ncondition: s", `name: ${name}\n`);
const correlation = (of: string) => `title: C\ncorrelation: {type: temporal, rules: [${of}], timespan: 1h}\n`;

describe("loadRules", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "rules-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const write = async (files: Readonly<Record<string, string | Buffer>>) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), content);
    }
  };

  it("takes files and folders, each file once, and lets them name each other", async () => {
    await write({
      "b.yml": rule("b"),
      "a/z.yaml": correlation("b, y"),
      "a/y.yml": rule("y"),
      "a/y.cases.yml": "base: {}\ncases: []\n",
      "a/.hidden.yml": "[",
      ".git/x.yml": "[",
      "a/readme.md": "[",
    });
    await symlink(join(folder, "a"), join(folder, "a/loop"));
    await symlink(join(folder, "nowhere"), join(folder, "a/dangling.yml"));
    const { rules, correlations, problems } = await loadRules([
      folder,
      join(folder, "b.yml"),
      join(folder, "a"),
    ]);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      rules.map(({ name, reports, at }) => [name, reports, at.file]),
      [
        ["y", false, join(folder, "a/y.yml")],
        ["b", false, join(folder, "b.yml")],
      ],
    );
    assert.deepEqual(
      correlations.map(({ of }) => of.map(({ name }) => name)),
      [["b", "y"]],
    );
  });

  it("a file that can't be a rule is a problem, and the others are loaded", async () => {
    await write({
      "a.yml": rule("a"),
      "empty.yml": "# nothing\n",
      "huge.yml": Buffer.alloc(17 * 1024 * 1024, "a: b\n"),
      "latin.yml": Buffer.from("title: Caf\xe9\n", "latin1"),
      "utf16.yml": Buffer.from("\uFEFFtitle: x\n", "utf16le"),
      "z.yml": rule("a"),
    });
    const { rules, problems } = await loadRules(folder);
    assert.equal(rules.length, 1);
    assert.deepEqual(
      problems.map(({ at, problem }) => `${at.file.slice(folder.length + 1)}: ${problem}`),
      [
        "empty.yml: the file holds no rule",
        "huge.yml: a file of 17825792 bytes, and 16777216 are the most",
        "latin.yml: no UTF-8",
        "utf16.yml: no UTF-8",
        `z.yml: the name "a" is taken by ${join(folder, "a.yml")}:1:1`,
      ],
    );
  });

  it("files and folders that can't be read are problems, and the others are loaded", async function () {
    // Root may read everything.
    if (process.getuid?.() === 0) this.skip();
    await write({ "a.yml": rule("a"), "b.yml": rule("b"), "sub/c.yml": rule("c") });
    await chmod(join(folder, "b.yml"), 0);
    await chmod(join(folder, "sub"), 0);
    try {
      const { rules, problems } = await loadRules(folder);
      assert.deepEqual(
        rules.map(({ name }) => name),
        ["a"],
      );
      assert.deepEqual(
        problems.map(({ at, problem }) => [at.file, problem]),
        ["b.yml", "sub"].map((name) => [join(folder, name), "cannot be read: EACCES"]),
      );
    } finally {
      await chmod(join(folder, "sub"), 0o700);
    }
  });

  it("a path that leads to no rules is wrong use", async () => {
    await write({ "only.txt": "x", "only.cases.yml": "x" });
    for (const path of [folder, join(folder, "missing")])
      await assert.rejects(
        loadRules(path),
        (error: Error) => error instanceof RulePathError && error.message.startsWith(path),
      );
    await assert.rejects(loadRules([]), RulePathError);
    assert.equal((await loadRules(join(folder, "only.txt"))).problems.length, 1);
  });
});
