import { instance, role, service } from "./actors";
import { ACCOUNT, Day, clock, key, times } from "./day";

const SDK = "aws-sdk-java/2.35.0 md/io#sync ua/2.1 os/Linux#6.1 lang/java#21";

/** Twelve applications start: image, secrets, parameters. */
export function starts(day: Day): void {
  for (const n of times(12, (each) => each)) {
    const at = clock("06:00") + n * 7;
    const app = role(`app-${n}`, `task-${n}`, "203.0.113.20", SDK);
    const pull = role("ecs-execution", `task-${n}`, "203.0.113.20", "Amazon ECS Agent - v1.99.0");
    day.call(service("ecs-tasks.amazonaws.com"), "sts:AssumeRole", at, {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/app-${n}`,
      roleSessionName: `task-${n}`,
    });
    day.call(pull, "ecr:GetAuthorizationToken", at + 1);
    day.call(pull, "ecr:BatchGetImage", at + 2, { repositoryName: `app-${n}` });
    day.each(
      pull,
      "ecr:GetDownloadUrlForLayer",
      at + 2,
      0.2,
      times(8, (layer) => ({ repositoryName: `app-${n}`, layerDigest: `sha256:${layer}` })),
    );
    for (const secret of times(3, (each) => each)) {
      day.call(app, "secretsmanager:GetSecretValue", at + 5 + secret, {
        secretId: `prod/app-${n}/${secret}`,
      });
      const decrypt = {
        ...app,
        identity: { ...app.identity, invokedBy: "secretsmanager.amazonaws.com" },
        ip: "secretsmanager.amazonaws.com",
      };
      day.call(
        decrypt,
        "kms:Decrypt",
        at + 5 + secret,
        {
          encryptionContext: {
            SecretARN: `arn:aws:secretsmanager:eu-central-1:${ACCOUNT}:secret:prod/app-${n}/${secret}`,
          },
        },
        key("secrets"),
      );
    }
    for (const page of times(3, (each) => each))
      day.call(app, "ssm:GetParametersByPath", at + 9 + page, {
        path: `/prod/app-${n}`,
        recursive: true,
        withDecryption: true,
      });
    day.call(app, "ssm:GetParameters", at + 12, {
      names: times(6, (each) => `/prod/app-${n}/${each}`),
      withDecryption: true,
    });
  }
}

/** Applications at their steady work. */
export function steady(day: Day): void {
  const web = instance("web-app", "i-0a1b2c3d4e5f60718");
  for (const n of times(1_000, (each) => each))
    day.object(web, "GetObject", clock("07:00") + n * 30, "example-web-assets", `images/${n % 200}.webp`, {
      readOnly: true,
    });
  const batch = instance("nightly-batch", "i-0f1b2c3d4e5f60718", "203.0.113.10");
  for (const n of times(900, (each) => each))
    day.object(
      batch,
      "GetObject",
      clock("01:00") + n * 4,
      "example-exports",
      `2026/11/17/part-${n}.parquet`,
      { readOnly: true },
    );
  const tidy = role("tidy-up", "tidy-up", "203.0.113.21", SDK);
  for (const n of times(150, (each) => each))
    day.object(tidy, "DeleteObject", clock("04:00") + n * 20, "example-uploads", `tmp/${n}`);
  const report = role("report-fn", "report-fn", "203.0.113.22", "aws-sdk-nodejs/3.900.0");
  for (const n of times(200, (each) => each)) {
    day.object(report, "GetObject", clock("05:00") + n * 2, `example-source-${n % 3}`, `${n}.csv`, {
      readOnly: true,
    });
    day.object(report, "PutObject", clock("05:00") + n * 2 + 1, "example-reports", `${n}.csv`);
  }
  const chat = role("chat", "task-chat", "203.0.113.23", SDK);
  for (const n of times(240, (each) => each))
    day.call(chat, "bedrock:InvokeModel", clock("08:00") + n * 100, {
      modelId: "anthropic.claude-sonnet-4-5-20250929-v1:0",
    });
  for (const n of times(600, (each) => each)) {
    const app = role(`app-${n % 12}`, `task-${n % 12}`, "203.0.113.20", SDK);
    const through = {
      ...app,
      identity: { ...app.identity, invokedBy: "dynamodb.amazonaws.com" },
      ip: "dynamodb.amazonaws.com",
    };
    day.call(
      through,
      "kms:Decrypt",
      n * 140,
      { encryptionContext: { "aws:dynamodb:tableName": "orders" } },
      key("orders"),
    );
  }
  // A right was forgotten, and the application goes on asking.
  for (const n of times(70, (each) => each))
    day.denied(role("app-3", "task-3", "203.0.113.20", SDK), "monitoring:PutMetricData", n * 1_200);
}

/** Functions run, their logs begin, a password is rotated. */
export function functions(day: Day): void {
  for (const n of times(160, (each) => each)) {
    const name = `api-${n % 20}`;
    const fn = role(`${name}-role`, name, "203.0.113.30", "awslambda-worker/1.0");
    day.call(service("lambda.amazonaws.com"), "sts:AssumeRole", n * 500, {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/${name}-role`,
      roleSessionName: name,
    });
    day.call(fn, "logs:CreateLogStream", n * 500 + 2, { logGroupName: `/aws/lambda/${name}` });
  }
  const rotation = role("rotate-secret", "rotate-secret", "203.0.113.31", "Boto3/1.40.12");
  for (const [n, name] of [
    "DescribeSecret",
    "GetSecretValue",
    "GetRandomPassword",
    "PutSecretValue",
    "UpdateSecretVersionStage",
  ].entries())
    day.call(rotation, `secretsmanager:${name}`, clock("02:30") + n, { secretId: "prod/orders/db" });
  for (const n of times(20, (each) => each)) {
    const pod = role("external-dns", "pod", "203.0.113.40", "aws-sdk-go-v2/1.39.0");
    day.call(
      {
        ...pod,
        identity: {
          type: "WebIdentityUser",
          userName: "system:serviceaccount:dns:external-dns",
          identityProvider: `arn:aws:iam::${ACCOUNT}:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/0A`,
        },
      },
      "sts:AssumeRoleWithWebIdentity",
      n * 3_600,
      { roleSessionName: "pod" },
    );
    day.call(pod, "route53:ListHostedZones", n * 3_600 + 5);
    day.call(pod, "route53:ListResourceRecordSets", n * 3_600 + 6, { hostedZoneId: "Z0EXAMPLE0001" });
  }
}

/** Agents of Systems Manager tell of themselves. */
export function agents(day: Day): void {
  for (const n of times(8, (each) => each)) {
    const agent = instance("managed", `i-0a1b2c3d4e5f6070${n}`, `203.0.113.${50 + n}`);
    const instanceId = `i-0a1b2c3d4e5f6070${n}`;
    for (const beat of times(96, (each) => each))
      day.call(agent, "ssm:UpdateInstanceInformation", beat * 900 + n, { instanceId });
    for (const name of [
      "ListInstanceAssociations",
      "PutInventory",
      "PutComplianceItems",
      "GetDocument",
      "DescribeAssociation",
      "GetDeployablePatchSnapshotForInstance",
    ])
      day.call(agent, `ssm:${name}`, clock("02:01") + n * 10, { instanceId });
  }
}
