// `npm run wasm`: makes the scanner of log files, detective/archive/scan/wasm/recordScanWasm.ts, of its source in
// AssemblyScript. With --check it only says whether that is what the source makes; exit code 1 where it isn't.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "detective", "archive", "scan", "wasm");
const target = join(folder, "recordScanWasm.ts");

const sources = ["recordScan.as.ts", "gunzip.as.ts"];
let bytes;
const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd", "--memoryBase", "1024"];
const memory = ["--initialMemory", "4", "--maximumMemory", "65536"];
const { error, stderr } = await asc.main([...sources, ...options, ...memory, "--outFile", "out.wasm"], {
  readFile: (name) => (sources.includes(name) ? readFileSync(join(folder, name), "utf8") : null),
  writeFile: (name, contents) => {
    if (name === "out.wasm") bytes = Buffer.from(contents);
  },
  listFiles: () => [],
});
if (error) {
  process.stderr.write(stderr.toString());
  process.exit(1);
}

const hash = createHash("sha256");
for (const name of sources) hash.update(readFileSync(join(folder, name)));
const { version } = JSON.parse(
  readFileSync(join(root, "node_modules", "assemblyscript", "package.json"), "utf8"),
);

const made = `// Made by \`npm run wasm\`; not to be edited.

/** What it was made of. */
export const RECORD_SCAN_SOURCES =
  "assemblyscript ${version}, ${hash.digest("hex")}";

/** What recordScan.as.ts and gunzip.as.ts come to, in base64. */
export const RECORD_SCAN_WASM =
  "${bytes.toString("base64")}";
`;
if (!process.argv.includes("--check")) writeFileSync(target, made);
else if (made !== readFileSync(target, "utf8")) {
  process.stderr.write(
    "detective/archive/scan/wasm/recordScanWasm.ts is not what recordScan.as.ts makes: run npm run wasm\n",
  );
  process.exit(1);
}
