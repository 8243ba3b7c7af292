import { FakeAccount, OTHER_ACCOUNT, awsError } from "../support/account";
import { encoded } from "../support/services";
import { answering, catalogueCases, status, trail } from "../support/catalogueCases";

const hoursAgo = (hours: number) => new Date(Date.parse("2026-01-31T12:00:00Z") - hours * 3_600_000);
const selectors = (answer: Record<string, unknown>) => answering("cloudTrail.getEventSelectors", answer);
const advanced = (...lists: Record<string, unknown>[][]) =>
  selectors({ AdvancedEventSelectors: lists.map((FieldSelectors) => ({ FieldSelectors })) });
const management = { Field: "eventCategory", Equals: ["Management"] };
const data = { Field: "eventCategory", Equals: ["Data"] };
const objects = { Field: "resources.type", Equals: ["AWS::S3::Object"] };

catalogueCases("log-delivery", [
  {
    name: "an error",
    change: status({ LatestDeliveryError: "NoSuchBucket" }),
    status: "fail",
    says: /does not exist any more/,
  },
  {
    name: "the latest a day ago",
    change: status({ LatestDeliveryTime: hoursAgo(25) }),
    status: "fail",
    says: /came 25 hours ago/,
  },
  { name: "23 hours ago", change: status({ LatestDeliveryTime: hoursAgo(23) }), status: "pass" },
  {
    name: "never",
    change: status({ LatestDeliveryTime: undefined }),
    status: "fail",
    says: /was ever delivered/,
  },
  {
    name: "not yet, as logging has just begun",
    change: status({ LatestDeliveryTime: undefined, StartLoggingTime: hoursAgo(0.1) }),
    status: "unknown",
    says: /logging began 6 minutes ago/,
  },
  { name: "a time that is none", change: status({ LatestDeliveryTime: new Date("x") }), status: "fail" },
  { name: "stopped", change: status({ IsLogging: false }), status: "fail", says: /not logging/ },
]);

catalogueCases("digest-delivery", [
  {
    name: "the latest 4 hours ago",
    change: status({ LatestDigestDeliveryTime: hoursAgo(4) }),
    status: "fail",
  },
  {
    name: "an error",
    change: status({ LatestDigestDeliveryError: "AccessDenied" }),
    status: "fail",
    says: /policy/,
  },
  { name: "no validation", change: trail({ LogFileValidationEnabled: false }), status: "left out" },
]);

catalogueCases("cloudwatch-logs", [
  {
    name: "no log group",
    change: trail({ CloudWatchLogsLogGroupArn: undefined }),
    status: "fail",
    says: /delivers to no log group/,
  },
  {
    name: "an error",
    change: status({ LatestCloudWatchLogsDeliveryError: "Access denied. Check the role" }),
    status: "fail",
  },
  {
    name: "a group that is gone",
    change: answering("logs.describeLogGroups", { logGroups: [] }),
    status: "fail",
    says: /does not exist/,
  },
]);

catalogueCases("log-group-retention", [
  {
    name: "30 days",
    change: answering("logs.describeLogGroups", {
      logGroups: [{ logGroupName: "/cloudtrail/ch03", retentionInDays: 30 }],
    }),
    status: "fail",
    says: /keeps 30 days, not 365/,
  },
  { name: "30 days, and 30 are asked for", options: { retentionDays: 30 }, change: () => {}, status: "pass" },
  {
    name: "for ever",
    change: answering("logs.describeLogGroups", { logGroups: [{ logGroupName: "/cloudtrail/ch03" }] }),
    status: "pass",
    says: /for ever/,
  },
  { name: "no log group", change: trail({ CloudWatchLogsLogGroupArn: undefined }), status: "left out" },
]);

catalogueCases("log-group-key", [
  {
    name: "no key",
    change: answering("logs.describeLogGroups", { logGroups: [{ logGroupName: "/cloudtrail/ch03" }] }),
    status: "fail",
  },
]);

const rights = (...statements: object[]) =>
  answering("iam.getRolePolicy", { PolicyDocument: encoded(statements) });
const write = {
  Effect: "Allow",
  Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
  Resource: "arn:aws:logs:us-east-1:111122223333:log-group:/cloudtrail/ch03:log-stream:*",
};
catalogueCases("logs-role", [
  { name: "all streams of the group", change: rights(write), status: "pass" },
  {
    name: "no right to write",
    change: rights({ ...write, Action: "logs:CreateLogStream" }),
    status: "fail",
    says: /may not logs:PutLogEvents/,
  },
  {
    name: "every log group",
    change: rights({ ...write, Resource: "*" }),
    status: "fail",
    says: /reaches beyond/,
  },
  {
    name: "more actions",
    change: rights({ ...write, Action: "logs:*" }),
    status: "fail",
    says: /more than it needs: logs:\*/,
  },
  {
    name: "a second statement",
    change: rights(write, { Effect: "Allow", Action: "s3:*", Resource: "*" }),
    status: "fail",
    says: /s3:\*/,
  },
  {
    name: "a condition",
    change: rights({ ...write, Condition: { StringEquals: { "aws:x": "y" } } }),
    status: "unknown",
  },
  {
    name: "others may take it",
    change: answering("iam.getRole", {
      Role: {
        AssumeRolePolicyDocument: encoded([
          {
            Effect: "Allow",
            Principal: { Service: "cloudtrail.amazonaws.com", AWS: "*" },
            Action: "sts:AssumeRole",
          },
        ]),
      },
    }),
    status: "fail",
    says: /others than cloudtrail/,
  },
  {
    name: "a role that is gone",
    change: answering("iam.getRole", awsError("NoSuchEntityException")),
    status: "fail",
    says: /does not exist/,
  },
  {
    name: "a policy that is no policy",
    change: answering("iam.getRolePolicy", { PolicyDocument: "%7Bbroken" }),
    status: "unknown",
  },
]);

catalogueCases("delivery-notices", [
  { name: "an error", change: status({ LatestNotificationError: "AuthorizationError" }), status: "fail" },
  { name: "none yet", change: status({ LatestNotificationTime: undefined }), status: "unknown" },
  { name: "no topic", change: trail({ SnsTopicARN: undefined }), status: "left out" },
]);

catalogueCases("management-events", [
  { name: "the default selector", change: selectors({ EventSelectors: [{}] }), status: "pass" },
  {
    name: "writes only",
    change: selectors({ EventSelectors: [{ ReadWriteType: "WriteOnly" }] }),
    status: "fail",
    says: /that read are not/,
  },
  {
    name: "writes and reads in two selectors",
    change: selectors({ EventSelectors: [{ ReadWriteType: "WriteOnly" }, { ReadWriteType: "ReadOnly" }] }),
    status: "pass",
  },
  {
    name: "none",
    change: selectors({ EventSelectors: [{ IncludeManagementEvents: false }] }),
    status: "fail",
  },
  { name: "data events only", change: advanced([data, objects]), status: "fail" },
  {
    name: "reads only, advanced",
    change: advanced([management, { Field: "readOnly", Equals: ["true"] }]),
    status: "fail",
    says: /that write are not/,
  },
  {
    name: "one service only",
    change: advanced([management, { Field: "eventSource", Equals: ["iam.amazonaws.com"] }]),
    status: "fail",
    says: /a part only: a selector: eventSource Equals iam/,
  },
  { name: "no selector in the answer", change: selectors({}), status: "unknown" },
]);

catalogueCases("excluded-sources", [
  {
    name: "KMS, basic",
    change: selectors({ EventSelectors: [{ ExcludeManagementEventSources: ["kms.amazonaws.com"] }] }),
    status: "fail",
    says: /left out: kms/,
  },
  {
    name: "RDS Data, advanced",
    change: advanced([management, { Field: "eventSource", NotEquals: ["rdsdata.amazonaws.com"] }]),
    status: "fail",
    says: /left out: rdsdata/,
  },
  {
    name: "KMS in one of two, which the other records",
    change: advanced([management, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] }], [management]),
    status: "pass",
  },
  {
    name: "KMS of what reads, which the other does not record",
    change: advanced(
      [management, { Field: "eventSource", NotEquals: ["kms.amazonaws.com"] }],
      [management, { Field: "readOnly", Equals: ["false"] }],
    ),
    status: "fail",
  },
  { name: "everything", change: advanced([data, objects]), status: "fail", says: /no management event/ },
]);

catalogueCases("global-events", [
  { name: "left out", change: trail({ IncludeGlobalServiceEvents: false }), status: "fail" },
  { name: "not stated", change: trail({ IncludeGlobalServiceEvents: undefined }), status: "fail" },
]);

const bucketArn = "arn:aws:s3:::ch03-cloudtrail-111122223333";
const basicObjects = (...Values: string[]) =>
  selectors({ EventSelectors: [{ DataResources: [{ Type: "AWS::S3::Object", Values }] }] });
catalogueCases("s3-write-events", [
  { name: "all buckets, basic", change: basicObjects("arn:aws:s3"), status: "pass", says: /all writes/ },
  {
    name: "all buckets, with colons",
    change: basicObjects("arn:aws:s3:::"),
    status: "pass",
    says: /all writes/,
  },
  {
    name: "one bucket",
    change: basicObjects("arn:aws:s3:::customers/"),
    status: "pass",
    says: /of these only, where CIS asks for all: .*customers/,
  },
  { name: "the log bucket only", change: basicObjects(`${bucketArn}/`), status: "fail" },
  {
    name: "all but the log bucket",
    change: advanced([data, objects, { Field: "resources.ARN", NotStartsWith: [`${bucketArn}/`] }]),
    status: "pass",
    says: /all writes .* except/,
  },
  {
    name: "reads only",
    change: advanced([data, objects, { Field: "readOnly", Equals: ["true"] }]),
    status: "fail",
  },
  {
    name: "one event name",
    change: advanced([data, objects, { Field: "eventName", Equals: ["DeleteObject"] }]),
    status: "unknown",
    says: /eventName Equals DeleteObject/,
  },
  {
    name: "functions only",
    change: advanced([data, { Field: "resources.type", Equals: ["AWS::Lambda::Function"] }]),
    status: "fail",
  },
  { name: "no selector in the answer", change: selectors({}), status: "fail" },
]);
catalogueCases("s3-read-events", [
  {
    name: "all but all",
    change: advanced([data, objects, { Field: "resources.ARN", NotStartsWith: ["arn:aws:s3:::"] }]),
    status: "fail",
  },
  {
    name: "writes only",
    change: advanced([data, objects, { Field: "readOnly", Equals: ["false"] }]),
    status: "fail",
  },
]);
catalogueCases("lambda-events", [
  {
    name: "all functions, basic",
    change: selectors({
      EventSelectors: [{ DataResources: [{ Type: "AWS::Lambda::Function", Values: ["arn:aws:lambda"] }] }],
    }),
    status: "pass",
  },
  { name: "objects only", change: advanced([data, objects]), status: "fail" },
]);

catalogueCases("insights", [
  {
    name: "one kind",
    change: answering("cloudTrail.getInsightSelectors", {
      InsightSelectors: [{ InsightType: "ApiCallRateInsight" }],
    }),
    status: "fail",
    says: /ApiErrorRateInsight is off/,
  },
  {
    name: "none",
    change: answering("cloudTrail.getInsightSelectors", awsError("InsightNotEnabledException")),
    status: "fail",
  },
  {
    name: "without writes",
    change: selectors({ EventSelectors: [{ ReadWriteType: "ReadOnly" }] }),
    status: "fail",
    says: /nothing to look at/,
  },
]);

/** The bucket belongs to `owner`; S3 refuses whoever expects another. */
const ownedBy = (owner: string) => (account: FakeAccount) => {
  account.services.answers["s3.getBucketLocation"] = ({
    ExpectedBucketOwner,
  }: {
    ExpectedBucketOwner?: string;
  }) => (ExpectedBucketOwner === undefined || ExpectedBucketOwner === owner ? {} : awsError("AccessDenied"));
};
catalogueCases("bucket-owner", [
  {
    name: "another account's",
    change: ownedBy(OTHER_ACCOUNT),
    status: "fail",
    says: /belongs neither to 111122223333/,
  },
  {
    name: "the log archive's",
    change: ownedBy(OTHER_ACCOUNT),
    options: { logAccounts: [OTHER_ACCOUNT] },
    status: "pass",
  },
  {
    name: "not readable at all",
    change: answering("s3.getBucketLocation", awsError("AccessDenied")),
    status: "unknown",
  },
  {
    name: "gone",
    change: answering("s3.getBucketLocation", awsError("NoSuchBucket")),
    status: "fail",
    says: /whoever makes one/,
  },
]);

catalogueCases("bucket-ownership", [
  {
    name: "object writer",
    change: (a) => (a.ownership = "ObjectWriter"),
    status: "fail",
    says: /ACLs count/,
  },
]);
catalogueCases("bucket-acl", [
  {
    name: "everyone reads",
    change: answering("s3.getBucketAcl", {
      Owner: { ID: "own" },
      Grants: [
        {
          Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
          Permission: "READ",
        },
      ],
    }),
    status: "fail",
    says: /grants READ to AllUsers/,
  },
  {
    name: "another account",
    change: answering("s3.getBucketAcl", {
      Owner: { ID: "own" },
      Grants: [{ Grantee: { ID: "x" }, Permission: "WRITE" }],
    }),
    status: "fail",
  },
  { name: "no owner in the answer", change: answering("s3.getBucketAcl", { Grants: [] }), status: "unknown" },
]);
catalogueCases("versioning", [
  { name: "suspended", change: answering("s3.getBucketVersioning", { Status: "Suspended" }), status: "fail" },
  { name: "never on", change: answering("s3.getBucketVersioning", {}), status: "fail", says: /never had/ },
]);
const lock = (Rule?: object) =>
  answering("s3.getObjectLockConfiguration", {
    ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule },
  });
catalogueCases("object-lock", [
  {
    name: "none",
    change: answering("s3.getObjectLockConfiguration", awsError("ObjectLockConfigurationNotFoundError")),
    status: "fail",
  },
  { name: "no default", change: lock(), status: "fail", says: /nothing is locked by default/ },
  {
    name: "years",
    change: lock({ DefaultRetention: { Mode: "COMPLIANCE", Years: 2 } }),
    status: "pass",
    says: /730 days, compliance/,
  },
  { name: "not enabled", change: answering("s3.getObjectLockConfiguration", {}), status: "fail" },
]);
catalogueCases("mfa-delete", [
  { name: "off", change: answering("s3.getBucketVersioning", { Status: "Enabled" }), status: "fail" },
  {
    name: "off, in compliance mode",
    change: (a) => {
      answering("s3.getBucketVersioning", { Status: "Enabled" })(a);
      lock({ DefaultRetention: { Mode: "COMPLIANCE", Days: 1 } })(a);
    },
    status: "pass",
  },
  {
    name: "off, lock not readable",
    change: (a) => {
      answering("s3.getBucketVersioning", { Status: "Enabled" })(a);
      answering("s3.getObjectLockConfiguration", awsError("AccessDenied"))(a);
    },
    status: "unknown",
  },
]);

const rule = (fields: object) =>
  answering("s3.getBucketLifecycleConfiguration", { Rules: [{ ID: "r", Status: "Enabled", ...fields }] });
catalogueCases("logs-kept", [
  {
    name: "no lifecycle",
    change: answering("s3.getBucketLifecycleConfiguration", awsError("NoSuchLifecycleConfiguration")),
    status: "pass",
    says: /for ever/,
  },
  {
    name: "90 days",
    change: rule({ Filter: {}, Expiration: { Days: 90 } }),
    status: "fail",
    says: /after 90 days, before 365/,
  },
  {
    name: "90 days, as asked",
    change: rule({ Filter: {}, Expiration: { Days: 90 } }),
    options: { retentionDays: 90 },
    status: "pass",
  },
  {
    name: "90 days, switched off",
    change: rule({ Status: "Disabled", Expiration: { Days: 90 } }),
    status: "pass",
  },
  {
    name: "90 days of another folder",
    change: rule({ Filter: { Prefix: "other/" }, Expiration: { Days: 90 } }),
    status: "pass",
  },
  {
    name: "90 days of a part of the logs",
    change: rule({ Filter: { Prefix: "AWSLogs/111122223333/CloudTrail/eu" }, Expiration: { Days: 90 } }),
    status: "fail",
  },
  {
    name: "90 days by the old prefix",
    change: rule({ Prefix: "AWSLogs/", Expiration: { Days: 90 } }),
    status: "fail",
  },
  {
    name: "90 days of what is tagged",
    change: rule({ Filter: { Tag: { Key: "a", Value: "b" } }, Expiration: { Days: 90 } }),
    status: "pass",
  },
  {
    name: "90 days of what is large",
    change: rule({ Filter: { And: { Prefix: "", ObjectSizeGreaterThan: 1 } }, Expiration: { Days: 90 } }),
    status: "fail",
  },
  {
    name: "a date",
    change: rule({ Filter: {}, Expiration: { Date: new Date("2026-03-01T00:00:00Z") } }),
    status: "fail",
    says: /all logs on 2026-03-01/,
  },
  {
    name: "a marker only",
    change: rule({ Filter: {}, Expiration: { ExpiredObjectDeleteMarker: true } }),
    status: "pass",
  },
  {
    name: "old versions after a day",
    change: rule({ Filter: {}, NoncurrentVersionExpiration: { NoncurrentDays: 1 } }),
    status: "fail",
    says: /overwritten or deleted after 1 day/,
  },
]);
catalogueCases("log-access-recorded", [
  { name: "off", change: answering("s3.getBucketLogging", {}), status: "fail" },
  {
    name: "into itself",
    change: answering("s3.getBucketLogging", {
      LoggingEnabled: { TargetBucket: "ch03-cloudtrail-111122223333", TargetPrefix: "" },
    }),
    status: "fail",
    says: /itself/,
  },
]);
catalogueCases("key-rotation", [
  { name: "off", change: (a) => (a.rotation = false), status: "fail" },
  {
    name: "off, imported",
    change: (a) => {
      a.rotation = false;
      a.key = { ...a.key, Origin: "EXTERNAL" };
    },
    status: "fail",
    says: /comes from EXTERNAL/,
  },
]);
catalogueCases("key-region", [
  {
    name: "another Region's bucket",
    change: answering("s3.getBucketLocation", { LocationConstraint: "eu-west-1" }),
    status: "fail",
    says: /key is in us-east-1, the bucket in eu-west-1/,
  },
  { name: "no ARN", change: (a) => (a.key = { KeyId: "x", KeyState: "Enabled" }), status: "unknown" },
]);

const reader = (principal: unknown) => ({
  ...{ Sid: "Reader", Effect: "Allow", Principal: principal },
  ...{ Action: "s3:GetObject", Resource: `${bucketArn}/*` },
});
catalogueCases("foreign-principals", [
  {
    name: "another account reads",
    change: (a) => a.add("bucketPolicy", reader({ AWS: `arn:aws:iam::${OTHER_ACCOUNT}:role/siem` })),
    status: "fail",
    says: /bucket: .*\(Reader\) lets arn:aws:iam::444455556666:role\/siem in/,
  },
  {
    name: "the log archive reads",
    change: (a) => a.add("bucketPolicy", reader({ AWS: OTHER_ACCOUNT })),
    options: { logAccounts: [OTHER_ACCOUNT] },
    status: "pass",
  },
  {
    name: "another account decrypts",
    change: (a) =>
      a.add("keyPolicy", { ...reader({ AWS: OTHER_ACCOUNT }), Action: "kms:Decrypt", Resource: "*" }),
    status: "fail",
    says: /key: /,
  },
  {
    name: "its own role",
    change: (a) => a.add("bucketPolicy", reader({ AWS: "arn:aws:iam::111122223333:role/auditor" })),
    status: "pass",
  },
  {
    name: "everyone but one",
    change: (a) =>
      a.add("bucketPolicy", {
        ...{ Sid: "N", Effect: "Allow", NotPrincipal: { AWS: "arn:aws:iam::111122223333:root" } },
        ...{ Action: "s3:GetObject", Resource: `${bucketArn}/*` },
      }),
    status: "fail",
  },
  {
    name: "everyone of an organization",
    change: (a) =>
      a.add("bucketPolicy", {
        ...reader("*"),
        Condition: { StringEquals: { "aws:PrincipalOrgID": "o-abcdefghij" } },
      }),
    status: "unknown",
    says: /everyone under aws:principalorgid/,
  },
  { name: "everyone", change: (a) => a.add("bucketPolicy", reader("*")), status: "fail" },
  {
    name: "a canonical user",
    change: (a) => a.add("bucketPolicy", reader({ CanonicalUser: "79a5" })),
    status: "unknown",
  },
  {
    name: "a user that was deleted",
    change: (a) => a.add("bucketPolicy", reader({ AWS: "AIDAEXAMPLE" })),
    status: "unknown",
    says: /AIDAEXAMPLE/,
  },
  {
    name: "another service",
    change: (a) => a.add("bucketPolicy", reader({ Service: "config.amazonaws.com" })),
    status: "pass",
    says: /config.amazonaws.com/,
  },
  {
    name: "no policy of the key readable",
    change: (a) => (a.keyPolicy = awsError("AccessDenied")),
    status: "unknown",
  },
]);
