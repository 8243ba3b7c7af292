import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EC2 } from "@aws-sdk/client-ec2";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { IAM } from "@aws-sdk/client-iam";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import { S3Control, type S3ControlClientConfig } from "@aws-sdk/client-s3-control";
import { SNS } from "@aws-sdk/client-sns";
import { STS } from "@aws-sdk/client-sts";
import type { PostureClients } from "../../detective";
import type { Target } from "../../harness";

/** The clients of everything that the checks read, as the target's root. */
export function postureClients({ credentials, endpoint }: Target): PostureClients {
  return {
    forRegion(region) {
      const config = { region, credentials, maxAttempts: 1, ...(endpoint && { endpoint }) };
      return {
        cloudTrail: new CloudTrail(config),
        kms: new KMS(config),
        s3: new S3({ ...config, forcePathStyle: true, followRegionRedirects: true }),
        logs: new CloudWatchLogs(config),
        cloudWatch: new CloudWatch(config),
        sns: new SNS(config),
        eventBridge: new EventBridge(config),
        ec2: new EC2(config),
        iam: new IAM(config),
        s3Control: new S3Control({ ...config, ...atEndpoint(endpoint) }),
        sts: new STS(config),
      };
    },
  };
}

/** The SDK would put the account's number in front of the endpoint's host, which no address on loopback has. */
function atEndpoint(endpoint: string | undefined): S3ControlClientConfig {
  if (endpoint === undefined) return {};
  const url = new URL(endpoint);
  return { endpointProvider: () => ({ url }) };
}
