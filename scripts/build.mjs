// `npm run build`: compiles what is published into dist/, with the files beside the sources that are not TypeScript.
// `node scripts/build.mjs <folder> [tsc's options]` builds into another folder.
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { dirname, extname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [folder = join(root, "dist"), ...options] = process.argv.slice(2);
const dist = resolve(folder);
const tsc = join(root, "node_modules", "typescript", "bin", "tsc");

rmSync(dist, { recursive: true, force: true });
const project = ["-p", join(root, "tsconfig.build.json"), "--outDir", dist];
const { status } = spawnSync(process.execPath, [tsc, ...project, ...options], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

// The rules that come with the package, with their cases: `rules test` runs them.
cpSync(join(root, "rules"), join(dist, "rules"), { recursive: true });
cpSync(join(root, "queries"), join(dist, "queries"), { recursive: true });

// The Python launcher, its requirements, and the Go modules that the engine is built from.
cpSync(join(root, "sandbox"), join(dist, "sandbox"), {
  recursive: true,
  filter: (source) => extname(source) !== ".ts" && !source.includes("__pycache__"),
});
