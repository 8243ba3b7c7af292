import * as auto from "@pulumi/pulumi/automation";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Emulator } from "../../../sandbox/emulator/emulator";
import { findEngine } from "../../../sandbox/engine/findEngine";
import { startProvider, type RunningProvider } from "../../../sandbox/provider/startProvider";

/** What happened to each resource in an operation: `{ create: 3 }`. */
export type Changes = Record<string, number>;

/** A stack of its own on the real engine, this project's provider and an emulator. */
export class StackLab {
  readonly suffix = randomBytes(4).toString("hex");

  private constructor(
    private readonly provider: RunningProvider,
    private readonly folder: string,
    readonly stack: auto.Stack,
    private readonly running: { program: auto.PulumiFn },
  ) {}

  static async open(emulator: Emulator, config: Record<string, string> = {}): Promise<StackLab> {
    const { root } = await findEngine();
    const provider = await startProvider({ env: {} });
    const folder = await mkdtemp(join(tmpdir(), "audit-trail-provider-spec-"));
    const running = { program: (): Promise<Record<string, unknown> | void> => Promise.resolve() };
    const stack = await auto.LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "provider-spec", program: () => running.program() },
      {
        pulumiCommand: await auto.PulumiCommand.get({ root }),
        pulumiHome: join(folder, "home"),
        workDir: folder,
        projectSettings: {
          name: "provider-spec",
          runtime: "nodejs",
          backend: { url: `file://${folder}` },
        },
        envVars: {
          PULUMI_CONFIG_PASSPHRASE: "spec",
          PULUMI_DEBUG_PROVIDERS: provider.debugProviders,
          PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
          PULUMI_SKIP_UPDATE_CHECK: "true",
        },
      },
    );
    const lab = new StackLab(provider, folder, stack, running);
    await stack.setAllConfig({
      "aws:region": { value: emulator.region },
      "aws:accessKey": { value: emulator.rootCredentials.accessKeyId },
      "aws:secretKey": { value: emulator.rootCredentials.secretAccessKey, secret: true },
      "aws:skipCredentialsValidation": { value: "true" },
      "aws:endpoints": { value: endpoints(emulator) },
      ...Object.fromEntries(Object.entries(config).map(([name, value]) => [name, { value }])),
    });
    return lab;
  }

  async up(program: auto.PulumiFn): Promise<{ changes: Changes; outputs: auto.OutputMap }> {
    this.running.program = program;
    const { summary, outputs } = await this.stack.up();
    return { changes: { ...summary.resourceChanges }, outputs };
  }

  async preview(program: auto.PulumiFn): Promise<Changes> {
    this.running.program = program;
    return { ...(await this.stack.preview()).changeSummary };
  }

  async refresh(): Promise<Changes> {
    return { ...(await this.stack.refresh()).summary.resourceChanges };
  }

  async destroy(): Promise<Changes> {
    return { ...(await this.stack.destroy()).summary.resourceChanges };
  }

  /** The inputs and outputs of a resource as they stand in the state. */
  async state(name: string): Promise<Resource> {
    const exported: { deployment: unknown } = await this.stack.exportStack();
    const { resources = [] } = exported.deployment as { resources?: Resource[] };
    const found = resources.find(({ urn }) => urn.endsWith(`::${name}`));
    if (!found) throw new Error(`${name} is not in the state`);
    return found;
  }

  /** Destroys what is left and removes every trace; for `finally`. */
  async close(): Promise<void> {
    try {
      await this.stack.destroy();
    } finally {
      await this.provider.stop();
      await rm(this.folder, { recursive: true, force: true });
    }
  }
}

export interface Resource {
  urn: string;
  id: string;
  inputs: Record<string, unknown>;
  outputs: Record<string, unknown>;
  initErrors?: string[];
}

/** The `aws:endpoints` that name one address for every service. */
export function endpoints({ endpoint }: { endpoint: string }): string {
  const services = [
    "athena",
    "cloudtrail",
    "cloudwatch",
    "cloudwatchlogs",
    "ec2",
    "eventbridge",
    "glue",
    "iam",
    "kms",
    "s3",
    "sns",
    "sqs",
    "sts",
  ];
  return JSON.stringify([Object.fromEntries(services.map((service) => [service, endpoint]))]);
}
