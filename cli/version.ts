import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** This program's own. */
export function version(): string {
  // From the sources and from dist/ it lies at different places.
  const path = [1, 2]
    .map((up) => join(__dirname, ...Array<string>(up).fill(".."), "package.json"))
    .find((each) => existsSync(each));
  return path === undefined
    ? "unknown"
    : (JSON.parse(readFileSync(path, "utf8")) as { version: string }).version;
}
