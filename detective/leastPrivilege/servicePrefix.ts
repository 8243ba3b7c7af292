/** IAM prefixes of services whose event source has another name. */
const PREFIXES: Readonly<Record<string, string>> = {
  monitoring: "cloudwatch",
  email: "ses",
  tagging: "tag",
  "streams.dynamodb": "dynamodb",
  "dax.dynamodb": "dax",
  cloudcontrolapi: "cloudformation",
  rdsdata: "rds-data",
  iotdata: "iot",
  appstream2: "appstream",
  "application-insights": "applicationinsights",
  "memory-db": "memorydb",
  elasticloadbalancingv2: "elasticloadbalancing",
  elbv2: "elasticloadbalancing",
  stepfunctions: "states",
  sesv2: "ses",
  resourcegroupstaggingapi: "tag",
  "api.pricing": "pricing",
  "api.ecr": "ecr",
  "api.sagemaker": "sagemaker",
  "runtime.sagemaker": "sagemaker",
  "runtime.lex": "lex",
  "models.lex": "lex",
  "bedrock-runtime": "bedrock",
  "bedrock-agent": "bedrock",
  "bedrock-agent-runtime": "bedrock",
  pinpoint: "mobiletargeting",
  emr: "elasticmapreduce",
  efs: "elasticfilesystem",
  opensearch: "es",
  opensearchserverless: "aoss",
  keyspaces: "cassandra",
  iotsecuredtunneling: "iot",
};

/**
 * The IAM service prefix of an event source: `cloudwatch` of `monitoring.amazonaws.com`.
 *
 * Source: docs.aws.amazon.com/service-authorization/latest/reference, each service's page, and
 * docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-aws-service-specific-topics.html
 */
export function servicePrefix(eventSource: string): string {
  const name = eventSource.toLowerCase().replace(/\.amazonaws\.com(\.cn)?$/, "");
  if (Object.hasOwn(PREFIXES, name)) return PREFIXES[name]!;
  // Regional spellings such as `logs.us-east-1`.
  return name.replace(/\.[a-z]{2}(-[a-z]+)+-\d$/, "");
}
