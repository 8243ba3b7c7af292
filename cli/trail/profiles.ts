import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { UsageError } from "../usageError";

/**
 * Sees that a profile is in one of AWS's configuration files: the SDK would only say that there are no credentials.
 *
 * @throws UsageError when it is in neither, with the names of those that are
 */
export function checkProfile(profile: string, env: NodeJS.ProcessEnv): void {
  const files = [
    env.AWS_CONFIG_FILE || join(homedir(), ".aws", "config"),
    env.AWS_SHARED_CREDENTIALS_FILE || join(homedir(), ".aws", "credentials"),
  ];
  const found = new Set(files.flatMap(profilesIn));
  if (found.has(profile)) return;
  const others = found.size > 0 ? `there is ${[...found].join(", ")}` : "there is none at all";
  throw new UsageError(`--profile ${JSON.stringify(profile)} is not in ${files.join(" nor in ")}; ${others}`);
}

function profilesIn(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch {
    return [];
  }
  // `[profile name]` in the configuration, `[name]` in the credentials; both quote a name with blanks.
  return [...text.matchAll(/^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/gm)].map(
    ([, name = ""]) => name,
  );
}
