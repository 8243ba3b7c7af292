import { ACCOUNT, Fields, call, denied } from "../../../support/records";
import { HOUR, TERRAFORM, ci } from "./cast";

/** Infrastructure code makes an application and what it needs. */
export function deployments(): object[] {
  const at = (n: number) => ({ at: -HOUR + n, sourceIPAddress: "198.51.100.20", userAgent: TERRAFORM });
  const make = (n: number, api: string, requestParameters: Fields["requestParameters"], more: Fields = {}) =>
    call(api, ci, { ...at(n), requestParameters, ...more });
  const trust = (principal: object) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
    });
  const narrow = JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
        Resource: `arn:aws:dynamodb:eu-west-1:${ACCOUNT}:table/orders`,
      },
      { Effect: "Allow", Action: "logs:*", Resource: "*" },
    ],
  });
  const bucket = { bucketName: "acme-order-exports", Host: "acme-order-exports.s3.eu-west-1.amazonaws.com" };
  return [
    call(
      "sts:AssumeRoleWithWebIdentity",
      {
        type: "WebIdentityUser",
        userName: "repo:acme/orders:ref:refs/heads/main",
        identityProvider: "token.actions.githubusercontent.com",
      },
      {
        ...at(0),
        requestParameters: {
          roleArn: `arn:aws:iam::${ACCOUNT}:role/ci-deploy`,
          roleSessionName: "GitHubActions",
        },
      },
    ),
    call("sts:AssumeRole", ci, {
      ...at(1),
      requestParameters: {
        roleArn: "arn:aws:iam::444455556666:role/deploy",
        roleSessionName: "GitHubActions",
      },
    }),
    make(5, "iam:CreateRole", {
      roleName: "orders-api",
      assumeRolePolicyDocument: trust({ Service: "lambda.amazonaws.com" }),
    }),
    make(6, "iam:AttachRolePolicy", {
      roleName: "orders-api",
      policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    }),
    make(7, "iam:PutRolePolicy", { roleName: "orders-api", policyName: "orders", policyDocument: narrow }),
    make(8, "iam:CreatePolicyVersion", {
      policyArn: `arn:aws:iam::${ACCOUNT}:policy/developers`,
      policyDocument: narrow,
      setAsDefault: true,
    }),
    make(9, "iam:UpdateAssumeRolePolicy", {
      roleName: "reporting",
      policyDocument: trust({ AWS: "arn:aws:iam::444455556666:role/reporting" }),
    }),
    make(10, "iam:CreateRole", {
      roleName: "pipeline",
      assumeRolePolicyDocument: trust({ Service: "codebuild.amazonaws.com" }),
    }),
    make(11, "iam:AttachRolePolicy", {
      roleName: "pipeline",
      policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
    }),
    make(12, "iam:CreateInstanceProfile", { instanceProfileName: "web-app" }),
    make(13, "iam:AddRoleToInstanceProfile", { instanceProfileName: "web-app", roleName: "web-app" }),
    make(14, "iam:CreateUser", { userName: "ses-smtp" }),
    make(15, "iam:PutUserPolicy", {
      userName: "ses-smtp",
      policyName: "send",
      policyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "ses:SendRawEmail", Resource: "*" }],
      }),
    }),
    make(
      16,
      "iam:CreateAccessKey",
      { userName: "ses-smtp" },
      {
        responseElements: {
          accessKey: { userName: "ses-smtp", accessKeyId: "AKIASESSMTP000000000", status: "Active" },
        },
      },
    ),
    make(20, "s3:CreateBucket", {
      ...bucket,
      CreateBucketConfiguration: { LocationConstraint: "eu-west-1" },
    }),
    make(21, "s3:PutBucketPublicAccessBlock", {
      ...bucket,
      publicAccessBlock: "",
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    }),
    make(22, "s3:PutBucketVersioning", {
      ...bucket,
      versioning: "",
      VersioningConfiguration: { Status: "Enabled" },
    }),
    make(23, "s3:PutBucketEncryption", {
      ...bucket,
      encryption: "",
      ServerSideEncryptionConfiguration: {
        Rule: { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
      },
    }),
    make(24, "s3:PutBucketLifecycle", {
      ...bucket,
      lifecycle: "",
      LifecycleConfiguration: {
        Rule: {
          ID: "old",
          Status: "Enabled",
          Filter: { Prefix: "" },
          NoncurrentVersionExpiration: { NoncurrentDays: 90 },
          AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
        },
      },
    }),
    make(25, "s3:PutBucketPolicy", {
      ...bucket,
      policy: "",
      bucketPolicy: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: "arn:aws:s3:::acme-order-exports/*",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      },
    }),
    make(30, "kms:CreateKey", {
      description: "orders",
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      }),
      bypassPolicyLockoutSafetyCheck: false,
    }),
    make(31, "kms:EnableKeyRotation", { keyId: "1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d" }),
    make(40, "lambda:CreateFunction20150331", {
      functionName: "orders-api",
      runtime: "nodejs22.x",
      role: `arn:aws:iam::${ACCOUNT}:role/orders-api`,
      handler: "index.handler",
    }),
    make(41, "lambda:AddPermission20150331v2", {
      functionName: "orders-api",
      statementId: "api",
      action: "lambda:InvokeFunction",
      principal: "apigateway.amazonaws.com",
      sourceArn: `arn:aws:execute-api:eu-west-1:${ACCOUNT}:a1b2c3d4e5/*/GET/orders`,
    }),
    make(42, "lambda:UpdateFunctionCode20150331v2", { functionName: "orders-worker", publish: false }),
    make(43, "lambda:UpdateFunctionConfiguration20150331v2", {
      functionName: "orders-worker",
      memorySize: 512,
    }),
    make(50, "ec2:CreateSecurityGroup", {
      groupName: "alb",
      groupDescription: "load balancer",
      vpcId: "vpc-0a1b2c3d4e5f60718",
    }),
    make(51, "ec2:AuthorizeSecurityGroupIngress", {
      groupId: "sg-0a1b2c3d4e5f60718",
      ipPermissions: {
        items: [
          {
            ipProtocol: "tcp",
            fromPort: 443,
            toPort: 443,
            groups: {},
            ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] },
            ipv6Ranges: {},
            prefixListIds: {},
          },
        ],
      },
    }),
    make(52, "ec2:RunInstances", {
      instancesSet: { items: [{ imageId: "ami-0a1b2c3d4e5f60718", minCount: 1, maxCount: 1 }] },
      instanceType: "t4g.small",
      iamInstanceProfile: { name: "web-app" },
    }),
    make(53, "ec2:CreateTags", {
      resourcesSet: { items: [{ resourceId: "i-0abc123def4567890" }] },
      tagSet: { items: [{ key: "Name", value: "web" }] },
    }),
    make(54, "ec2:CreateRoute", {
      routeTableId: "rtb-0a1b2c3d4e5f60718",
      destinationCidrBlock: "0.0.0.0/0",
      gatewayId: "igw-0a1b2c3d4e5f60718",
    }),
    make(60, "cloudtrail:CreateTrail", {
      name: "org-trail",
      s3BucketName: "acme-cloudtrail-logs",
      isMultiRegionTrail: true,
      enableLogFileValidation: true,
      includeGlobalServiceEvents: true,
      isOrganizationTrail: false,
    }),
    make(61, "cloudtrail:PutEventSelectors", {
      trailName: "org-trail",
      advancedEventSelectors: [
        {
          name: "Management events selector",
          fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }],
        },
        {
          name: "objects",
          fieldSelectors: [
            { field: "eventCategory", equals: ["Data"] },
            { field: "resources.type", equals: ["AWS::S3::Object"] },
          ],
        },
      ],
    }),
    make(62, "cloudtrail:StartLogging", { name: "org-trail" }),
    make(63, "cloudtrail:UpdateTrail", {
      name: "org-trail",
      cloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:cloudtrail:*`,
      cloudWatchLogsRoleArn: `arn:aws:iam::${ACCOUNT}:role/cloudtrail-to-logs`,
    }),
    make(70, "logs:CreateLogGroup", { logGroupName: "/aws/lambda/orders-api" }),
    make(71, "logs:PutRetentionPolicy", { logGroupName: "/aws/lambda/orders-api", retentionInDays: 14 }),
    make(72, "logs:PutMetricFilter", {
      logGroupName: "cloudtrail",
      filterName: "root-use",
      filterPattern: "{ $.userIdentity.type = Root }",
    }),
    make(73, "monitoring:PutMetricAlarm", { alarmName: "orders-errors" }),
    make(74, "sns:Subscribe", { topicArn: `arn:aws:sns:eu-west-1:${ACCOUNT}:alarms`, protocol: "email" }),
    make(80, "cloudformation:UpdateStack", {
      stackName: "network",
      roleARN: `arn:aws:iam::${ACCOUNT}:role/cloudformation`,
    }),
    make(81, "rds:CreateDBInstance", {
      dBInstanceIdentifier: "orders",
      publiclyAccessible: false,
      storageEncrypted: true,
    }),
    make(82, "rds:ModifyDBInstance", { dBInstanceIdentifier: "orders", backupRetentionPeriod: 14 }),
    make(83, "secretsmanager:CreateSecret", { name: "orders/database" }),
    make(84, "ecr:PutImage", { repositoryName: "orders", imageTag: "1.4.2" }),
    make(85, "ecs:RegisterTaskDefinition", {
      family: "orders",
      taskRoleArn: `arn:aws:iam::${ACCOUNT}:role/orders-task`,
    }),
    make(86, "ecs:UpdateService", { service: "orders", cluster: "main" }),
    make(87, "route53:ChangeResourceRecordSets", { hostedZoneId: "Z0A1B2C3D4E5F6" }),
    // Before the plan, everything that is there is read.
    ...Array.from({ length: 40 }, (_, n) =>
      make(2 + n / 100, n % 2 ? "iam:GetRole" : "iam:ListAttachedRolePolicies", { roleName: `service-${n}` }),
    ),
    ...Array.from({ length: 30 }, (_, n) =>
      make(3 + n / 100, ["s3:GetBucketPolicy", "s3:GetBucketAcl", "s3:GetBucketVersioning"][n % 3]!, {
        bucketName: `acme-${n % 10}`,
      }),
    ),
    denied("kms:DescribeKey", ci, { ...at(90) }),
    denied("iam:PutRolePolicy", ci, { ...at(91) }),
  ];
}
