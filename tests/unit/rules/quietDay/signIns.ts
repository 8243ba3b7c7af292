import { UserIdentity } from "../../../../detective/event";
import { Fields, by, call, denied } from "../../../support/records";
import { FIREFOX, HOUR, jane, john } from "./cast";

export function signIns(): object[] {
  const page = (at: number, who: UserIdentity, mfa: string, answer: string, more: Fields = {}) =>
    call("signin:ConsoleLogin", who, {
      at,
      eventType: "AwsConsoleSignIn",
      userAgent: FIREFOX,
      responseElements: { ConsoleLogin: answer },
      additionalEventData: { LoginTo: "https://console.aws.amazon.com/console/home", MFAUsed: mfa },
      ...more,
    });
  const alice = by.user("alice");
  return [
    page(-4 * HOUR, jane, "No", "Success"),
    call("signin:GetSigninToken", jane, {
      at: -4 * HOUR - 2,
      eventType: "AwsConsoleSignIn",
      responseElements: { GetSigninToken: "Success" },
    }),
    page(-3 * HOUR, john, "No", "Success"),
    page(-2 * HOUR, alice, "No", "Failure", { errorMessage: "Failed authentication" }),
    page(-2 * HOUR + 20, alice, "Yes", "Failure", { errorMessage: "Failed authentication" }),
    page(-2 * HOUR + 50, alice, "Yes", "Success"),
    // The console asks for more than its reader may see.
    ...["ListUsers", "ListRoles", "ListGroups", "ListPolicies", "GetAccountSummary", "ListAccessKeys"].map(
      (name, n) =>
        denied(`iam:${name}`, john, {
          at: -3 * HOUR + 60 + n,
          sessionCredentialFromConsole: "true",
          userAgent: FIREFOX,
        }),
    ),
    ...["DescribeTrails", "ListTrails", "GetInsightSelectors", "ListEventDataStores"].map((name, n) =>
      denied(`cloudtrail:${name}`, john, {
        at: -3 * HOUR + 90 + n,
        sessionCredentialFromConsole: "true",
        userAgent: FIREFOX,
      }),
    ),
    ...[
      "DescribeInstances",
      "DescribeVolumes",
      "DescribeImages",
      "DescribeVpcs",
      "DescribeSecurityGroups",
    ].map((name, n) =>
      call(`ec2:${name}`, jane, {
        at: -4 * HOUR + 30 + n,
        sessionCredentialFromConsole: "true",
        userAgent: FIREFOX,
      }),
    ),
  ];
}
