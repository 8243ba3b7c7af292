import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What a program can switch on and off in {@link auditStack}. */
export interface AuditStackOptions {
  logs?: boolean;
  notices?: boolean;
  lock?: boolean;
  dataEvents?: boolean;
  insights?: boolean;
  tags?: Record<string, string>;
  trailName?: string;
}

/** A trail with everything it stands on: resources of nearly every type the provider serves, when all is switched on. */
export function auditStack(suffix: string, options: AuditStackOptions = {}) {
  return async () => {
    const { accountId } = await aws.getCallerIdentity({});
    const { partition } = await aws.getPartition({});
    const { tags } = options;
    const trailName = options.trailName ?? `audit-${suffix}`;
    const trailArn = `arn:${partition}:cloudtrail:us-east-1:${accountId}:trail/${trailName}`;
    const key = new aws.kms.Key("key", {
      description: "log files",
      enableKeyRotation: true,
      deletionWindowInDays: 7,
      policy: pulumi.jsonStringify(keyPolicy(partition, accountId)),
      tags,
    });
    new aws.kms.Alias("alias", { name: `alias/audit-${suffix}`, targetKeyId: key.keyId });

    const { bucket, arn } = new aws.s3.Bucket("logs", { forceDestroy: true, tags });
    new aws.s3.BucketOwnershipControls("ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    const versioning = new aws.s3.BucketVersioning("versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new aws.s3.BucketServerSideEncryptionConfiguration("encryption", {
      bucket,
      rules: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    new aws.s3.BucketLifecycleConfiguration(
      "lifecycle",
      {
        bucket,
        rules: [
          {
            id: "log-files",
            status: "Enabled",
            filter: { prefix: "" },
            transitions: [{ days: 90, storageClass: "GLACIER_IR" }],
          },
          {
            id: "old-versions",
            status: "Enabled",
            filter: {},
            noncurrentVersionExpiration: { noncurrentDays: 365 },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
        ],
      },
      { dependsOn: [versioning] },
    );
    const block = new aws.s3.BucketPublicAccessBlock("block", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const policy = new aws.s3.BucketPolicy(
      "policy",
      { bucket, policy: pulumi.jsonStringify(bucketPolicy(arn, accountId, trailArn)) },
      { dependsOn: [block] },
    );

    if (options.lock) {
      new aws.s3.BucketObjectLockConfiguration(
        "lock",
        { bucket, rule: { defaultRetention: { mode: "GOVERNANCE", days: 1 } } },
        { dependsOn: [versioning] },
      );
      const access = new aws.s3.Bucket("access", { forceDestroy: true });
      new aws.s3.BucketLogging("logging", { bucket, targetBucket: access.bucket, targetPrefix: "access/" });
    }
    const logs = options.logs ? cloudWatchLogs() : undefined;
    const topic = options.notices ? notices() : undefined;

    const trail = new aws.cloudtrail.Trail(
      "trail",
      {
        name: trailName,
        s3BucketName: bucket,
        kmsKeyId: key.arn,
        isMultiRegionTrail: true,
        enableLogFileValidation: true,
        cloudWatchLogsGroupArn: logs && pulumi.interpolate`${logs.group.arn}:*`,
        cloudWatchLogsRoleArn: logs?.role.arn,
        snsTopicName: topic?.name,
        advancedEventSelectors: options.dataEvents ? dataEvents(arn) : undefined,
        insightSelectors: options.insights ? [{ insightType: "ApiCallRateInsight" }] : undefined,
        tags,
      },
      { dependsOn: [policy, ...(logs ? [logs.permission] : [])] },
    );
    return { trailArn: trail.arn, bucketName: bucket, keyId: key.keyId };
  };
}

function cloudWatchLogs() {
  const group = new aws.cloudwatch.LogGroup("log-group", { retentionInDays: 365 });
  const role = new aws.iam.Role("log-role", {
    assumeRolePolicy: {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { Service: "cloudtrail.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    },
  });
  const permission = new aws.iam.RolePolicy("log-permission", {
    role,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${group.arn}:*`,
        },
      ],
    }),
  });
  return { group, role, permission };
}

function notices(): aws.sns.Topic {
  const topic = new aws.sns.Topic("notices", {});
  new aws.sns.TopicPolicy("notices-policy", {
    arn: topic.arn,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "SNS:Publish",
          Resource: topic.arn,
        },
      ],
    }),
  });
  new aws.sns.TopicSubscription("subscription", {
    topic,
    protocol: "email",
    endpoint: "somebody@example.com",
  });
  return topic;
}

const dataEvents = (bucketArn: pulumi.Output<string>) => [
  {
    name: "Management events selector",
    fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
  },
  {
    name: "S3 data events",
    fieldSelectors: [
      { field: "eventCategory", equals: ["Data"] },
      { field: "resources.type", equals: ["AWS::S3::Object"] },
      { field: "resources.ARN", notStartsWiths: [pulumi.interpolate`${bucketArn}/`] },
    ],
  },
];

const keyPolicy = (partition: string, accountId: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "Administration",
      Effect: "Allow",
      Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "Encrypt",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:GenerateDataKey*", "kms:DescribeKey"],
      Resource: "*",
    },
  ],
});

const bucketPolicy = (bucketArn: pulumi.Output<string>, accountId: string, trailArn: string) => ({
  Version: "2012-10-17",
  Statement: [
    {
      Sid: "AclCheck",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:GetBucketAcl",
      Resource: bucketArn,
      Condition: { StringEquals: { "aws:SourceArn": trailArn } },
    },
    {
      Sid: "Write",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${bucketArn}/AWSLogs/${accountId}/*`,
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceArn": trailArn },
      },
    },
  ],
});
