import { JsonObject } from "../../../detective/json";
import { ADMIN, ANALYST, DEVELOPER, IAM_USER, IAM_USER_KEY, atCommandLine, person } from "./actors";
import { ACCOUNT, Actor, Day, clock, times } from "./day";
import { CONSOLE_READS, CONSOLE_REFUSALS } from "./questions";

/** Everyone comes through IAM Identity Center; the second factor was asked for there, so the record says No. */
export function signIns(day: Day): void {
  const people: [Actor, string][] = [
    [ADMIN, "07:55"],
    [DEVELOPER, "08:40"],
    [ANALYST, "08:10"],
    [person("olu.ade", "Developer", "198.51.100.41"), "09:02"],
    [person("kim.sato", "Billing", "198.51.100.60"), "10:30"],
  ];
  for (const [actor, time] of people) {
    const portal = {
      ...actor,
      identity: {
        type: "IdentityCenterUser",
        accountId: ACCOUNT,
        onBehalfOf: {
          userId: "0a1b2c3d",
          identityStoreArn: `arn:aws:identitystore::${ACCOUNT}:identitystore/d-0a1b2c3d4e`,
        },
      },
      more: {},
    };
    day.call(portal, "signin:CredentialVerification", clock(time) - 30, null, {
      eventType: "AwsServiceEvent",
      serviceEventDetails: { CredentialVerification: "Success" },
      additionalEventData: { CredentialType: "PASSWORD" },
    });
    day.call(portal, "signin:CredentialVerification", clock(time) - 20, null, {
      eventType: "AwsServiceEvent",
      serviceEventDetails: { CredentialVerification: "Success" },
      additionalEventData: { CredentialType: "TOTP" },
    });
    day.call(portal, "sso:Federate", clock(time) - 10, null, { eventType: "AwsServiceEvent" });
    day.call({ ...actor, more: {} }, "signin:ConsoleLogin", clock(time), null, {
      eventType: "AwsConsoleSignIn",
      responseElements: { ConsoleLogin: "Success" },
      additionalEventData: { MFAUsed: "No", MobileVersion: "No", LoginTo: "https://console.aws.amazon.com/" },
      readOnly: false,
    });
  }
}

/** A password is mistyped, then not; the second factor is there. */
export function mistyped(day: Day): void {
  const { accessKeyId: _, sessionContext: __, ...identity } = IAM_USER.identity;
  const console = { ...IAM_USER, identity: { ...identity, accessKeyId: "" }, more: {} };
  const login = (at: number, outcome: string, fields: JsonObject) =>
    day.call(console, "signin:ConsoleLogin", at, null, {
      eventType: "AwsConsoleSignIn",
      readOnly: false,
      responseElements: { ConsoleLogin: outcome },
      ...fields,
    });
  const at = clock("08:01");
  login(at, "Failure", { errorMessage: "Failed authentication", additionalEventData: { MFAUsed: "No" } });
  login(at + 9, "Failure", { errorMessage: "Failed authentication", additionalEventData: { MFAUsed: "No" } });
  day.call(console, "signin:CheckMfa", at + 30, null, {
    eventType: "AwsConsoleSignIn",
    responseElements: { CheckMfa: "Success" },
  });
  login(at + 41, "Success", {
    additionalEventData: { MFAUsed: "Yes", MFAIdentifier: `arn:aws:iam::${ACCOUNT}:mfa/jan` },
  });
}

/** He gives himself a new access key and takes the old one away. */
export function ownKeyRotated(day: Day): void {
  const at = clock("08:20");
  day.call(IAM_USER, "iam:ListAccessKeys", at, { userName: "jan.old" });
  day.call(IAM_USER, "iam:CreateAccessKey", at + 10, { userName: "jan.old" });
  const fresh = {
    ...IAM_USER_KEY,
    identity: { ...IAM_USER_KEY.identity, accessKeyId: "AKIAEXAMPLEJANOLD002" },
  };
  day.call(fresh, "sts:GetCallerIdentity", at + 120);
  for (const n of times(15, (each) => each))
    day.object(fresh, "PutObject", at + 200 + n * 2, "example-reports", `${n}.csv`);
  day.call(IAM_USER, "iam:UpdateAccessKey", at + 300, {
    userName: "jan.old",
    accessKeyId: "AKIAEXAMPLEJANOLD001",
    status: "Inactive",
  });
  day.call(IAM_USER, "iam:DeleteAccessKey", at + 4_000, {
    userName: "jan.old",
    accessKeyId: "AKIAEXAMPLEJANOLD001",
  });
}

/** A colleague's first day: an account of Identity Center with its groups, and an IAM user for an old tool. */
export function onboarding(day: Day): void {
  const at = clock("09:40");
  const step = (api: string, seconds: number, params: JsonObject) =>
    day.call(ADMIN, api, at + seconds, params);
  step("sso-directory:CreateUser", 0, {
    identityStoreId: "d-0a1b2c3d4e",
    userName: "HIDDEN_DUE_TO_SECURITY_REASONS",
  });
  step("identitystore:CreateGroupMembership", 20, {
    identityStoreId: "d-0a1b2c3d4e",
    groupId: "g-developers",
  });
  step("sso:CreateAccountAssignment", 60, {
    targetId: ACCOUNT,
    targetType: "AWS_ACCOUNT",
    principalType: "USER",
    principalId: "0f1b2c3d",
    permissionSetArn: "arn:aws:sso:::permissionSet/ssoins-0a1b2c3d4e5f6071/ps-0a1b2c3d4e5f6071",
  });
  step("iam:CreateUser", 120, { userName: "lea.neu" });
  step("iam:AddUserToGroup", 130, { userName: "lea.neu", groupName: "developers" });
  step("iam:CreateLoginProfile", 140, { userName: "lea.neu", passwordResetRequired: true });
  const self = {
    ...IAM_USER,
    identity: {
      ...IAM_USER.identity,
      userName: "lea.neu",
      principalId: "AIDAEXAMPLELEANEU0001",
      arn: `arn:aws:iam::${ACCOUNT}:user/lea.neu`,
      accessKeyId: "ASIAEXAMPLELEANEU001",
    },
    ip: "198.51.100.44",
  };
  day.call(self, "iam:ChangePassword", at + 700, null);
  day.call(self, "iam:CreateVirtualMFADevice", at + 760, { virtualMFADeviceName: "lea.neu" });
  day.call(self, "iam:EnableMFADevice", at + 800, {
    userName: "lea.neu",
    serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/lea.neu`,
  });
}

/** Pages of the console ask for much, and some of it is refused. */
export function browsing(day: Day): void {
  const pages: [Actor, string][] = [
    [ADMIN, "08:15"],
    [ADMIN, "11:20"],
    [ADMIN, "15:45"],
    [DEVELOPER, "08:50"],
    [DEVELOPER, "13:05"],
    [ANALYST, "08:30"],
  ];
  for (const [actor, time] of pages) {
    for (const [n, api] of CONSOLE_READS.entries()) day.call(actor, api, clock(time) + n, {});
  }
  for (const [n, api] of CONSOLE_REFUSALS.entries()) day.denied(DEVELOPER, api, clock("09:00") + n * 2);
  const shell = atCommandLine(DEVELOPER);
  day.call(shell, "sts:GetCallerIdentity", clock("10:00"));
  for (const [n, api] of [
    "ec2:DescribeInstances",
    "lambda:ListFunctions20150331",
    "logs:FilterLogEvents",
  ].entries())
    day.call(shell, api, clock("10:00") + 10 + n * 20, {});
  for (const n of times(4, (each) => each)) day.denied(shell, "iam:CreateRole", clock("10:05") + n * 60);
  day.call(shell, "secretsmanager:GetSecretValue", clock("10:20"), { secretId: "dev/shop/db" });
  for (const n of times(12, (each) => each))
    day.call(person("kim.sato", "Billing", "198.51.100.60"), "ce:GetCostAndUsage", clock("10:32") + n * 5, {
      granularity: "DAILY",
    });
}
