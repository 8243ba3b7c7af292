/**
 * Parameters that hold a resource's name where they aren't called like the resource type or the variable in its ARN,
 * by `prefix:type`; compared without case and punctuation.
 */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  "s3:object": ["key"],
  "s3:accesspointobject": ["key"],
  "ecs:task-definition": ["family", "taskDefinition"],
  "cloudtrail:trail": ["name", "trailName", "trailNameList", "resourceId", "resourceIdList"],
  "cloudtrail:eventdatastore": ["eventDataStore"],
  "cloudwatch:alarm": ["alarmName", "alarmNames"],
  "cloudwatch:dashboard": ["dashboardName", "dashboardNames"],
  "secretsmanager:Secret": ["secretId", "name", "secretIdList"],
  "ssm:parameter": ["name", "names", "path"],
  "ssm:document": ["documentName", "name"],
  "ssm:instance": ["target", "instanceId", "instanceIds"],
  "ssm:managed-instance": ["instanceId"],
  "logs:log-group": ["logGroupName", "logGroupNames", "logGroupIdentifier", "logGroupIdentifiers"],
  "kms:alias": ["aliasName"],
  "kms:key": ["keyId", "targetKeyId"],
  "lambda:function": ["functionName"],
  "lambda:eventSourceMapping": ["uuid"],
  "rds:db": ["dBInstanceIdentifier", "sourceDBInstanceIdentifier"],
  "rds:cluster": ["dBClusterIdentifier"],
  "rds:snapshot": ["dBSnapshotIdentifier"],
  "rds:cluster-snapshot": ["dBClusterSnapshotIdentifier"],
  "rds:subgrp": ["dBSubnetGroupName"],
  "rds:pg": ["dBParameterGroupName"],
  "redshift:cluster": ["clusterIdentifier"],
  "autoscaling:autoScalingGroup": ["autoScalingGroupName", "autoScalingGroupNames"],
  "autoscaling:launchConfiguration": ["launchConfigurationName"],
  "athena:workgroup": ["workGroup"],
  "route53:hostedzone": ["hostedZoneId", "id"],
  "cloudfront:distribution": ["distributionId", "id"],
  "events:rule-on-default-event-bus": ["rule", "name"],
  "events:event-bus": ["eventBusName", "name"],
  "iam:policy": ["policyName"],
  "iam:mfa": ["virtualMFADeviceName"],
  "iam:saml-provider": ["name"],
  "iam:server-certificate": ["serverCertificateName"],
  "eks:cluster": ["clusterName", "name"],
  "ecs:cluster": ["cluster", "clusterName"],
  "ecs:service": ["service", "serviceName"],
  "ecr:repository": ["repositoryName", "repositoryNames"],
  "codebuild:project": ["projectName", "name"],
  "codepipeline:pipeline": ["pipelineName", "name"],
  "codecommit:repository": ["repositoryName"],
  "cloudformation:stack": ["stackName"],
  "kinesis:stream": ["streamName"],
  "firehose:deliverystream": ["deliveryStreamName"],
  "elasticfilesystem:file-system": ["fileSystemId"],
  "guardduty:detector": ["detectorId"],
  "wafv2:webacl": ["name"],
  "ec2:key-pair": ["keyName"],
  "ec2:launch-template": ["launchTemplateId"],
  "glue:database": ["databaseName", "name"],
  "glue:table": ["tableName", "name"],
  "bedrock:foundation-model": ["modelId"],
};

/** Where a resource's name isn't the last part of its ARN. */
const PRIMARY: Readonly<Record<string, string>> = {
  "cloudformation:stack": "StackName",
  "ecs:task-definition": "TaskDefinitionFamilyName",
};

/** The part of a type's ARN that its name stands for. */
export function primaryVariable(
  prefix: string,
  { type, variables }: { type: string; variables: readonly string[] },
) {
  return PRIMARY[`${prefix}:${type}`] ?? variables.at(-1);
}

/** The parameters that may name a resource of the type, the likelier first; all in `normalised` spelling. */
export function parameterNames(
  prefix: string,
  type: string,
  variable: string,
  api: string,
  isPrimary: boolean,
): string[] {
  const of = normalised(type);
  const stripped = variable.replace(/With(?:out)?\w*$|FriendlyName$/, "");
  const own = [variable, stripped, `${variable}s`, `${variable}Set`];
  if (!isPrimary) return own.map(normalised);
  const listed = NAMES[`${prefix}:${type}`];
  const called = normalised(api).endsWith(of) ? ["name", "id", "identifier"] : [];
  const usual = [`${type}Name`, `${type}Id`, `${type}Identifier`, `${type}Names`, `${type}Ids`, type];
  return (listed ?? [...own, ...usual, ...called]).map(normalised);
}

export function normalised(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}
