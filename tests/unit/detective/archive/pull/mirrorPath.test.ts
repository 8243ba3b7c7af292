import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FoldedNames } from "../../../../../detective/archive/pull/foldedNames";
import { mirrorPath } from "../../../../../detective/archive/pull/mirrorPath";

describe("mirrorPath", () => {
  it("refuses what Windows has no names for, there", () => {
    for (const key of ["a/CON", "a/nul.json", "a:b", "a/b?.json", "a/b ", "a./b", "com1.txt", 'a/"b"']) {
      assert.ok("refused" in mirrorPath(key, true), key);
      assert.ok("parts" in mirrorPath(key, false), key);
    }
    assert.deepEqual(mirrorPath("AWSLogs/1/console.json", true), { parts: ["AWSLogs", "1", "console.json"] });
  });

  it("refuses halves of characters, which no file system holds as they are", () => {
    assert.ok("refused" in mirrorPath("a\ud800b", false));
    assert.deepEqual(mirrorPath("a/\u{1f600}", false), { parts: ["a", "\u{1f600}"] });
  });
});

describe("FoldedNames", () => {
  it("finds names that differ in capitals or composition only, in folders too", async () => {
    const folder = await mkdtemp(join(tmpdir(), "names-"));
    try {
      await mkdir(join(folder, "AWSLogs"));
      await writeFile(join(folder, "AWSLogs", "A.json"), "");
      const names = new FoldedNames(folder);
      assert.equal(await names.taken(["AWSLogs", "A.json"]), undefined);
      assert.equal(await names.taken(["AWSLogs", "a.json"]), "AWSLogs/A.json");
      assert.equal(await names.taken(["awslogs", "b.json"]), "AWSLogs");
      assert.equal(await names.taken(["AWSLogs", "n\u00e9.json"]), undefined);
      assert.equal(await names.taken(["AWSLogs", "ne\u0301.json"]), "AWSLogs/n\u00e9.json");
      assert.equal(await names.taken(["AWSLogs", "n\u00e9.json"]), undefined);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
