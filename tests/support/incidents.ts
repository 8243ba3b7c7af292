import { CloudTrailEvent, UserIdentity } from "../../detective/event";
import { ACCOUNT, by, call, denied, objectCall } from "./records";

/** The attacker's address in these stories. */
export const STRANGER = "198.51.100.66";
const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

/** AssumeRole with the answer that it gets. */
export function assumed(
  who: UserIdentity,
  role: string,
  session: string,
  accessKeyId: string,
  fields: Parameters<typeof call>[2] = {},
): CloudTrailEvent {
  return call("sts:AssumeRole", who, {
    readOnly: true,
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: session },
    responseElements: {
      credentials: { accessKeyId, sessionToken: "FwoGZXIv…", expiration: "Jan 31, 2026, 1:00:00 PM" },
      assumedRoleUser: {
        assumedRoleId: `AROA${role.toUpperCase().padEnd(17, "0")}:${session}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
      },
    },
    ...fields,
  });
}

/**
 * An instance's role used from outside: buckets listed, objects fetched by the hundred, another role tried, and a user
 * left behind who stops the trail.
 */
export function stolenInstanceRole(objects = 300): CloudTrailEvent[] {
  const web = by.instance("web-app");
  const backup = by.user("backup-svc", "AKIABACKUP0000000000");
  const away = (at: number) => ({ at, sourceIPAddress: STRANGER, userAgent: "aws-cli/1.16.200 Python/3.7" });
  return [
    assumed(by.service("ec2.amazonaws.com"), "web-app", "i-0abc123def4567890", web.accessKeyId!, {
      at: -3600,
    }),
    ...Array.from({ length: 20 }, (_, n) =>
      objectCall("GetObject", web, "shop-assets", `img/${n}.png`, {
        at: -3000 + n * 60,
        sourceIPAddress: "10.0.1.17",
        userAgent: "aws-sdk-java/2.20",
        eventID: `asset-${n}`,
      }),
    ),
    call("sts:GetCallerIdentity", web, away(0)),
    denied("iam:ListUsers", web, away(4)),
    denied("secretsmanager:ListSecrets", web, away(9)),
    call("s3:ListBuckets", web, away(15)),
    call("s3:ListObjects", web, {
      ...away(30),
      requestParameters: { bucketName: "card-applications" },
      managementEvent: false,
      eventCategory: "Data",
    }),
    ...Array.from({ length: objects }, (_, n) =>
      objectCall("GetObject", web, "card-applications", `2026/${n}.csv`, {
        ...away(40 + n),
        eventID: `loot-${n}`,
      }),
    ),
    assumed(web, "ops", "web", "ASIAOPSWEB0000000000", away(400)),
    ...[by.role("ops", "web", { accessKeyId: "ASIAOPSWEB0000000000" })].flatMap((ops) => [
      call("iam:CreateUser", ops, { ...away(420), requestParameters: { userName: "backup-svc" } }),
      call("iam:AttachUserPolicy", ops, {
        ...away(425),
        requestParameters: { userName: "backup-svc", policyArn: ADMIN },
      }),
      call("iam:CreateAccessKey", ops, {
        ...away(430),
        requestParameters: { userName: "backup-svc" },
        responseElements: {
          accessKey: { userName: "backup-svc", accessKeyId: backup.accessKeyId!, status: "Active" },
        },
      }),
    ]),
    call("cloudtrail:DescribeTrails", backup, away(470)),
    call("cloudtrail:StopLogging", backup, {
      ...away(480),
      requestParameters: { name: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main` },
    }),
    call("secretsmanager:GetSecretValue", backup, {
      ...away(500),
      requestParameters: { secretId: "prod/db" },
    }),
  ];
}

/** Everyday work of others, before and around it. */
export function everydayWork(calls = 200): CloudTrailEvent[] {
  return Array.from({ length: calls }, (_, n) => {
    const who = [
      by.user("alice"),
      by.role("ci-deploy", `run-${n % 7}`),
      by.role("AWSReservedSSO_Admin_0123456789abcdef", "carol"),
      by.instance("worker", "i-0fedcba9876543210"),
      by.service("autoscaling.amazonaws.com"),
    ][n % 5]!;
    const api = [
      "ec2:DescribeInstances",
      "s3:ListBuckets",
      "iam:ListRoles",
      "kms:Decrypt",
      "logs:PutLogEvents",
    ];
    return call(api[n % api.length]!, who, {
      at: -7200 + n * 45,
      eventID: `everyday-${n}`,
      sourceIPAddress: n % 5 === 3 ? "10.0.1.17" : "203.0.113.5",
    });
  });
}
