import { CloudTrailEvent } from "../event";
import { isJsonObject } from "../json";

/** A resource that an event is about: its CloudFormation type where known, and its name or ARN. */
export interface NamedResource {
  type?: string;
  name: string;
}

/** Deeper or wider than this is no record that AWS wrote (a record has at most 256 KB). */
const MAX_DEPTH = 12;
const MAX_VALUES = 20_000;

/** Parameter → type, where the name says enough in every service. */
const PARAMETERS: Readonly<Record<string, string>> = {
  bucketName: "AWS::S3::Bucket",
  s3BucketName: "AWS::S3::Bucket",
  dBInstanceIdentifier: "AWS::RDS::DBInstance",
  dBClusterIdentifier: "AWS::RDS::DBCluster",
  functionName: "AWS::Lambda::Function",
  imageId: "AWS::EC2::Ami",
  instanceId: "AWS::EC2::Instance",
  internetGatewayId: "AWS::EC2::InternetGateway",
  logGroupName: "AWS::Logs::LogGroup",
  logStreamName: "AWS::Logs::LogStream",
  networkInterfaceId: "AWS::EC2::NetworkInterface",
  policyArn: "AWS::IAM::Policy",
  queueName: "AWS::SQS::Queue",
  queueUrl: "AWS::SQS::Queue",
  roleArn: "AWS::IAM::Role",
  routeTableId: "AWS::EC2::RouteTable",
  secretId: "AWS::SecretsManager::Secret",
  snapshotId: "AWS::EC2::Snapshot",
  stateMachineArn: "AWS::StepFunctions::StateMachine",
  subnetId: "AWS::EC2::Subnet",
  tableName: "AWS::DynamoDB::Table",
  topicArn: "AWS::SNS::Topic",
  trailARN: "AWS::CloudTrail::Trail",
  trailName: "AWS::CloudTrail::Trail",
  volumeId: "AWS::EC2::Volume",
  vpcId: "AWS::EC2::VPC",
};

/** The same for names that mean something else in each service, by the first part of `eventSource`. */
const OF_SERVICE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloudformation: { stackName: "AWS::CloudFormation::Stack", stackId: "AWS::CloudFormation::Stack" },
  cloudtrail: { name: "AWS::CloudTrail::Trail" },
  ec2: {
    groupId: "AWS::EC2::SecurityGroup",
    groupName: "AWS::EC2::SecurityGroup",
    keyName: "AWS::EC2::KeyPair",
  },
  events: { name: "AWS::Events::Rule", rule: "AWS::Events::Rule" },
  iam: {
    accessKeyId: "AWS::IAM::AccessKey",
    groupName: "AWS::IAM::Group",
    instanceProfileName: "AWS::IAM::InstanceProfile",
    policyName: "AWS::IAM::Policy",
    roleName: "AWS::IAM::Role",
    serialNumber: "AWS::IAM::MfaDevice",
    userName: "AWS::IAM::User",
  },
  kms: { aliasName: "AWS::KMS::Alias", keyId: "AWS::KMS::Key", targetKeyId: "AWS::KMS::Key" },
  monitoring: { alarmName: "AWS::CloudWatch::Alarm" },
  secretsmanager: { name: "AWS::SecretsManager::Secret" },
  sns: { name: "AWS::SNS::Topic" },
  ssm: { name: "AWS::SSM::Parameter" },
  states: { name: "AWS::StepFunctions::StateMachine" },
  sts: { accessKeyId: "AWS::IAM::AccessKey", roleSessionName: "AWS::STS::AssumedRole" },
};

/** Objects whose `arn` names what was made or touched: `responseElements.user.arn`. */
const ARN_OWNERS: Readonly<Record<string, string>> = {
  assumedRoleUser: "AWS::STS::AssumedRole",
  group: "AWS::IAM::Group",
  instanceProfile: "AWS::IAM::InstanceProfile",
  keyMetadata: "AWS::KMS::Key",
  policy: "AWS::IAM::Policy",
  role: "AWS::IAM::Role",
  user: "AWS::IAM::User",
};

/**
 * The resources that an event is about: what LookupEvents says, what the record says, and what its parameters name.
 *
 * A record's own `resources` is written by few services, and a log file lacks what LookupEvents adds; so the
 * parameters of request and answer are read the way LookupEvents' Resources come about.
 */
export function resourcesOf(event: CloudTrailEvent): NamedResource[] {
  const found: NamedResource[] = [];
  for (const { type, name } of event.lookup?.resources ?? []) if (name) found.push(named(type, name));
  found.push(...recordResources(event));
  return unlike(found);
}

/** The same without LookupEvents' word, which a log file doesn't have. */
export function recordResources(event: CloudTrailEvent): NamedResource[] {
  const found: NamedResource[] = [];
  for (const { type, ARN, ARNPrefix } of event.resources ?? []) {
    const name = ARN || ARNPrefix;
    if (name) found.push(named(type, name));
  }
  const budget = { values: MAX_VALUES };
  const service = event.eventSource?.split(".")[0] ?? "";
  for (const tree of [event.requestParameters, event.responseElements])
    walk(tree, service, "", 0, budget, found);
  return unlike(found);
}

/** The parameters whose value names a resource of a type, in whatever service. */
export function parametersNaming(type: string): string[] {
  const tables = [PARAMETERS, ...Object.values(OF_SERVICE)];
  const names = tables.flatMap((table) => Object.keys(table).filter((name) => table[name] === type));
  return [...new Set([...names, ...(Object.values(ARN_OWNERS).includes(type) ? ["arn"] : [])])].sort();
}

function walk(
  value: unknown,
  service: string,
  owner: string,
  depth: number,
  budget: { values: number },
  found: NamedResource[],
): void {
  if (depth > MAX_DEPTH || budget.values <= 0) return;
  const entries: [string, unknown][] = Array.isArray(value)
    ? value.map((item): [string, unknown] => [owner, item])
    : isJsonObject(value)
      ? Object.entries(value)
      : [];
  for (const [name, inner] of entries) {
    if (budget.values-- <= 0) return;
    if (typeof inner !== "string") walk(inner, service, name, depth + 1, budget, found);
    else if (inner !== "") {
      const type = typeOf(service, name, owner);
      if (type !== undefined) found.push({ type, name: inner });
    }
  }
}

function typeOf(service: string, parameter: string, owner: string): string | undefined {
  if (parameter === "arn") return own(ARN_OWNERS, owner);
  const ofService = own(OF_SERVICE, service);
  return (ofService && own(ofService, parameter)) ?? own(PARAMETERS, parameter);
}

/** Records name their fields freely: `constructor` is no entry of a table. */
function own<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function named(type: string | undefined, name: string): NamedResource {
  return type ? { type, name } : { name };
}

function unlike(resources: readonly NamedResource[]): NamedResource[] {
  return [...new Map(resources.map((found) => [JSON.stringify([found.type, found.name]), found])).values()];
}
