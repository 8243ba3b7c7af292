import { readFileSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { UsageError } from "./usageError";

const PREFIX = "audit-trail:";

/**
 * A stack's configuration: of its file in the folder one is in, then of what was typed, which wins.
 *
 * @param stack as in `Pulumi.<stack>.yaml`; left out, no file is read
 * @param typed each `key=value`; lists and objects as JSON
 * @throws UsageError when the file is not there or is none, or a key is not one of the stack's
 */
export function stackSettings(
  stack: string | undefined,
  typed: readonly string[],
  folder = process.cwd(),
): Record<string, unknown> {
  const config = { ...(stack === undefined ? {} : fromFile(stack, folder)), ...fromTyped(typed) };
  const known = knownKeys();
  const unknown = Object.keys(config).filter((key) => !known.includes(key));
  if (unknown.length > 0) {
    throw new UsageError(
      `the stack has no setting ${unknown.join(", ")}; its settings are ${known.join(", ")}`,
    );
  }
  return config;
}

function fromFile(stack: string, folder: string): Record<string, unknown> {
  const path = resolve(folder, `Pulumi.${stack}.yaml`);
  if (!existsSync(path)) {
    throw new UsageError(
      `--stack ${stack}: there is no ${path}; write one, or give settings by --config key=value`,
    );
  }
  const config =
    (parse(readFileSync(path, "utf8")) as { config?: Record<string, unknown> } | null)?.config ?? {};
  // Where the stack goes (`aws:…`) is said by the command, and not by the file.
  return Object.fromEntries(
    Object.entries(config)
      .filter(([key]) => key.startsWith(PREFIX))
      .map(([key, value]) => [key.slice(PREFIX.length), value]),
  );
}

function fromTyped(typed: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    typed.map((setting) => {
      const [, key, value] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
      if (key === undefined || value === undefined) {
        throw new UsageError(
          `--config ${JSON.stringify(setting)} is no key=value; as in --config trailName=my-trail`,
        );
      }
      return [key, value];
    }),
  );
}

/** The keys of Pulumi.yaml, which lies beside the sources and beside what was built of them. */
function knownKeys(): string[] {
  const path = [join(__dirname, ".."), join(__dirname, "..", "..")]
    .map((root) => join(root, "Pulumi.yaml"))
    .find((each) => existsSync(each));
  if (path === undefined)
    throw new Error("Pulumi.yaml, which lists the stack's settings, is missing from this installation");
  return Object.keys((parse(readFileSync(path, "utf8")) as { config: Record<string, unknown> }).config);
}
