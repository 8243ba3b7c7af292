import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from "@smithy/types";
import type { PulumiCommand } from "@pulumi/pulumi/automation";

/** Where a run takes place: an emulator on this machine, or an AWS account. */
export interface Target {
  /** A few words for the reader, such as `embedded emulator on 127.0.0.1:40123`. */
  description: string;
  region: string;
  accountId: string;
  /** Where AWS's APIs are; the SDK's own endpoints when left out. */
  endpoint?: string;
  /** The same over TLS, with a certificate of its own making: what IAM users call, since the log bucket refuses them plain HTTP. */
  tlsEndpoint?: string;
  credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** The `aws:` part of the stack's configuration. */
  awsConfig: Record<string, string>;
  /** The engine, and the environment by which it finds its providers. */
  engine: PulumiCommand;
  engineEnv: Record<string, string>;
  /** The command that starts the provider which `engineEnv` names, for when this process has ended; left out where the engine needs none. */
  providerCommand?: readonly string[];
  /** Whether what lies in it is still there when it is closed. */
  outlivesRun: boolean;
  /** LookupEvents' budget: requests a second and Region. */
  lookupsPerSecond: number;
  /** How long things take at the most here, in ms; 0 for a digest is to look once. */
  patience: { permissions: number; alert: number; history: number; delivery: number; digest: number };
  /** Whether it is still there; true where that is not known. */
  alive(): boolean;
  /** What it said lately, for an error message. */
  recentLog(): string;
  close(): Promise<void>;
}
