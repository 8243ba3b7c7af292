import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..", "..", "..");

describe("AWS's action data", () => {
  it("is not read before somebody asks for a policy", () => {
    const loaded = execFileSync(
      process.execPath,
      [
        "-r",
        "tsx/cjs",
        "-e",
        'require("./detective/leastPrivilege/leastPrivilege"); console.log(Object.keys(require.cache).filter((file) => file.includes("iam-data")).length)',
      ],
      { cwd: ROOT, encoding: "utf8" },
    );
    assert.equal(loaded.trim(), "0");
  });
});
