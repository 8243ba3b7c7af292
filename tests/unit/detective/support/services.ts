import { RegionalClients } from "../../../../detective/posture/clients";

type Answer = Record<string, unknown> | Error;

/**
 * What an ideal account's further APIs answer, one answer an operation; an Error is thrown by the call. Tests change
 * one of them.
 */
export class FakeServices {
  /** Trails beside the one that is looked at, as DescribeTrails lists them. */
  otherTrails: Record<string, unknown>[] = [];
  /** By `service.operation`. */
  readonly answers: Record<string, Answer | ((input: never) => Answer)>;

  constructor(partition: string, region: string, account: string, bucket: string) {
    const topic = `arn:${partition}:sns:${region}:${account}:security`;
    const group = `arn:${partition}:logs:${region}:${account}:log-group:/cloudtrail/ch03`;
    const stream = `${group}:log-stream:${account}_CloudTrail_${region}*`;
    this.answers = {
      "cloudTrail.getTrailStatus": { IsLogging: false },
      "cloudTrail.getEventSelectors": {
        AdvancedEventSelectors: [
          selector("Management events selector", { eventCategory: "Management" }),
          selector("objects", { eventCategory: "Data", "resources.type": "AWS::S3::Object" }),
          selector("functions", { eventCategory: "Data", "resources.type": "AWS::Lambda::Function" }),
        ],
      },
      "cloudTrail.getInsightSelectors": {
        InsightSelectors: [{ InsightType: "ApiCallRateInsight" }, { InsightType: "ApiErrorRateInsight" }],
      },
      "cloudTrail.listTrails": { Trails: [] },
      "cloudTrail.lookupEvents": { Events: [] },
      "s3.getBucketVersioning": { Status: "Enabled", MFADelete: "Enabled" },
      "s3.getBucketLocation": region === "us-east-1" ? {} : { LocationConstraint: region },
      "s3.getBucketLifecycleConfiguration": {
        Rules: [
          { ID: "old", Status: "Enabled", Filter: {}, NoncurrentVersionExpiration: { NoncurrentDays: 365 } },
        ],
      },
      "s3.getObjectLockConfiguration": {
        ObjectLockConfiguration: {
          ObjectLockEnabled: "Enabled",
          Rule: { DefaultRetention: { Mode: "GOVERNANCE", Days: 365 } },
        },
      },
      "s3.getBucketLogging": { LoggingEnabled: { TargetBucket: `${bucket}-access`, TargetPrefix: "a/" } },
      "s3.getBucketAcl": {
        Owner: { ID: "own" },
        Grants: [{ Grantee: { Type: "CanonicalUser", ID: "own" }, Permission: "FULL_CONTROL" }],
      },
      "logs.describeLogGroups": {
        logGroups: [
          { logGroupName: "/cloudtrail/ch03-other" },
          { logGroupName: "/cloudtrail/ch03", retentionInDays: 365, kmsKeyId: "key" },
        ],
      },
      "logs.describeMetricFilters": {
        metricFilters: Object.entries(FILTERS).map(([filterName, filterPattern]) => ({
          filterName,
          filterPattern,
          metricTransformations: [{ metricName: filterName, metricNamespace: "CloudTrail" }],
        })),
      },
      "cloudWatch.describeAlarmsForMetric": {
        MetricAlarms: [
          {
            AlarmName: "alarm",
            ActionsEnabled: true,
            AlarmActions: [topic],
            Threshold: 1,
            ComparisonOperator: "GreaterThanOrEqualToThreshold",
            EvaluationPeriods: 1,
          },
        ],
      },
      "sns.listSubscriptionsByTopic": {
        Subscriptions: [
          { SubscriptionArn: "PendingConfirmation", Protocol: "email" },
          { SubscriptionArn: `${topic}:1234`, Protocol: "email" },
        ],
      },
      "eventBridge.listRules": { Rules: [] },
      "eventBridge.listTargetsByRule": { Targets: [] },
      "ec2.describeRegions": { Regions: [{ RegionName: region }] },
      "ec2.describeSecurityGroups": {
        SecurityGroups: [
          {
            GroupId: "sg-1",
            GroupName: "default",
            VpcId: "vpc-1",
            IpPermissions: [],
            IpPermissionsEgress: [],
          },
          {
            GroupId: "sg-2",
            GroupName: "web",
            IpPermissions: [
              { IpProtocol: "tcp", FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: "0.0.0.0/0" }] },
            ],
          },
        ],
      },
      "ec2.describeVpcs": { Vpcs: [{ VpcId: "vpc-1" }] },
      "ec2.describeFlowLogs": {
        FlowLogs: [{ ResourceId: "vpc-1", FlowLogStatus: "ACTIVE", DeliverLogsStatus: "SUCCESS" }],
      },
      "iam.getAccountSummary": {
        SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 0, Users: 1 },
      },
      "iam.generateCredentialReport": { State: "COMPLETE" },
      "iam.getCredentialReport": { Content: Buffer.from(report(partition, account)) },
      "iam.getAccountAuthorizationDetails": {
        UserDetailList: [
          {
            UserName: "alice",
            Arn: `arn:${partition}:iam::${account}:user/alice`,
            AttachedManagedPolicies: [
              { PolicyName: "ReadOnlyAccess", PolicyArn: `arn:${partition}:iam::aws:policy/ReadOnlyAccess` },
            ],
          },
        ],
        Policies: [
          {
            Arn: `arn:${partition}:iam::aws:policy/ReadOnlyAccess`,
            PolicyVersionList: [
              {
                IsDefaultVersion: true,
                Document: encoded([{ Effect: "Allow", Action: "*:Get*", Resource: "*" }]),
              },
            ],
          },
        ],
      },
      "iam.getRole": {
        Role: {
          Arn: `arn:${partition}:iam::${account}:role/service/ch03-logs`,
          AssumeRolePolicyDocument: encoded([
            { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" },
          ]),
        },
      },
      "iam.listRolePolicies": { PolicyNames: ["write"] },
      "iam.getRolePolicy": {
        PolicyDocument: encoded([
          { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource: stream },
        ]),
      },
      "iam.listAttachedRolePolicies": { AttachedPolicies: [] },
      "iam.getPolicy": {},
      "iam.getPolicyVersion": {},
      "s3Control.getPublicAccessBlock": {
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          IgnorePublicAcls: true,
          BlockPublicPolicy: true,
          RestrictPublicBuckets: true,
        },
      },
      "sts.getCallerIdentity": { Account: account, Arn: `arn:${partition}:iam::${account}:user/auditor` },
    };
  }

  clients(): RegionalClients {
    const client = (service: string) =>
      Object.fromEntries(
        Object.keys(this.answers)
          .filter((name) => name.startsWith(`${service}.`))
          .map((name) => [name.slice(service.length + 1), (input: never) => this.ask(name, input)] as const),
      );
    const names = ["cloudTrail", "kms", "s3", "logs", "cloudWatch", "sns", "eventBridge", "ec2", "iam"];
    const all = [...names, "s3Control", "sts"].map((name) => [name, client(name)] as const);
    return Object.fromEntries(all) as unknown as RegionalClients;
  }

  private ask(name: string, input: never): Promise<Answer> {
    const answer = this.answers[name];
    if (answer === undefined) return Promise.reject(new Error(`the test has no answer to ${name}`));
    const result: Answer = answer instanceof Error || typeof answer !== "function" ? answer : answer(input);
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result);
  }
}

/** The benchmark's filters, as an account that follows it has them. */
const FILTERS: Record<string, string> = {
  unauthorised:
    '{ ($.errorCode ="*UnauthorizedOperation") || ($.errorCode ="AccessDenied*") && ($.sourceIPAddress!="delivery.logs.amazonaws.com") && ($.eventName!="HeadBucket") }',
  "sign-in": '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") }',
  root: '{ $.userIdentity.type = "Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != "AwsServiceEvent" }',
  iam: "{($.eventName=DeleteGroupPolicy)||($.eventName=DeleteRolePolicy)||($.eventName=DeleteUserPolicy)||($.eventName=PutGroupPolicy)||($.eventName=PutRolePolicy)||($.eventName=PutUserPolicy)||($.eventName=CreatePolicy)||($.eventName=DeletePolicy)||($.eventName=CreatePolicyVersion)||($.eventName=DeletePolicyVersion)||($.eventName=AttachRolePolicy)||($.eventName=DetachRolePolicy)||($.eventName=AttachUserPolicy)||($.eventName=DetachUserPolicy)||($.eventName=AttachGroupPolicy)||($.eventName=DetachGroupPolicy)}",
  trail:
    "{ ($.eventName = CreateTrail) || ($.eventName = UpdateTrail) || ($.eventName = DeleteTrail) || ($.eventName = StartLogging) || ($.eventName = StopLogging) }",
  key: "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }",
  bucket:
    "{ ($.eventSource = s3.amazonaws.com) && (($.eventName = PutBucketAcl) || ($.eventName = PutBucketPolicy) || ($.eventName = PutBucketCors) || ($.eventName = PutBucketLifecycle) || ($.eventName = PutBucketReplication) || ($.eventName = DeleteBucketPolicy) || ($.eventName = DeleteBucketCors) || ($.eventName = DeleteBucketLifecycle) || ($.eventName = DeleteBucketReplication)) }",
};

function selector(Name: string, fields: Record<string, string>) {
  return {
    Name,
    FieldSelectors: Object.entries(fields).map(([Field, value]) => ({ Field, Equals: [value] })),
  };
}

/** A policy as IAM's API hands it out. */
export function encoded(Statement: object[]): string {
  return encodeURIComponent(JSON.stringify({ Version: "2012-10-17", Statement }));
}

const HEAD =
  "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated";

/** A credential report: root, a person with MFA and a young key. */
function report(partition: string, account: string): string {
  return [
    HEAD,
    `<root_account>,arn:${partition}:iam::${account}:root,2020-01-01T00:00:00+00:00,not_supported,2025-01-01T00:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
    `alice,arn:${partition}:iam::${account}:user/alice,2025-06-01T00:00:00+00:00,true,2026-01-30T08:00:00+00:00,2025-06-01T00:00:00+00:00,N/A,true,true,2026-01-01T00:00:00+00:00,2026-01-30T08:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A`,
  ].join("\n");
}
