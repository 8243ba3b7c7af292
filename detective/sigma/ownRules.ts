import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The folder of the rules that come with this package.
 *
 * @throws Error where the package was taken apart
 */
export function ownRules(): string {
  // From the sources and from dist/ it lies at different places.
  const folder = ["../../rules", "../../../rules"]
    .map((path) => join(__dirname, path))
    .find((path) => existsSync(path));
  if (folder === undefined)
    throw new Error("the package's folder rules/ is not there; install it again, or name rules of your own");
  return folder;
}
