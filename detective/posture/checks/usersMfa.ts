import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

export const usersMfa: Check<AccountFacts> = {
  id: "users-mfa",
  title: "Every person signs in with MFA",
  pillar: "identity",
  weight: 5,
  why: "Passwords get caught, guessed and used twice.",
  reads: ["iam:GetCredentialReport"],
  references: [
    cis("2.10", "1.10"),
    awsPage("AWS multi-factor authentication in IAM", "IAM/latest/UserGuide/id_credentials_mfa.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const report = findings.need(facts.credentials);
    const people = report?.filter(({ user, password }) => password && user !== "<root_account>") ?? [];
    const bare = people.filter(({ mfa }) => !mfa);
    if (bare.length > 0) findings.problem(`without MFA: ${bare.map(({ user }) => user).join(", ")}`);
    if (report) findings.fact(`${people.length} of ${report.length} users have a password`);
    return findings.verdict({
      say: "Let each of them register a device, and deny everything to whoever signed in without; better still, let people sign in through IAM Identity Center.",
      command:
        "aws iam enable-mfa-device --user-name <user> --serial-number <MFA device ARN> --authentication-code1 <code> --authentication-code2 <next code>",
      pulumi: [
        'new aws.iam.GroupPolicy("mfa-or-nothing", {',
        '  group: "<group of all people>",',
        "  policy: JSON.stringify({",
        '    Version: "2012-10-17",',
        "    Statement: [{",
        '      Effect: "Deny",',
        '      NotAction: ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"],',
        '      Resource: "*",',
        '      Condition: { BoolIfExists: { "aws:MultiFactorAuthPresent": "false" } },',
        "    }],",
        "  }),",
        "});",
      ].join("\n"),
    });
  },
};
