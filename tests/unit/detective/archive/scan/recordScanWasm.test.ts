import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { RECORD_SCAN_SOURCES } from "../../../../../detective/archive/scan/wasm/recordScanWasm";

const ROOT = join(__dirname, "..", "..", "..", "..", "..");

describe("recordScanWasm", () => {
  it("is made of the sources beside it, by the compiler that is installed", () => {
    const hash = createHash("sha256");
    for (const name of ["recordScan.as.ts", "gunzip.as.ts"])
      hash.update(readFileSync(join(ROOT, "detective", "archive", "scan", "wasm", name)));
    const { version } = JSON.parse(
      readFileSync(join(ROOT, "node_modules", "assemblyscript", "package.json"), "utf8"),
    ) as { version: string };
    assert.equal(RECORD_SCAN_SOURCES, `assemblyscript ${version}, ${hash.digest("hex")}`, "run npm run wasm");
  });
});
