import { ACCOUNT, by, call } from "../../../support/records";
import { HOUR, OFFICE, jane, john } from "./cast";

/** People at work. */
export function operations(): object[] {
  const alice = by.user("alice");
  const at = (n: number) => ({ at: HOUR + n, sourceIPAddress: OFFICE });
  return [
    call("iam:CreateAccessKey", alice, {
      ...at(0),
      requestParameters: { userName: "alice" },
      responseElements: {
        accessKey: { userName: "alice", accessKeyId: "AKIAALICENEW00000000", status: "Active" },
      },
    }),
    call("sts:GetCallerIdentity", by.user("alice", "AKIAALICENEW00000000"), at(60)),
    call("iam:UpdateAccessKey", by.user("alice", "AKIAALICENEW00000000"), {
      ...at(90),
      requestParameters: { userName: "alice", accessKeyId: "AKIAALICE00000000000", status: "Inactive" },
    }),
    call("iam:DeleteAccessKey", by.user("alice", "AKIAALICENEW00000000"), {
      ...at(120),
      requestParameters: { userName: "alice", accessKeyId: "AKIAALICE00000000000" },
    }),
    call("iam:ChangePassword", alice, at(130)),
    call("iam:EnableMFADevice", alice, {
      ...at(140),
      requestParameters: { userName: "alice", serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/alice` },
    }),
    call("iam:CreateUser", jane, { ...at(200), requestParameters: { userName: "newcomer" } }),
    call("iam:AddUserToGroup", jane, {
      ...at(210),
      requestParameters: { userName: "newcomer", groupName: "developers" },
    }),
    call("iam:CreateLoginProfile", jane, {
      ...at(220),
      requestParameters: { userName: "newcomer", passwordResetRequired: true },
    }),
    call("iam:UpdateLoginProfile", jane, {
      ...at(300),
      requestParameters: { userName: "bob", passwordResetRequired: true },
    }),
    call("iam:DeactivateMFADevice", jane, {
      ...at(310),
      requestParameters: { userName: "bob", serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/bob` },
    }),
    call("sso:CreateAccountAssignment", jane, {
      ...at(320),
      requestParameters: {
        targetId: "444455556666",
        principalType: "USER",
        principalId: "0a1b2c3d-4e5f-4a7b-8c9d-0e1f2a3b4c5d",
      },
    }),
    call("ssm:StartSession", jane, { ...at(400), requestParameters: { target: "i-0abc123def4567890" } }),
    call("ssm:TerminateSession", jane, {
      ...at(900),
      requestParameters: { sessionId: "jane.doe-0a1b2c3d4e5f60718" },
    }),
    call("ec2:RebootInstances", jane, {
      ...at(950),
      requestParameters: { instancesSet: { items: [{ instanceId: "i-0abc123def4567890" }] } },
    }),
    call("ec2:CreateSnapshot", jane, {
      ...at(960),
      requestParameters: { volumeId: "vol-0a1b2c3d4e5f60718" },
    }),
    call("ec2:CreateImage", jane, {
      ...at(970),
      requestParameters: { instanceId: "i-0abc123def4567890", name: "web-2026-11" },
    }),
    call("secretsmanager:GetSecretValue", jane, {
      ...at(980),
      requestParameters: { secretId: "orders/database" },
    }),
    call("ssm:PutParameter", jane, {
      ...at(990),
      requestParameters: { name: "/orders/flag", type: "String" },
    }),
    call("sts:AssumeRole", jane, {
      ...at(1000),
      requestParameters: { roleArn: "arn:aws:iam::444455556666:role/audit", roleSessionName: "jane.doe" },
    }),
    call("organizations:ListAccounts", jane, at(1010)),
    call("organizations:CreateAccount", jane, { ...at(1020), requestParameters: { accountName: "sandbox" } }),
    call(
      "kms:CreateGrant",
      { ...jane, invokedBy: "ec2.amazonaws.com" },
      {
        ...at(1030),
        sourceIPAddress: "ec2.amazonaws.com",
        requestParameters: {
          granteePrincipal: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
          constraints: { encryptionContextSubset: { "aws:ebs:id": "vol-0a1b2c3d4e5f60718" } },
        },
      },
    ),
    // Somebody looks something up in the trail.
    ...Array.from({ length: 5 }, (_, n) => call("cloudtrail:LookupEvents", jane, at(1100 + n))),
    ...Array.from({ length: 6 }, (_, n) =>
      call("bedrock:InvokeModel", john, {
        ...at(1200 + n * 20),
        requestParameters: { modelId: "amazon.nova-lite-v1:0" },
      }),
    ),
  ];
}
