import { UserIdentity } from "../../../../detective/event";
import { ACCOUNT, Fields, by, call, denied, objectCall } from "../../../support/records";
import { HOUR, backup, config, scaling, tables } from "./cast";

/** AWS's services act for the account. */
export function services(): object[] {
  const own = (api: string, who: UserIdentity, at: number, more: Fields = {}) =>
    call(api, who, {
      at,
      sourceIPAddress: who.invokedBy ?? "ec2.amazonaws.com",
      userAgent: who.invokedBy ?? "ec2.amazonaws.com",
      ...more,
    });
  const reads = [
    "ec2:DescribeInstances",
    "ec2:DescribeSecurityGroups",
    "iam:ListUsers",
    "iam:ListRoles",
    "iam:GetAccountAuthorizationDetails",
    "s3:ListBuckets",
    "s3:GetBucketPolicy",
    "kms:ListKeys",
    "rds:DescribeDBInstances",
    "rds:DescribeDBSnapshots",
    "lambda:ListFunctions20150331",
    "cloudtrail:DescribeTrails",
    "guardduty:ListDetectors",
    "secretsmanager:ListSecrets",
    "sns:ListTopics",
    "dynamodb:ListTables",
    "ec2:DescribeSnapshots",
    "ec2:DescribeVpcs",
    "ec2:DescribeVolumes",
    "ec2:DescribeImages",
  ];
  const delivery = by.service("cloudtrail.amazonaws.com");
  return [
    ...reads.flatMap((api, n) => [own(api, config, 10 + n), own(api, config, 2 * HOUR + n)]),
    denied("s3:GetBucketPolicy", config, { at: 40, sourceIPAddress: "config.amazonaws.com" }),
    ...Array.from({ length: 8 }, (_, n) =>
      own("ec2:RunInstances", scaling, 100 + n * 900, {
        requestParameters: {
          instancesSet: { items: [{ imageId: "ami-0a1b2c3d4e5f60718", minCount: 1, maxCount: 4 }] },
          iamInstanceProfile: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/web-app` },
        },
      }),
    ),
    ...Array.from({ length: 8 }, (_, n) =>
      own("ec2:TerminateInstances", scaling, 600 + n * 900, {
        requestParameters: { instancesSet: { items: [{ instanceId: `i-0000000000000000${n}` }] } },
      }),
    ),
    ...Array.from({ length: 8 }, (_, n) =>
      own("sts:AssumeRole", by.service("ec2.amazonaws.com"), 90 + n * 900, {
        requestParameters: {
          roleArn: `arn:aws:iam::${ACCOUNT}:role/web-app`,
          roleSessionName: `i-0000000000000000${n}`,
        },
      }),
    ),
    own("monitoring:PutMetricAlarm", tables, 200, {
      requestParameters: { alarmName: "TargetTracking-table/orders-AlarmHigh-0a1b2c3d" },
    }),
    own("monitoring:DeleteAlarms", tables, 900, {
      requestParameters: { alarmNames: ["TargetTracking-table/orders-AlarmHigh-0a1b2c3d"] },
    }),
    ...Array.from({ length: 10 }, (_, n) =>
      own("ec2:CreateSnapshot", backup, 3 * HOUR + n, {
        requestParameters: { volumeId: `vol-0000000000000000${n}` },
      }),
    ),
    ...Array.from({ length: 10 }, (_, n) =>
      own("ec2:DeleteSnapshot", backup, 3 * HOUR + 100 + n, {
        requestParameters: { snapshotId: `snap-0000000000000000${n}` },
      }),
    ),
    ...Array.from({ length: 24 }, (_, n) =>
      objectCall(
        "PutObject",
        delivery,
        "acme-cloudtrail-logs",
        `AWSLogs/${ACCOUNT}/CloudTrail/eu-west-1/2026/01/31/${ACCOUNT}_CloudTrail_eu-west-1_${n}.json.gz`,
        { at: n * 300, sourceIPAddress: "cloudtrail.amazonaws.com", userAgent: "cloudtrail.amazonaws.com" },
      ),
    ),
    ...Array.from({ length: 24 }, (_, n) =>
      own("kms:GenerateDataKey", delivery, n * 300, {
        requestParameters: { keyId: "1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d" },
      }),
    ),
    ...Array.from({ length: 6 }, (_, n) =>
      own(
        "ssm:SendCommand",
        by.role("maintenance-window", "maintenance", { invokedBy: "ssm.amazonaws.com" }),
        4 * HOUR + n,
        {
          sourceIPAddress: "ssm.amazonaws.com",
          requestParameters: {
            documentName: "AWS-RunPatchBaseline",
            instanceIds: [`i-0000000000000000${n}`],
          },
        },
      ),
    ),
    call(
      "kms:Decrypt",
      {
        type: "AssumedRole",
        principalId: `${ACCOUNT}:aws:ec2-infrastructure:i-0abc123def4567890`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/aws:ec2-infrastructure/i-0abc123def4567890`,
        accountId: ACCOUNT,
        accessKeyId: "ASIAINFRASTRUCTURE00",
        sessionContext: { ec2RoleDelivery: "2.0" },
      },
      { at: 100, sourceIPAddress: "198.51.100.77" },
    ),
    {
      ...call(
        "kms:RotateKey",
        { type: "AWSService", invokedBy: "kms.amazonaws.com", accountId: ACCOUNT },
        { at: 50 },
      ),
      eventType: "AwsServiceEvent",
    },
  ];
}
