import { JsonObject } from "../../../detective/json";
import { ADMIN, TERRAFORM_ROLE, atCommandLine, role } from "./actors";
import { refresh } from "./refresh";
import { ACCOUNT, Actor, Day, clock, times } from "./day";

/** A pipeline that still works with the access key of an IAM user. */
const PIPELINE: Actor = {
  identity: {
    type: "IAMUser",
    principalId: "AIDAEXAMPLEPIPELINE01",
    arn: `arn:aws:iam::${ACCOUNT}:user/pipeline`,
    accountId: ACCOUNT,
    accessKeyId: "AKIAEXAMPLEPIPELINE1",
    userName: "pipeline",
  },
  ip: "192.0.2.90",
  agent: TERRAFORM_ROLE.agent,
};

export function pipelineUser(day: Day): void {
  const at = clock("10:50");
  refresh(day, PIPELINE, at);
  const step = (api: string, seconds: number, params: JsonObject) =>
    day.call(PIPELINE, api, at + 60 + seconds, params);
  const roleName = "mailer";
  step("iam:ListGroupsForUser", 0, { userName: "pipeline" });
  step("iam:CreateRole", 1, {
    roleName,
    assumeRolePolicyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
  });
  step("iam:PutRolePolicy", 2, {
    roleName,
    policyName: "send",
    policyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ses:SendEmail"],"Resource":"*"}]}`,
  });
  step("iam:AttachRolePolicy", 3, {
    roleName,
    policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  });
  step("iam:TagRole", 4, { roleName });
  step("ses:VerifyDomainIdentity", 10, { domain: "mail.example.com" });
  step("lambda:CreateFunction20150331", 12, {
    functionName: roleName,
    role: `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
  });
  step("lambda:UpdateFunctionCode20150331v2", 20, { functionName: "reports" });
  step("ec2:CreateSecurityGroup", 22, { groupName: roleName });
  step("rds:CreateDBSnapshot", 24, { dBSnapshotIdentifier: "before-release" });
  step("ec2:StopInstances", 30, { instancesSet: { items: [{ instanceId: "i-0a1b2c3d4e5f60702" }] } });
  step("ec2:ModifyInstanceAttribute", 60, {
    instanceId: "i-0a1b2c3d4e5f60702",
    userData: "<sensitiveDataRemoved>",
  });
  step("ec2:StartInstances", 70, { instancesSet: { items: [{ instanceId: "i-0a1b2c3d4e5f60702" }] } });
}

/** An operator keeps the secrets of a cluster as they are in Secrets Manager. */
export function clusterSecrets(day: Day): void {
  const pod = role(
    "external-secrets",
    "pod-eso",
    "203.0.113.41",
    "external-secrets/v0.20 aws-sdk-go-v2/1.39.0",
  );
  for (const round of times(24, (n) => n))
    day.each(
      pod,
      "secretsmanager:GetSecretValue",
      round * 3_600,
      0.5,
      times(40, (n) => ({ secretId: `prod/app-${n}/db` })),
    );
}

/** A service that lives in three Regions is released in each. */
export function threeRegions(day: Day): void {
  const at = clock("15:50");
  for (const [n, awsRegion] of ["eu-central-1", "eu-west-1", "us-east-1"].entries()) {
    day.call(TERRAFORM_ROLE, "ecs:RegisterTaskDefinition", at + n * 60, { family: "edge" }, { awsRegion });
    day.call(
      TERRAFORM_ROLE,
      "ecs:UpdateService",
      at + n * 60 + 5,
      { service: "edge", desiredCount: 4 },
      { awsRegion },
    );
    day.call(
      TERRAFORM_ROLE,
      "ecs:CreateService",
      at + n * 60 + 9,
      { serviceName: "edge-2", desiredCount: 2 },
      { awsRegion },
    );
    day.call(
      TERRAFORM_ROLE,
      "monitoring:PutMetricAlarm",
      at + n * 60 + 12,
      { alarmName: "edge" },
      { awsRegion },
    );
  }
}

/** An administrator takes a role at the command line and looks after this and that. */
export function roleTaken(day: Day): void {
  const shell = atCommandLine(ADMIN);
  const at = clock("17:00");
  day.call(shell, "sts:AssumeRole", at, {
    roleArn: `arn:aws:iam::${ACCOUNT}:role/operations`,
    roleSessionName: "mara",
  });
  const taken = role("operations", "mara", "198.51.100.24", shell.agent);
  day.call(taken, "sts:GetCallerIdentity", at + 5);
  for (const [n, api] of [
    "ecs:ListTasks",
    "ecs:DescribeTasks",
    "ecs:ExecuteCommand",
    "logs:StartLiveTail",
    "ecs:StopTask",
  ].entries())
    day.call(taken, api, at + 20 + n * 40, { cluster: "prod" });
  day.call(taken, "iam:PutRolePolicy", at + 400, {
    roleName: "reports",
    policyName: "data",
    policyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::example-reports/*"}]}`,
  });
  day.call(taken, "events:DisableRule", at + 500, { name: "nightly-export" });
  day.call(taken, "events:EnableRule", at + 3_000, { name: "nightly-export" });
}
