import type { Stack } from "@pulumi/pulumi/automation";
import type { Target } from "./target";

/**
 * The shell commands that destroy a stack whose run could not: its state, its passphrase and its name are known to
 * nobody else. An inline program is not needed for it.
 */
export function howToFinish({ engine, providerCommand }: Target, { name, workspace }: Stack): string[] {
  const { workDir, envVars = {} } = workspace;
  return [
    ...Object.entries(envVars).map(([variable, value]) => `export ${variable}=${quoted(value)}`),
    ...(providerCommand ? [`${providerCommand.map(quoted).join(" \\\n  ")} &`] : []),
    // In short lines, so that no terminal wraps them; and the state stays for as long as anything is left.
    `${quoted(engine.command)} destroy \\`,
    `  --cwd ${quoted(workDir)} \\`,
    `  --stack ${quoted(name)} --yes --skip-preview &&`,
    `  rm -r ${quoted(workDir)}`,
    ...(providerCommand ? ["kill $!"] : []),
  ];
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
