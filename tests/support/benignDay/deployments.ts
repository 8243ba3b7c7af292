import { JsonObject } from "../../../detective/json";
import { CDK_ROLE, CLOUDFORMATION, PULUMI_ROLE, TERRAFORM_ROLE } from "./actors";
import { ACCOUNT, Day, clock, times } from "./day";
import { bucket, ingress, signIn } from "./parts";
import { refresh } from "./refresh";

/** A service gets a new component: roles, a bucket, a key, a function, a load balancer that the world may reach. */
export function terraform(day: Day): void {
  const at = clock("09:10");
  const roleName = "orders-worker";
  const make = (api: string, seconds: number, params: JsonObject = {}) =>
    day.call(TERRAFORM_ROLE, api, at + 60 + seconds, params);
  signIn(day, at - 5, "terraform-4711");
  refresh(day, TERRAFORM_ROLE, at);
  make("iam:CreateRole", 0, {
    roleName,
    assumeRolePolicyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ecs-tasks.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
  });
  make("iam:PutRolePolicy", 1, {
    roleName,
    policyName: "data",
    policyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::example-orders/*"}]}`,
  });
  make("iam:AttachRolePolicy", 2, {
    roleName,
    policyArn: "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  });
  make("iam:CreatePolicyVersion", 3, {
    policyArn: `arn:aws:iam::${ACCOUNT}:policy/app-read`,
    setAsDefault: true,
    policyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:Query","Resource":"arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/orders"}]}`,
  });
  make("iam:CreateInstanceProfile", 4, { instanceProfileName: roleName });
  make("iam:AddRoleToInstanceProfile", 5, { instanceProfileName: roleName, roleName });
  make("ec2:CreateSecurityGroup", 6, { groupName: "orders-lb", vpcId: "vpc-0a1b2c3d4e5f60718" });
  make("ec2:AuthorizeSecurityGroupIngress", 7, ingress(443, { cidrIp: "0.0.0.0/0" }));
  make("ec2:AuthorizeSecurityGroupIngress", 8, ingress(80, { cidrIp: "0.0.0.0/0" }));
  make("ec2:AuthorizeSecurityGroupIngress", 9, ingress(8080, { cidrIp: "10.0.0.0/16" }));
  make("ec2:AuthorizeSecurityGroupIngress", 10, ingress(5432, { cidrIp: "10.0.0.0/16" }));
  make("ec2:RevokeSecurityGroupEgress", 11, { groupId: "sg-0a1b2c3d4e5f60718" });
  make("ec2:AuthorizeSecurityGroupEgress", 12, ingress(443, { cidrIp: "0.0.0.0/0" }));
  bucket(day, TERRAFORM_ROLE, at + 80, "example-orders");
  make("kms:CreateKey", 30, { description: "orders", keyUsage: "ENCRYPT_DECRYPT" });
  make("kms:EnableKeyRotation", 31, { keyId: "0a1b2c3d-0000-4000-8000-1f2e3d4c5b6a" });
  make("kms:CreateAlias", 32, { aliasName: "alias/orders" });
  make("kms:CreateGrant", 33, {
    keyId: "0a1b2c3d",
    granteePrincipal: `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
    operations: ["Decrypt"],
  });
  make("logs:CreateLogGroup", 34, { logGroupName: "/ecs/orders" });
  make("logs:PutRetentionPolicy", 35, { logGroupName: "/ecs/orders", retentionInDays: 90 });
  make("lambda:CreateFunction20150331", 36, {
    functionName: "orders-export",
    runtime: "nodejs24.x",
    role: `arn:aws:iam::${ACCOUNT}:role/orders-export`,
  });
  make("lambda:AddPermission20150331v2", 37, {
    functionName: "orders-export",
    principal: "events.amazonaws.com",
    sourceArn: `arn:aws:events:eu-central-1:${ACCOUNT}:rule/nightly`,
  });
  make("lambda:CreateEventSourceMapping20150331", 38, {
    functionName: "orders-export",
    eventSourceArn: `arn:aws:sqs:eu-central-1:${ACCOUNT}:orders`,
  });
  make("events:PutRule", 39, { name: "nightly", scheduleExpression: "cron(0 2 * * ? *)", state: "ENABLED" });
  make("events:PutTargets", 40, {
    rule: "nightly",
    targets: [{ id: "1", arn: `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:orders-export` }],
  });
  make("sqs:CreateQueue", 41, { queueName: "orders", attributes: { KmsMasterKeyId: "alias/orders" } });
  make("sqs:SetQueueAttributes", 42, {
    attributes: {
      Policy: `{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sqs:SendMessage","Resource":"*","Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:eu-central-1:${ACCOUNT}:orders"}}}]}`,
    },
  });
  make("ecs:RegisterTaskDefinition", 43, {
    family: "orders",
    taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/${roleName}`,
  });
  make("ecs:CreateService", 44, { cluster: "prod", serviceName: "orders", desiredCount: 3 });
  make("elasticloadbalancing:CreateLoadBalancer", 45, { name: "orders", scheme: "internet-facing" });
  make("route53:ChangeResourceRecordSets", 46, { hostedZoneId: "Z0EXAMPLE0001" });
  make("secretsmanager:CreateSecret", 47, { name: "prod/orders/db" });
  make("ssm:PutParameter", 48, { name: "/prod/orders/url", type: "String" });
  make("monitoring:PutMetricAlarm", 49, { alarmName: "orders-errors" });
  make("rds:ModifyDBInstance", 50, {
    dBInstanceIdentifier: "orders",
    allocatedStorage: 200,
    applyImmediately: true,
  });
  make("ec2:RunInstances", 51, {
    instanceType: "m7g.large",
    instancesSet: { items: [{ imageId: "ami-0a1b2c3d4e5f60718", minCount: 1, maxCount: 1 }] },
    iamInstanceProfile: { name: roleName },
  });
  for (const n of times(120, (each) => each))
    day.object(TERRAFORM_ROLE, "PutObject", at + 130 + n / 4, "example-web-assets", `static/${n}.js`);
}

/** The environment of a pull request is taken down. */
export function preview(day: Day): void {
  const at = clock("13:30");
  signIn(day, at - 5, "terraform-4712");
  refresh(day, TERRAFORM_ROLE, at);
  const drop = (api: string, seconds: number, params: JsonObject) =>
    day.call(TERRAFORM_ROLE, api, at + 60 + seconds, params);
  for (const n of times(20, (each) => each))
    day.object(TERRAFORM_ROLE, "DeleteObject", at + 61 + n, "example-pr-99", `upload/${n}`, {});
  for (const n of times(2, (each) => each))
    drop("s3:DeleteBucket", 90 + n, { bucketName: `example-pr-99-${n}` });
  for (const n of times(3, (each) => each))
    drop("rds:DeleteDBInstance", 95, { dBInstanceIdentifier: `pr-99-${n}`, skipFinalSnapshot: true });
  drop("rds:DeleteDBCluster", 95, { dBClusterIdentifier: "pr-99", skipFinalSnapshot: true });
  drop("ec2:DeleteFlowLogs", 96, {
    DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: "fl-0a1b2c3d4e5f60718" } },
  });
  drop("ec2:DeleteSecurityGroup", 97, { groupId: "sg-0f1b2c3d4e5f60718" });
  drop("iam:DetachRolePolicy", 98, {
    roleName: "pr-99",
    policyArn: `arn:aws:iam::${ACCOUNT}:policy/app-read`,
  });
  drop("iam:DeleteRolePolicy", 99, { roleName: "pr-99", policyName: "data" });
  drop("iam:DeleteRole", 100, { roleName: "pr-99" });
  drop("lambda:DeleteFunction20150331", 101, { functionName: "pr-99" });
  drop("events:RemoveTargets", 102, { rule: "pr-99", ids: ["1"] });
  drop("events:DeleteRule", 103, { name: "pr-99" });
  drop("monitoring:DeleteAlarms", 104, { alarmNames: ["pr-99-errors"] });
  drop("logs:DeleteLogGroup", 105, { logGroupName: "/ecs/pr-99" });
  drop("secretsmanager:DeleteSecret", 106, { secretId: "pr-99/db", forceDeleteWithoutRecovery: true });
  drop("kms:ScheduleKeyDeletion", 107, {
    keyId: "0b1b2c3d-0000-4000-8000-1f2e3d4c5b6a",
    pendingWindowInDays: 7,
  });
}

/** CDK hands a template over; CloudFormation does the work. Pulumi releases functions and services. */
export function releases(day: Day): void {
  const at = clock("11:00");
  signIn(day, at - 5, "aws-cdk");
  day.call(CDK_ROLE, "cloudformation:CreateChangeSet", at, {
    stackName: "shop",
    capabilities: ["CAPABILITY_NAMED_IAM"],
  });
  day.call(CDK_ROLE, "cloudformation:ExecuteChangeSet", at + 20, { stackName: "shop" });
  const did = (api: string, seconds: number, params: JsonObject) =>
    day.call(CLOUDFORMATION, api, at + 25 + seconds, params);
  did("iam:CreateRole", 0, {
    roleName: "shop-fn",
    assumeRolePolicyDocument: `{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"}}]}`,
  });
  did("iam:AttachRolePolicy", 2, {
    roleName: "shop-fn",
    policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  });
  did("iam:PutRolePolicy", 3, {
    roleName: "shop-fn",
    policyName: "p",
    policyDocument: `{"Statement":[{"Action":"dynamodb:*","Effect":"Allow","Resource":"arn:aws:dynamodb:eu-central-1:${ACCOUNT}:table/shop"}]}`,
  });
  did("lambda:CreateFunction20150331", 10, {
    functionName: "shop-fn",
    role: `arn:aws:iam::${ACCOUNT}:role/shop-fn`,
  });
  did("lambda:AddPermission20150331v2", 12, {
    functionName: "shop-fn",
    principal: "apigateway.amazonaws.com",
    sourceArn: `arn:aws:execute-api:eu-central-1:${ACCOUNT}:abc/*`,
  });
  bucket(day, CLOUDFORMATION, at + 45, "example-shop");
  signIn(day, clock("14:00") - 5, "pulumi-812");
  for (const n of times(12, (each) => each)) {
    const functionName = `api-${n}`;
    day.call(PULUMI_ROLE, "lambda:GetFunction20150331v2", clock("14:00") + n, { functionName });
    day.call(PULUMI_ROLE, "lambda:UpdateFunctionCode20150331v2", clock("14:01") + n * 3, { functionName });
    day.call(PULUMI_ROLE, "lambda:UpdateFunctionConfiguration20150331v2", clock("14:01") + n * 3 + 1, {
      functionName,
      memorySize: 512,
    });
    day.call(PULUMI_ROLE, "ecs:UpdateService", clock("14:03") + n, {
      service: `svc-${n}`,
      cluster: "prod",
      desiredCount: 3,
    });
  }
  for (const time of ["10:15", "12:40", "15:20", "16:45"]) {
    signIn(day, clock(time) - 5, "terraform-plan");
    refresh(day, TERRAFORM_ROLE, clock(time));
  }
}
