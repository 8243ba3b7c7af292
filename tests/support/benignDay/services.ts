import { SCANNER, linkedRole, role, service } from "./actors";
import { ACCOUNT, Actor, Day, clock, key, times } from "./day";
import { MONITORED, QUESTIONS } from "./questions";

export const REGIONS = [
  "eu-central-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "eu-north-1",
  "us-east-1",
  "us-east-2",
  "us-west-1",
  "us-west-2",
  "ca-central-1",
  "sa-east-1",
  "ap-south-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-southeast-1",
  "ap-southeast-2",
];

/** AWS services at work for the account. */
export function awsServices(day: Day): void {
  const trail = service("cloudtrail.amazonaws.com");
  for (const n of times(288, (each) => each)) {
    day.object(
      trail,
      "PutObject",
      n * 300,
      "example-trail-logs",
      `AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/2026/11/18/${n}.json.gz`,
    );
    day.call(
      trail,
      "kms:GenerateDataKey",
      n * 300,
      { encryptionContext: { "aws:cloudtrail:arn": "x" } },
      key("trail"),
    );
  }
  for (const n of times(24, (each) => each))
    day.call(trail, "s3:GetBucketAcl", n * 3_600, { bucketName: "example-trail-logs" });
  scaling(day);
  inventory(day);
  backups(day);
}

function scaling(day: Day): void {
  const scaling = linkedRole("AutoScaling", "AutoScaling", "autoscaling.amazonaws.com");
  for (const n of times(10, (each) => each)) {
    const at = clock("07:00") + n * 3_000;
    day.call(scaling, "ec2:RunInstances", at, {
      instanceType: "m7g.large",
      instancesSet: { items: [{ minCount: 4, maxCount: 4 }] },
    });
    day.call(scaling, "elasticloadbalancing:RegisterTargets", at + 60, {});
    day.call(scaling, "ec2:TerminateInstances", at + 1_500, {
      instancesSet: { items: [{ instanceId: `i-0b1b2c3d4e5f6071${n}` }] },
    });
    day.call(service("ec2.amazonaws.com"), "sts:AssumeRole", at + 20, {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/web-app`,
      roleSessionName: `i-0b1b2c3d4e5f6071${n}`,
    });
  }
  const targets = linkedRole(
    "ApplicationAutoScaling_ECSService",
    "AutoScaling-UpdateCapacity",
    "ecs.application-autoscaling.amazonaws.com",
  );
  for (const n of times(12, (each) => each)) {
    day.call(targets, "ecs:UpdateService", clock("08:00") + n * 1_800, {
      cluster: "prod",
      service: "web",
      desiredCount: 3 + n,
    });
    day.call(targets, "monitoring:PutMetricAlarm", clock("08:00") + n * 1_800 + 5, { alarmName: `web-${n}` });
    day.call(targets, "monitoring:DeleteAlarms", clock("08:00") + n * 1_800 + 900, {
      alarmNames: [`web-${n}`],
    });
  }
}

function inventory(day: Day): void {
  const config = linkedRole("Config", "ConfigResourceCompositionSession", "config.amazonaws.com");
  const threats = linkedRole("AmazonGuardDuty", "guardduty", "guardduty.amazonaws.com");
  const advisor = linkedRole("TrustedAdvisor", "TrustedAdvisor_1", "trustedadvisor.amazonaws.com");
  const hub = linkedRole("SecurityHub", "securityhub", "securityhub.amazonaws.com");
  for (const [n, api] of QUESTIONS.entries()) {
    for (const round of times(4, (each) => each)) day.call(config, api, round * 21_600 + n, {});
    day.call(advisor, api, clock("03:30") + n, {});
  }
  for (const n of times(24, (each) => each)) {
    day.call(threats, "ec2:DescribeInstances", n * 3_600 + 30, {});
    day.call(threats, "ec2:DescribeVpcEndpoints", n * 3_600 + 31, {});
    day.call(hub, "config:DescribeConfigRules", n * 3_600 + 40, {});
    day.call(hub, "config:PutConfigRule", n * 3_600 + 41, {
      configRule: { configRuleName: `securityhub-${n}` },
    });
    day.call(hub, "config:DeleteConfigRule", n * 3_600 + 42, { configRuleName: `securityhub-old-${n}` });
  }
}

function backups(day: Day): void {
  const backup = role(
    "AWSBackupDefaultServiceRole",
    "AWSBackup",
    "backup.amazonaws.com",
    "backup.amazonaws.com",
    { invokedBy: "backup.amazonaws.com" },
  );
  const lifecycle = role(
    "AWSDataLifecycleManagerDefaultRole",
    "dlm",
    "dlm.amazonaws.com",
    "dlm.amazonaws.com",
    { invokedBy: "dlm.amazonaws.com" },
  );
  for (const n of times(30, (each) => each)) {
    day.call(backup, "ec2:CreateSnapshot", clock("01:00") + n * 10, { volumeId: `vol-${n}` });
    day.call(backup, "ec2:DeleteSnapshot", clock("01:30") + n * 5, { snapshotId: `snap-old-${n}` });
    day.call(lifecycle, "ec2:DeleteSnapshot", clock("02:10") + n * 5, { snapshotId: `snap-dlm-${n}` });
  }
  for (const n of times(4, (each) => each)) {
    day.call(backup, "rds:CreateDBSnapshot", clock("01:10") + n * 20, {
      dBSnapshotIdentifier: `awsbackup-${n}`,
    });
    day.call(backup, "rds:DeleteDBSnapshot", clock("01:40") + n * 20, {
      dBSnapshotIdentifier: `awsbackup-old-${n}`,
    });
    day.call(service("backup.amazonaws.com"), "backup:DeleteRecoveryPoint", clock("01:50") + n * 20, {});
  }
  day.call(backup, "rds:RestoreDBInstanceFromDBSnapshot", clock("15:21"), {
    dBInstanceIdentifier: "restore-check",
    publiclyAccessible: false,
  });
  day.call(backup, "backup:CopyIntoBackupVault", clock("01:55"), {});
}

/** The security team's scanner goes through every Region; some of it is refused. */
export function scanner(day: Day): void {
  const at = clock("04:30");
  const tools: Actor = SCANNER;
  day.call(tools, "sts:GetCallerIdentity", at);
  day.call(tools, "iam:GetAccountAuthorizationDetails", at + 1, {});
  day.call(tools, "iam:GenerateCredentialReport", at + 2);
  day.call(tools, "iam:GetCredentialReport", at + 3);
  for (const [region, awsRegion] of REGIONS.entries()) {
    for (const [n, api] of QUESTIONS.entries())
      day.call(tools, api, at + 5 + region * 60 + n / 2, {}, { awsRegion });
  }
  for (const n of times(40, (each) => each)) {
    for (const name of [
      "GetBucketAcl",
      "GetBucketPolicy",
      "GetBucketEncryption",
      "GetBucketVersioning",
      "GetBucketPublicAccessBlock",
      "GetBucketLogging",
    ])
      day.call(tools, `s3:${name}`, at + 1_200 + n, { bucketName: `example-app-${n}` });
    day.call(tools, "iam:ListAttachedRolePolicies", at + 1_300 + n, { roleName: `app-${n}` });
    day.call(tools, "iam:GetRole", at + 1_300 + n, { roleName: `app-${n}` });
  }
  for (const n of times(12, (each) => each))
    day.call(tools, "ec2:DescribeInstanceAttribute", at + 1_400 + n, {
      instanceId: `i-0a1b2c3d4e5f607${n}`,
      attribute: "userData",
    });
  for (const awsRegion of REGIONS) day.denied(tools, "glue:GetResourcePolicies", at + 1_450, { awsRegion });
  for (const api of ["codeartifact:ListDomains", "drs:DescribeJobs", "fms:ListPolicies"])
    day.denied(tools, api, at + 1_460);
  monitoring(day);
}

/** A monitoring product of another company asks all day. */
function monitoring(day: Day): void {
  const product = role("monitoring-integration", "monitoring", "192.0.2.150", "Go-http-client/2.0");
  for (const n of times(96, (each) => each)) {
    const caller = {
      ...product,
      identity: { type: "AWSAccount", principalId: "AIDAEXAMPLEPARTNER001", accountId: "444455556666" },
    };
    day.call(caller, "sts:AssumeRole", n * 900, {
      roleArn: `arn:aws:iam::${ACCOUNT}:role/monitoring-integration`,
      roleSessionName: "monitoring",
      externalId: "x",
    });
    for (const [step, api] of MONITORED.entries()) day.call(product, api, n * 900 + 2 + step, {});
  }
}
