import { Agent } from "node:https";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { EC2 } from "@aws-sdk/client-ec2";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { SQS } from "@aws-sdk/client-sqs";
import type { AwsCredentialIdentity } from "@smithy/types";
import type { Target } from "./target";

/** The AWS clients of one actor; every call carries the run's correlation id in its user agent. */
export interface AwsClients {
  cloudTrail: CloudTrail;
  ec2: EC2;
  iam: IAM;
  kms: KMS;
  s3: S3;
  sqs: SQS;
  destroy(): void;
}

/** Makes the clients of whoever started the run. */
export function operatorClients(target: Target, correlationId: string, region = target.region): AwsClients {
  const { endpoint, credentials } = target;
  return awsClients({ region, credentials, customUserAgent: correlationId, ...(endpoint && { endpoint }) });
}

/** Makes the clients of an IAM user, who calls over TLS. */
export function userClients(
  { region, tlsEndpoint }: Target,
  correlationId: string,
  credentials: AwsCredentialIdentity,
): AwsClients {
  const own = { region, credentials, customUserAgent: correlationId };
  if (tlsEndpoint === undefined) return awsClients(own);
  // An emulator's certificate is of its own making, and the way to it never leaves this machine.
  const httpsAgent = new Agent({ keepAlive: true, rejectUnauthorized: false });
  return awsClients({ ...own, endpoint: tlsEndpoint, requestHandler: { httpsAgent } });
}

function awsClients(config: {
  region: string;
  credentials: Target["credentials"];
  customUserAgent: string;
  endpoint?: string;
  requestHandler?: { httpsAgent: Agent };
}): AwsClients {
  const clients = {
    cloudTrail: new CloudTrail(config),
    ec2: new EC2(config),
    iam: new IAM(config),
    kms: new KMS(config),
    s3: new S3({ ...config, forcePathStyle: config.endpoint !== undefined }),
    sqs: new SQS({ ...config, useQueueUrlAsEndpoint: config.endpoint === undefined }),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
