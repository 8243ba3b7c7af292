import type { Athena } from "@aws-sdk/client-athena";
import type { CloudTrail } from "@aws-sdk/client-cloudtrail";
import type { CloudWatch } from "@aws-sdk/client-cloudwatch";
import type { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import type { EC2 } from "@aws-sdk/client-ec2";
import type { EventBridge } from "@aws-sdk/client-eventbridge";
import type { Glue } from "@aws-sdk/client-glue";
import type { IAM } from "@aws-sdk/client-iam";
import type { KMS } from "@aws-sdk/client-kms";
import type { S3 } from "@aws-sdk/client-s3";
import type { SNS } from "@aws-sdk/client-sns";
import type { SQS } from "@aws-sdk/client-sqs";
import type { STS } from "@aws-sdk/client-sts";
import type { Settings } from "./settings";

/** AWS clients of one region; each is loaded and made at its first use. */
export interface Clients {
  athena(): Promise<Athena>;
  cloudtrail(): Promise<CloudTrail>;
  cloudwatch(): Promise<CloudWatch>;
  ec2(): Promise<EC2>;
  eventbridge(): Promise<EventBridge>;
  glue(): Promise<Glue>;
  iam(): Promise<IAM>;
  kms(): Promise<KMS>;
  logs(): Promise<CloudWatchLogs>;
  s3(): Promise<S3>;
  sns(): Promise<SNS>;
  sqs(): Promise<SQS>;
  sts(): Promise<STS>;
}

/** A service as `aws:endpoints` names it; some are known by other names as well (see settings.ts). */
export type Service = keyof Clients;

// Few attempts: an emulator on this machine either answers or is down, and a person waits.
const maxAttempts = 2;
// Lets a trail's reader tell the provider's own calls from everybody else's.
const customUserAgent = "audit-trail-provider";

/** Clients for the settings of one configured provider and one region. */
export function clientsFor(settings: Settings, region: string): Clients {
  const options = (service: Service) => ({
    region,
    endpoint: settings.endpoint(service),
    credentials: settings.credentials,
    maxAttempts,
    customUserAgent,
  });
  return {
    athena: once(async () => {
      const { Athena } = await import("@aws-sdk/client-athena");
      return new Athena(options("athena"));
    }),
    cloudtrail: once(async () => {
      const { CloudTrail } = await import("@aws-sdk/client-cloudtrail");
      return new CloudTrail(options("cloudtrail"));
    }),
    cloudwatch: once(async () => {
      const { CloudWatch } = await import("@aws-sdk/client-cloudwatch");
      return new CloudWatch(options("cloudwatch"));
    }),
    ec2: once(async () => {
      const { EC2 } = await import("@aws-sdk/client-ec2");
      return new EC2(options("ec2"));
    }),
    eventbridge: once(async () => {
      const { EventBridge } = await import("@aws-sdk/client-eventbridge");
      return new EventBridge(options("eventbridge"));
    }),
    glue: once(async () => {
      const { Glue } = await import("@aws-sdk/client-glue");
      return new Glue(options("glue"));
    }),
    iam: once(async () => {
      const { IAM } = await import("@aws-sdk/client-iam");
      return new IAM(options("iam"));
    }),
    kms: once(async () => {
      const { KMS } = await import("@aws-sdk/client-kms");
      return new KMS(options("kms"));
    }),
    logs: once(async () => {
      const { CloudWatchLogs } = await import("@aws-sdk/client-cloudwatch-logs");
      return new CloudWatchLogs(options("logs"));
    }),
    s3: once(async () => {
      const { S3 } = await import("@aws-sdk/client-s3");
      return new S3({ ...options("s3"), forcePathStyle: true });
    }),
    sns: once(async () => {
      const { SNS } = await import("@aws-sdk/client-sns");
      return new SNS(options("sns"));
    }),
    sqs: once(async () => {
      const { SQS } = await import("@aws-sdk/client-sqs");
      // A queue's URL is a name here; the endpoint of the configuration is what is called.
      return new SQS({ ...options("sqs"), useQueueUrlAsEndpoint: false });
    }),
    sts: once(async () => {
      const { STS } = await import("@aws-sdk/client-sts");
      return new STS(options("sts"));
    }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
