import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { failFast } from "./failFast";
import { ownConnections } from "./ownConnections";
import type { Target } from "./target";

/** Where a stack's state is, and what opens it. */
export interface StackPlace {
  stackName: string;
  /** Of the state, and of nothing else. */
  folder: string;
  passphrase: string;
}

/**
 * Opens a stack of a program of this process, with a file backend of its own; makes it when it is not there.
 *
 * @param config the stack's own configuration, by key, without the `aws:` part, which the target brings
 */
export function openStack(
  target: Target,
  program: PulumiFn,
  { stackName, folder, passphrase }: StackPlace,
  config: Record<string, unknown>,
): Promise<Stack> {
  const backend = { url: pathToFileURL(folder).href };
  ownConnections();
  return LocalWorkspace.createOrSelectStack(
    { stackName, projectName: "audit-trail", program: failFast(program) },
    {
      workDir: folder,
      pulumiCommand: target.engine,
      envVars: {
        PULUMI_BACKEND_URL: backend.url,
        PULUMI_CONFIG_PASSPHRASE: passphrase,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        // A debug provider needs no plugins, so the run need not look at, nor write to, the user's own Pulumi home.
        ...(target.engineEnv.PULUMI_DEBUG_PROVIDERS && { PULUMI_HOME: join(folder, "home") }),
        ...target.engineEnv,
      },
      projectSettings: { name: "audit-trail", runtime: "nodejs", backend },
      // Written as a file: setting it by command costs a start of the engine.
      stackSettings: { [stackName]: { config: stackConfig({ ...target.awsConfig, ...prefixed(config) }) } },
    },
  );
}

function prefixed(config: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [`audit-trail:${key}`, value]));
}

function stackConfig(config: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [
      key,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}
