import { AccountFacts, UserRights } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { Statement } from "../policy/document";
import { decide } from "../policy/evaluate";
import { awsPage, cis } from "../reference";

/** Who may do this to himself may do everything: it is what administrators can and others must not. */
const WITNESS = "iam:AttachUserPolicy";

export const noAdminUsers: Check<AccountFacts> = {
  id: "no-admin-users",
  title: "No user holds administrator rights directly",
  pillar: "identity",
  weight: 5,
  why: "A user's keys don't expire; with an administrator's rights one leaked file is the whole account.",
  reads: ["iam:GetAccountAuthorizationDetails"],
  references: [
    cis("2.13, 2.14", "1.15, 1.16"),
    awsPage("Security best practices in IAM", "IAM/latest/UserGuide/best-practices.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const users = findings.need(facts.users);
    for (const user of users ?? []) judgeUser(findings, user);
    if (users) findings.fact(`${users.length} users were looked at`);
    return findings.verdict({
      say: "Take the policy from the user; give the rights to a role that is taken when they are needed.",
      command: "aws iam detach-user-policy --user-name <user> --policy-arn <policy ARN>",
      pulumi: [
        'new aws.iam.RolePolicyAttachment("administrator", {',
        '  role: "<role>",',
        "  policyArn: aws.iam.ManagedPolicy.AdministratorAccess,",
        "});",
      ].join("\n"),
    });
  },
};

function judgeUser(findings: Findings, { name, arn, policies }: UserRights): void {
  const statements: Statement[] = [];
  for (const { statements: read } of policies) {
    const part = findings.need(read);
    // What can't be read might grant or deny: the rest alone says nothing for sure.
    if (part) statements.push(...part);
  }
  // A condition on MFA makes an administrator who must show a code, not one with fewer rights.
  const context = { "aws:multifactorauthpresent": "true", "aws:securetransport": "true" };
  const { outcome, by } = decide(statements, {
    caller: { kind: "principal", arn },
    action: WITNESS,
    resource: arn,
    context,
  });
  const which = policies
    .filter(({ statements: read }) => read.state === "value" && by.some((each) => read.value.includes(each)))
    .map((policy) => policy.name);
  if (outcome === "allowed") findings.problem(`${name} can give itself any right, by ${which.join(", ")}`);
  else if (outcome === "undecided")
    findings.doubt(`cannot tell whether ${name} can give itself rights: see ${which.join(", ")}`);
}
