import { Call } from "../call";
import { Exception, ExceptionRules, needs } from "../exception";
import { parameterTexts } from "../parameterTexts";
import { isJsonObject } from "../../json";

/** Lambda data events and calls with an ARN. Source: docs.aws.amazon.com/service-authorization/latest/reference/list_awslambda.html */
export const lambda: ExceptionRules = {
  Invoke: "InvokeFunction",
  InvokeWithResponseStream: "InvokeFunction",
  GetLayerVersionByArn: "GetLayerVersion",
};

/** Source: docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html and ql-iam.html */
export const dynamodb: ExceptionRules = {
  TransactGetItems: "GetItem",
  TransactWriteItems: transactWriteItems,
  ExecuteStatement: partiQl,
  BatchExecuteStatement: partiQl,
  ExecuteTransaction: partiQl,
};

const TRANSACTION_ACTIONS: Readonly<Record<string, string>> = {
  put: "dynamodb:PutItem",
  update: "dynamodb:UpdateItem",
  delete: "dynamodb:DeleteItem",
  conditioncheck: "dynamodb:ConditionCheckItem",
};

function transactWriteItems({ parameters }: Call): Exception {
  const items = Array.isArray(parameters.transactItems) ? (parameters.transactItems as unknown[]) : [];
  const found = items.flatMap((item) =>
    isJsonObject(item)
      ? Object.entries(item).flatMap(([kind, of]) => {
          const action = TRANSACTION_ACTIONS[kind.toLowerCase()];
          const { tableName } = isJsonObject(of) ? of : {};
          return action && typeof tableName === "string" ? [{ action, parameters: { tableName } }] : [];
        })
      : [],
  );
  if (found.length > 0) return needs(...found);
  return {
    unmapped: "the record does not say whether the transaction put, updated, deleted or checked items",
  };
}

function partiQl({ parameters }: Call): Exception {
  const words = parameterTexts(parameters).flatMap(({ name, text }) =>
    /^statement$/i.test(name)
      ? (/^\s*(SELECT|INSERT|UPDATE|DELETE)\b/i.exec(text)?.[1]?.toUpperCase() ?? [])
      : [],
  );
  const actions = [...new Set(words)].map(
    (word) => `dynamodb:PartiQL${word.charAt(0)}${word.slice(1).toLowerCase()}`,
  );
  return actions.length > 0
    ? needs(...actions)
    : { unmapped: "the record hides the statement, which decides the action" };
}

/** Source: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html */
export const sqs: ExceptionRules = {
  SendMessageBatch: "SendMessage",
  DeleteMessageBatch: "DeleteMessage",
  ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
};

/** Source: docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
export const sns: ExceptionRules = { PublishBatch: "Publish" };

/** Source: docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html */
export const kms: ExceptionRules = {
  ReEncrypt: ({ parameters }) =>
    needs(
      { action: "kms:ReEncryptFrom", parameters: { keyId: parameters.sourceKeyId } },
      { action: "kms:ReEncryptTo", parameters: { keyId: parameters.destinationKeyId } },
    ),
};

const TRUST = "the role's trust policy and the identity provider decide, not a policy of the caller";
const NO_PERMISSION = "AWS asks for no permission";

/** Source: docs.aws.amazon.com/STS/latest/APIReference, and docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_getsessiontoken.html */
export const sts: ExceptionRules = {
  GetCallerIdentity: () => ({ nothing: NO_PERMISSION }),
  GetSessionToken: () => ({ nothing: NO_PERMISSION }),
  AssumeRoleWithSAML: () => ({ nothing: TRUST }),
  AssumeRoleWithWebIdentity: () => ({ nothing: TRUST }),
  // The root user of the member account, which the request names by its account id alone.
  AssumeRoot: ({ parameters, partition }) => {
    const account = /^(?:\d{12}$|arn:[^:]+:iam::(\d{12}):root$)/.exec(String(parameters.targetPrincipal));
    const of = account && (account[1] ?? account[0]);
    return needs({
      action: "sts:AssumeRoot",
      ...(of && { resources: [`arn:${partition}:iam::${of}:root`] }),
    });
  },
  AssumeRole: ({ parameters }) =>
    needs(
      "sts:AssumeRole",
      ...(Array.isArray(parameters.tags) && parameters.tags.length > 0 ? ["sts:TagSession"] : []),
      ...(typeof parameters.sourceIdentity === "string" ? ["sts:SetSourceIdentity"] : []),
    ),
};

/** Source: docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html */
export const iam: ExceptionRules = {
  AddRoleToInstanceProfile: ({ parameters }) =>
    needs("iam:AddRoleToInstanceProfile", {
      action: "iam:PassRole",
      parameters: { roleName: parameters.roleName },
    }),
};

/** Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListInsightsMetricData.html */
export const cloudtrail: ExceptionRules = { ListInsightsMetricData: "LookupEvents" };

/** Source: docs.aws.amazon.com/service-authorization/latest/reference/list_awsbudgetservice.html */
export const budgets: ExceptionRules = {
  ...sameFor("ViewBudget", [
    "DescribeBudget",
    "DescribeBudgets",
    "DescribeBudgetPerformanceHistory",
    "DescribeBudgetNotificationsForAccount",
    "DescribeNotificationsForBudget",
    "DescribeSubscribersForNotification",
  ]),
  ...sameFor("ModifyBudget", [
    "CreateBudget",
    "UpdateBudget",
    "DeleteBudget",
    "CreateNotification",
    "UpdateNotification",
    "DeleteNotification",
    "CreateSubscriber",
    "UpdateSubscriber",
    "DeleteSubscriber",
  ]),
};

/** Source: docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkeyspacesforapachecassandra.html */
export const cassandra: ExceptionRules = {
  ...sameFor("Create", ["CreateKeyspace", "CreateTable", "CreateType"]),
  ...sameFor("Alter", ["UpdateKeyspace", "UpdateTable"]),
  ...sameFor("Drop", ["DeleteKeyspace", "DeleteTable", "DeleteType"]),
  ...sameFor("Select", [
    "GetKeyspace",
    "GetTable",
    "GetTableAutoScalingSettings",
    "GetType",
    "ListKeyspaces",
    "ListTables",
    "ListTypes",
    "ListTagsForResource",
  ]),
  RestoreTable: "Restore",
};

/** Source: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const bedrock: ExceptionRules = {
  Converse: "InvokeModel",
  ConverseStream: "InvokeModelWithResponseStream",
  StartAsyncInvoke: "InvokeModel",
};

/** Source: docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamaccessanalyzer.html */
export const accessAnalyzer: ExceptionRules = { GetFindingV2: "GetFinding", ListFindingsV2: "ListFindings" };

/** Source: docs.aws.amazon.com/redshift-data/latest/APIReference */
export const redshiftData: ExceptionRules = { GetStatementResultV2: "GetStatementResult" };

/** Source: docs.aws.amazon.com/verifiedpermissions/latest/apireference */
export const verifiedPermissions: ExceptionRules = {
  BatchIsAuthorized: "IsAuthorized",
  BatchIsAuthorizedWithToken: "IsAuthorizedWithToken",
  BatchGetPolicy: "GetPolicy",
};

/** Source: docs.aws.amazon.com/service-authorization/latest/reference/list_amazontimestream.html */
export const timestream: ExceptionRules = { Query: "Select" };

const TOKEN = "it is authorised by the IAM Identity Center token, not by an IAM policy";
/** The access portal's APIs. Source: docs.aws.amazon.com/singlesignon/latest/PortalAPIReference */
export const sso: ExceptionRules = Object.fromEntries(
  [
    "Authenticate",
    "Federate",
    "GetRoleCredentials",
    "ListAccountRoles",
    "ListAccounts",
    "Logout",
    "UserAuthentication",
  ].map((name) => [name, () => ({ nothing: TOKEN })]),
);
/** Source: docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference */
export const ssoOauth: ExceptionRules = Object.fromEntries(
  ["CreateToken", "RegisterClient", "StartDeviceAuthorization"].map((name) => [
    name,
    () => ({ nothing: TOKEN }),
  ]),
);

function sameFor(action: string, apis: readonly string[]): ExceptionRules {
  return Object.fromEntries(apis.map((api) => [api, action]));
}
