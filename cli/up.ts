import { bringUp, findKeptSandbox, keptStack, keptStackFolder, StageLog, type Target } from "../harness";
import program from "../index";
import { consent, openPlace, stackName, type PlaceOptions } from "./keptPlace";
import { interruption } from "./interruption";
import { stackSettings } from "./stackSettings";
import { Terminal } from "./terminal";

/** What `audit-trail up` takes. */
export interface UpOptions extends PlaceOptions {
  config?: string[];
  output: "shell" | "json";
}

/** Brings a stack up that stays, and says on stdout how to talk to it, as a shell or a program reads it. */
export async function up(options: UpOptions, env: NodeJS.ProcessEnv = process.env): Promise<number> {
  const settings = stackSettings(options.stack, options.config ?? []);
  const terminal = new Terminal();
  const { signal, release } = interruption(terminal);
  try {
    const log = new StageLog(terminal);
    const target = await openPlace(options, log, env, signal);
    try {
      if (!(await consent(options, `This makes a trail, a bucket and a key in ${target.description}.`)))
        return 1;
      const folder = await keptStackFolder(target, stackName(options), env);
      // In an emulator nothing is worth keeping; in an account nothing is deleted unless the settings say so.
      const config = {
        trailName: "security-audit-trail",
        ...(target.endpoint !== undefined && { ephemeral: true }),
        ...settings,
      };
      const { stack } = await keptStack(target, program, folder, config);
      const outputs = await bringUp(log, stack, signal);
      const environment = await environmentOf(target, env);
      process.stdout.write(
        options.output === "json"
          ? `${JSON.stringify({ outputs, environment }, undefined, 2)}\n`
          : shellText(outputs, environment, env),
      );
      return 0;
    } finally {
      await target.close();
    }
  } finally {
    release();
  }
}

/** By which the AWS tools find it; for an account, what they had is what they need. */
async function environmentOf(target: Target, env: NodeJS.ProcessEnv): Promise<Record<string, string>> {
  const kept = await findKeptSandbox(env);
  if (kept && kept.endpoint === target.endpoint) return kept.environment;
  return {
    ...(target.endpoint !== undefined && { AWS_ENDPOINT_URL: target.endpoint }),
    AWS_REGION: target.region,
    AWS_DEFAULT_REGION: target.region,
  };
}

/** For `eval "$(audit-trail up)"`: what a person wants to read is a comment. */
function shellText(
  outputs: Record<string, string>,
  environment: Record<string, string>,
  env: NodeJS.ProcessEnv,
): string {
  const named = Object.entries(outputs).filter(([, text]) => text !== "");
  // A profile, or the session token of other credentials, would win over the keys below or spoil them.
  const keys = environment.AWS_ACCESS_KEY_ID !== undefined;
  const inTheWay = ["AWS_PROFILE", "AWS_SESSION_TOKEN"].filter((name) => keys && env[name]);
  return [
    ...named.map(([name, text]) => `# ${name}: ${text.replaceAll(/[\r\n]/g, " ")}`),
    ...inTheWay.map((name) => `unset ${name}`),
    ...Object.entries(environment).map(([name, text]) => `export ${name}='${text.replaceAll("'", "'\\''")}'`),
    "",
  ].join("\n");
}
