#!/usr/bin/env node
// The command: from the sources where they are (a checkout), else as it was built.
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
const source = join(root, "cli", "main.ts");
if (existsSync(source)) {
  require("tsx/cjs");
  require(source);
} else {
  require(join(root, "dist", "cli", "main.js"));
}
