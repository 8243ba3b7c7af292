import { JsonObject } from "../../../detective/json";
import { ADMIN, ANALYST } from "./actors";
import { ACCOUNT, Day, clock, key, times } from "./day";

/** What administrators do by hand. */
export function administration(day: Day): void {
  const did = (time: string, api: string, params: JsonObject, seconds = 0) =>
    day.call(ADMIN, api, clock(time) + seconds, params);
  const shell = { sessionId: "mara-0a1b", tokenValue: "Value hidden due to security reasons." };
  for (const [n, target] of ["i-0a1b2c3d4e5f60700", "i-0a1b2c3d4e5f60701"].entries())
    day.call(ADMIN, "ssm:StartSession", clock("12:00") + n * 300, { target }, { responseElements: shell });
  did("02:00", "ssm:SendCommand", {
    documentName: "AWS-RunPatchBaseline",
    instanceIds: times(4, (n) => `i-0a1b2c3d4e5f6070${n}`),
  });
  did("12:20", "ssm:SendCommand", {
    documentName: "AWS-RunShellScript",
    instanceIds: ["i-0a1b2c3d4e5f60700"],
  });
  did("12:25", "ec2:RebootInstances", { instancesSet: { items: [{ instanceId: "i-0a1b2c3d4e5f60700" }] } });
  did("14:30", "ec2:CreateSnapshot", { volumeId: "vol-0a1b2c3d4e5f60718" });
  did("14:40", "ec2:ModifyInstanceAttribute", {
    instanceId: "i-0a1b2c3d4e5f60700",
    instanceType: { value: "m7g.xlarge" },
  });
  did("14:45", "ec2:AuthorizeSecurityGroupIngress", {
    groupId: "sg-0a1b2c3d4e5f60718",
    ipPermissions: {
      items: [
        {
          ipProtocol: "tcp",
          fromPort: 22,
          toPort: 22,
          ipRanges: { items: [{ cidrIp: "198.51.100.0/24", description: "office" }] },
        },
      ],
    },
  });
  did("15:00", "iam:UpdateAssumeRolePolicy", {
    roleName: "reports",
    policyDocument: `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]}`,
  });
  did("15:10", "servicequotas:RequestServiceQuotaIncrease", {
    serviceCode: "vpc",
    quotaCode: "L-F678F1CE",
    desiredValue: 10,
  });
  did("15:20", "backup:StartRestoreJob", {
    recoveryPointArn: `arn:aws:backup:eu-central-1:${ACCOUNT}:recovery-point:0a1b`,
  });
  did("15:30", "ec2:GetConsoleOutput", { instanceId: "i-0a1b2c3d4e5f60701" });
  did("15:35", "s3:PutBucketLifecycle", {
    bucketName: "example-builds",
    LifecycleConfiguration: {
      Rule: { ID: "old", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 30 } },
    },
  });
  did("16:00", "iam:SimulatePrincipalPolicy", {
    policySourceArn: `arn:aws:iam::${ACCOUNT}:role/reports`,
    actionNames: ["s3:GetObject"],
  });
  day.call(ANALYST, "guardduty:ArchiveFindings", clock("08:45"), { findingIds: ["a", "b", "c"] });
  day.call(ANALYST, "securityhub:BatchUpdateFindings", clock("08:50"), { workflow: { status: "RESOLVED" } });
  investigate(day);
}

/** The analyst asks the archive of the logs through Athena. */
function investigate(day: Day): void {
  const at = clock("11:30");
  const athena = {
    ...ANALYST,
    identity: { ...ANALYST.identity, invokedBy: "athena.amazonaws.com" },
    ip: "athena.amazonaws.com",
    agent: "athena.amazonaws.com",
    more: {},
  };
  for (const query of times(4, (n) => n)) {
    day.call(ANALYST, "athena:StartQueryExecution", at + query * 200, { workGroup: "primary" });
    for (const n of times(300, (each) => each))
      day.object(
        athena,
        "GetObject",
        at + 2 + query * 200 + n / 6,
        "example-trail-logs",
        `AWSLogs/${ACCOUNT}/CloudTrail/eu-central-1/2026/11/17/${query}-${n}.json.gz`,
        { readOnly: true },
      );
    for (const n of times(60, (each) => each))
      day.call(
        athena,
        "kms:Decrypt",
        at + 2 + query * 200 + n / 2,
        { encryptionContext: { "aws:s3:arn": "arn:aws:s3:::example-trail-logs" } },
        key("trail"),
      );
  }
}
