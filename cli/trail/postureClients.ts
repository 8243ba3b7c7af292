import type { PostureClients, RegionalClients } from "../../detective";
import { s3Settings, type Account } from "./account";

/**
 * The clients of every API that the checks read.
 *
 * They are loaded here and not above: no other command needs them all.
 */
export async function postureClients(account: Account): Promise<PostureClients> {
  const [
    { CloudTrail },
    { KMS },
    { S3 },
    { CloudWatchLogs },
    { CloudWatch },
    { SNS },
    { EventBridge },
    { EC2 },
    { IAM },
    { S3Control },
    { STS },
  ] = await Promise.all([
    import("@aws-sdk/client-cloudtrail"),
    import("@aws-sdk/client-kms"),
    import("@aws-sdk/client-s3"),
    import("@aws-sdk/client-cloudwatch-logs"),
    import("@aws-sdk/client-cloudwatch"),
    import("@aws-sdk/client-sns"),
    import("@aws-sdk/client-eventbridge"),
    import("@aws-sdk/client-ec2"),
    import("@aws-sdk/client-iam"),
    import("@aws-sdk/client-s3-control"),
    import("@aws-sdk/client-sts"),
  ]);
  const known = new Map<string, RegionalClients>();
  const make = (region: string): RegionalClients => {
    const settings = account.settings(region);
    return {
      cloudTrail: new CloudTrail(settings),
      kms: new KMS(settings),
      s3: new S3(s3Settings(settings, account.endpoint)),
      logs: new CloudWatchLogs(settings),
      cloudWatch: new CloudWatch(settings),
      sns: new SNS(settings),
      eventBridge: new EventBridge(settings),
      ec2: new EC2(settings),
      iam: new IAM(settings),
      s3Control: new S3Control({ ...settings, ...withoutAccountHost(account.endpoint) }),
      sts: new STS(settings),
    };
  };
  return {
    forRegion(region) {
      const clients = known.get(region) ?? make(region);
      known.set(region, clients);
      return clients;
    },
  };
}

/** S3 Control puts the account's id before any host's name, which an emulator's address cannot have. */
function withoutAccountHost(endpoint: string | undefined): object {
  if (endpoint === undefined) return {};
  const endpointProvider = () => ({ url: new URL(endpoint), properties: {}, headers: {} });
  return { endpoint, endpointProvider, disableHostPrefix: true };
}
