import { apiError } from "../fakeAws";
import type { RecordCase } from "../recordCase";

const region = "eu-west-1";
const noEntity = apiError("NoSuchEntityException");
const notFound = apiError("NotFoundException");
const groupArn = "arn:aws:logs:eu-west-1:111122223333:log-group:trail";
const topicArn = "arn:aws:sns:eu-west-1:111122223333:notices";
const subscriptionArn = `${topicArn}:1234`;
const document = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }],
});
const other = JSON.stringify({ Version: "2012-10-17", Statement: [] });

export const logsIamSnsCases: RecordCase[] = [
  {
    type: "aws:cloudwatch/logGroup:LogGroup",
    inputs: { name: "trail", retentionInDays: 365 },
    answers: {
      "logs.createLogGroup": {},
      "logs.putRetentionPolicy": {},
      "logs.deleteRetentionPolicy": {},
      "logs.associateKmsKey": {},
      "logs.deleteLogGroup": {},
      "logs.tagResource": {},
      "logs.describeLogGroups": {
        logGroups: [
          { logGroupName: "trail-2" },
          { logGroupName: "trail", arn: `${groupArn}:*`, retentionInDays: 365, logGroupClass: "STANDARD" },
        ],
      },
      "logs.listTagsForResource": { tags: { owner: "sec" } },
    },
    id: "trail",
    creates: [
      ["logs.createLogGroup", { logGroupName: "trail", tags: { owner: "sec" } }],
      ["logs.putRetentionPolicy", { logGroupName: "trail", retentionInDays: 365 }],
    ],
    state: {
      arn: groupArn,
      deletionProtectionEnabled: false,
      logGroupClass: "STANDARD",
      name: "trail",
      namePrefix: "",
      region,
      retentionInDays: 365,
      skipDestroy: false,
      tagsAll: { owner: "sec" },
    },
    updates: [
      {
        change: { retentionInDays: undefined },
        calls: [["logs.deleteRetentionPolicy", { logGroupName: "trail" }]],
      },
      {
        change: { retentionInDays: 30 },
        calls: [["logs.putRetentionPolicy", { logGroupName: "trail", retentionInDays: 30 }]],
      },
      {
        change: { kmsKeyId: "arn:key" },
        calls: [["logs.associateKmsKey", { logGroupName: "trail", kmsKeyId: "arn:key" }]],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["logs.tagResource", { resourceArn: groupArn, tags: { a: "b" } }]],
      },
    ],
    replaces: [
      { change: { name: "other" } },
      { change: { logGroupClass: "INFREQUENT_ACCESS" }, deleteBeforeReplace: true },
    ],
    removes: [["logs.deleteLogGroup", { logGroupName: "trail" }]],
    gone: {
      "logs.describeLogGroups": { logGroups: [{ logGroupName: "trail-2" }] },
      "logs.deleteLogGroup": apiError("ResourceNotFoundException"),
    },
  },
  {
    type: "aws:iam/role:Role",
    inputs: { name: "delivery", assumeRolePolicy: document },
    answers: {
      "iam.createRole": {},
      "iam.updateAssumeRolePolicy": {},
      "iam.updateRole": {},
      "iam.putRolePermissionsBoundary": {},
      "iam.tagRole": {},
      "iam.deleteRole": {},
      "iam.getRole": {
        Role: {
          RoleName: "delivery",
          Arn: "arn:aws:iam::111122223333:role/delivery",
          RoleId: "AROA1",
          Path: "/",
          CreateDate: new Date(0),
          MaxSessionDuration: 3600,
          AssumeRolePolicyDocument: encodeURIComponent(document),
          Tags: [{ Key: "owner", Value: "sec" }],
        },
      },
      "iam.listAttachedRolePolicies": { AttachedPolicies: [] },
      "iam.listRolePolicies": { PolicyNames: ["write"] },
      "iam.getRolePolicy": { PolicyDocument: encodeURIComponent(other) },
    },
    id: "delivery",
    creates: [
      [
        "iam.createRole",
        {
          RoleName: "delivery",
          AssumeRolePolicyDocument: document,
          MaxSessionDuration: 3600,
          Path: "/",
          Tags: [{ Key: "owner", Value: "sec" }],
        },
      ],
    ],
    state: {
      arn: "arn:aws:iam::111122223333:role/delivery",
      assumeRolePolicy: document,
      createDate: "1970-01-01T00:00:00.000Z",
      forceDetachPolicies: false,
      inlinePolicies: [{ name: "write", policy: other }],
      managedPolicyArns: [],
      maxSessionDuration: 3600,
      name: "delivery",
      namePrefix: "",
      path: "/",
      tagsAll: { owner: "sec" },
      uniqueId: "AROA1",
    },
    updates: [
      {
        change: { assumeRolePolicy: other },
        calls: [["iam.updateAssumeRolePolicy", { RoleName: "delivery", PolicyDocument: other }]],
      },
      {
        change: { description: "d" },
        calls: [["iam.updateRole", { RoleName: "delivery", Description: "d", MaxSessionDuration: 3600 }]],
      },
      {
        change: { permissionsBoundary: "arn:b" },
        calls: [["iam.putRolePermissionsBoundary", { RoleName: "delivery", PermissionsBoundary: "arn:b" }]],
      },
      {
        change: { tags: { a: "b" } },
        calls: [["iam.tagRole", { RoleName: "delivery", Tags: [{ Key: "a", Value: "b" }] }]],
      },
    ],
    replaces: [{ change: { name: "other" } }, { change: { path: "/x/" }, deleteBeforeReplace: true }],
    removes: [["iam.deleteRole", { RoleName: "delivery" }]],
    gone: { "iam.getRole": noEntity, "iam.deleteRole": noEntity },
  },
  {
    type: "aws:iam/rolePolicy:RolePolicy",
    inputs: { name: "write", role: "delivery", policy: document },
    answers: {
      "iam.putRolePolicy": {},
      "iam.deleteRolePolicy": {},
      "iam.getRolePolicy": { PolicyDocument: encodeURIComponent(document) },
    },
    id: "delivery:write",
    creates: [["iam.putRolePolicy", { RoleName: "delivery", PolicyName: "write", PolicyDocument: document }]],
    state: { name: "write", namePrefix: "", policy: document, role: "delivery" },
    updates: [
      {
        change: { policy: other },
        calls: [["iam.putRolePolicy", { RoleName: "delivery", PolicyName: "write", PolicyDocument: other }]],
      },
    ],
    replaces: [{ change: { name: "other" } }, { change: { role: "other" } }],
    removes: [["iam.deleteRolePolicy", { RoleName: "delivery", PolicyName: "write" }]],
    gone: { "iam.getRolePolicy": noEntity, "iam.deleteRolePolicy": noEntity },
  },
  {
    type: "aws:sns/topic:Topic",
    inputs: { name: "notices", kmsMasterKeyId: "arn:key" },
    answers: {
      "sns.createTopic": { TopicArn: topicArn },
      "sns.setTopicAttributes": {},
      "sns.tagResource": {},
      "sns.deleteTopic": {},
      "sns.getTopicAttributes": {
        Attributes: {
          TopicArn: topicArn,
          Owner: "111122223333",
          Policy: other,
          DisplayName: "",
          KmsMasterKeyId: "arn:key",
        },
      },
      "sns.listTagsForResource": { Tags: [{ Key: "owner", Value: "sec" }] },
    },
    id: topicArn,
    creates: [
      [
        "sns.createTopic",
        {
          Name: "notices",
          Attributes: { KmsMasterKeyId: "arn:key" },
          Tags: [{ Key: "owner", Value: "sec" }],
        },
      ],
    ],
    state: {
      arn: topicArn,
      beginningArchiveTime: "",
      displayName: "",
      fifoThroughputScope: "",
      fifoTopic: false,
      kmsMasterKeyId: "arn:key",
      name: "notices",
      namePrefix: "",
      owner: "111122223333",
      policy: other,
      region,
      signatureVersion: 1,
      tagsAll: { owner: "sec" },
      tracingConfig: "",
    },
    updates: [
      {
        change: { kmsMasterKeyId: undefined },
        calls: [
          [
            "sns.setTopicAttributes",
            { TopicArn: topicArn, AttributeName: "KmsMasterKeyId", AttributeValue: "" },
          ],
        ],
      },
    ],
    replaces: [{ change: { name: "other" } }],
    removes: [["sns.deleteTopic", { TopicArn: topicArn }]],
    gone: { "sns.getTopicAttributes": notFound, "sns.deleteTopic": notFound },
  },
  {
    type: "aws:sns/topicPolicy:TopicPolicy",
    inputs: { arn: topicArn, policy: document },
    answers: {
      "sns.setTopicAttributes": {},
      "sns.getTopicAttributes": { Attributes: { Owner: "111122223333", Policy: document } },
    },
    id: topicArn,
    creates: [
      ["sns.setTopicAttributes", { TopicArn: topicArn, AttributeName: "Policy", AttributeValue: document }],
    ],
    state: { arn: topicArn, owner: "111122223333", policy: document, region },
    updates: [
      {
        change: { policy: other },
        calls: [
          ["sns.setTopicAttributes", { TopicArn: topicArn, AttributeName: "Policy", AttributeValue: other }],
        ],
      },
    ],
    replaces: [{ change: { arn: `${topicArn}2` } }],
    removes: [
      [
        "sns.setTopicAttributes",
        {
          TopicArn: topicArn,
          AttributeName: "Policy",
          AttributeValue: JSON.stringify({
            Version: "2008-10-17",
            Id: "__default_policy_ID",
            Statement: [
              {
                Sid: "__default_statement_ID",
                Effect: "Allow",
                Principal: { AWS: "*" },
                Action: [
                  "SNS:GetTopicAttributes",
                  "SNS:SetTopicAttributes",
                  "SNS:AddPermission",
                  "SNS:RemovePermission",
                  "SNS:DeleteTopic",
                  "SNS:Subscribe",
                  "SNS:ListSubscriptionsByTopic",
                  "SNS:Publish",
                ],
                Resource: topicArn,
                Condition: { StringEquals: { "AWS:SourceOwner": "111122223333" } },
              },
            ],
          }),
        },
      ],
    ],
    gone: { "sns.getTopicAttributes": notFound, "sns.setTopicAttributes": notFound },
  },
  {
    type: "aws:sns/topicSubscription:TopicSubscription",
    inputs: { topic: topicArn, protocol: "sqs", endpoint: "arn:aws:sqs:eu-west-1:111122223333:q" },
    answers: {
      "sns.subscribe": { SubscriptionArn: subscriptionArn },
      "sns.setSubscriptionAttributes": {},
      "sns.unsubscribe": {},
      "sns.getSubscriptionAttributes": {
        Attributes: {
          SubscriptionArn: subscriptionArn,
          TopicArn: topicArn,
          Protocol: "sqs",
          Endpoint: "arn:aws:sqs:eu-west-1:111122223333:q",
          Owner: "111122223333",
          PendingConfirmation: "false",
          RawMessageDelivery: "false",
        },
      },
    },
    id: subscriptionArn,
    creates: [
      [
        "sns.subscribe",
        {
          TopicArn: topicArn,
          Protocol: "sqs",
          Endpoint: "arn:aws:sqs:eu-west-1:111122223333:q",
          Attributes: { RawMessageDelivery: "false" },
          ReturnSubscriptionArn: true,
        },
      ],
    ],
    state: {
      arn: subscriptionArn,
      confirmationTimeoutInMinutes: 1,
      confirmationWasAuthenticated: false,
      endpoint: "arn:aws:sqs:eu-west-1:111122223333:q",
      endpointAutoConfirms: false,
      filterPolicyScope: "",
      ownerId: "111122223333",
      pendingConfirmation: false,
      protocol: "sqs",
      rawMessageDelivery: false,
      region,
      topic: topicArn,
    },
    updates: [
      {
        change: { rawMessageDelivery: true },
        calls: [
          [
            "sns.setSubscriptionAttributes",
            {
              SubscriptionArn: subscriptionArn,
              AttributeName: "RawMessageDelivery",
              AttributeValue: "true",
            },
          ],
        ],
      },
      {
        change: { redrivePolicy: other },
        calls: [
          [
            "sns.setSubscriptionAttributes",
            { SubscriptionArn: subscriptionArn, AttributeName: "RedrivePolicy", AttributeValue: other },
          ],
        ],
      },
    ],
    replaces: [{ change: { endpoint: "arn:x" } }, { change: { protocol: "lambda" } }],
    removes: [["sns.unsubscribe", { SubscriptionArn: subscriptionArn }]],
    gone: { "sns.getSubscriptionAttributes": notFound, "sns.unsubscribe": notFound },
  },
];
