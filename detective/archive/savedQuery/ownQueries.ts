import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * The folder of the saved queries that come with this package.
 *
 * @throws Error where the package was taken apart
 */
export function ownQueries(): string {
  // From the sources and from dist/ it lies at different places.
  const folder = ["../../../queries", "../../../../queries"]
    .map((path) => join(__dirname, path))
    .find((path) => existsSync(path));
  if (folder === undefined)
    throw new Error(
      "the package's folder queries/ is not there; install it again, or name queries of your own",
    );
  return folder;
}
