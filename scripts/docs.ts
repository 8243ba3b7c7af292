import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { activitiesPage } from "./docs/activitiesPage";
import { athenaProofPage } from "./docs/athenaProofPage";
import { checksPage } from "./docs/checksPage";
import { cliPage } from "./docs/cliPage";
import { labsPage } from "./docs/labsPage";
import { componentSchema } from "./docs/componentSchema";
import { componentsPage } from "./docs/componentsPage";
import { configurationPage } from "./docs/configurationPage";
import { queriesPage } from "./docs/queriesPage";
import { eventsPage } from "./docs/eventsPage";
import { rulesPage } from "./docs/rulesPage";

// `npm run docs` writes the generated pages; with `--check` it writes nothing and fails when one is stale.
const root = resolve(__dirname, "..");

async function main(args: readonly string[]): Promise<number> {
  const schema = componentSchema(root);
  const pages: Record<string, string> = {
    "docs/components.md": await componentsPage(root, schema),
    "docs/configuration.md": configurationPage(root, schema),
    "docs/checks.md": checksPage(),
    "docs/activities.md": activitiesPage(root),
    "docs/cli.md": cliPage(),
    "docs/labs.md": labsPage(),
    "docs/rules.md": await rulesPage(root),
    "docs/events.md": eventsPage(),
    "docs/queries.md": await queriesPage(root),
    "docs/athena-proof.md": await athenaProofPage(root),
  };
  const stale = Object.keys(pages).filter((path) => textOf(path) !== pages[path]);
  if (args.includes("--check")) {
    for (const path of stale) process.stderr.write(`${path} is stale; renew it with: npm run docs\n`);
    return stale.length > 0 ? 1 : 0;
  }
  for (const path of stale) {
    writeFileSync(join(root, path), pages[path] ?? "");
    process.stdout.write(`wrote ${path}\n`);
  }
  return 0;
}

function textOf(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), "utf8") : undefined;
}

void main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
