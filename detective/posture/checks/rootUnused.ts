import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

const DAYS = 90;
const DAY_MS = 86_400_000;

export const rootUnused: Check<AccountFacts> = {
  id: "root-unused",
  title: "Root was not used in the last 90 days",
  pillar: "identity",
  weight: 0,
  why: "Everyday work as root has no limits, and its records name no person.",
  reads: ["iam:GetCredentialReport"],
  references: [
    cis("2.7", "1.7"),
    awsPage("Tasks that require root user credentials", "IAM/latest/UserGuide/root-user-tasks.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const users = findings.need(facts.credentials);
    const root = users?.find(({ user }) => user === "<root_account>");
    if (users && !root) findings.doubt("the credential report has no line for root");
    if (root) {
      const uses = [root.passwordLastUsed, ...root.keys.map(({ lastUsed }) => lastUsed)].filter(
        (use) => use !== undefined,
      );
      const last = uses.sort((a, b) => b.getTime() - a.getTime())[0];
      if (!last) findings.fact("the credential report knows of no use of root");
      else {
        findings.expect(
          facts.asked.now.getTime() - last.getTime() > DAYS * DAY_MS,
          `root was last used ${last.toISOString()}`,
          `root was used ${last.toISOString()}`,
        );
      }
    }
    return findings.verdict({
      say: "Work as a role with the rights that the work takes; ask the trail what root did.",
      command: "aws cloudtrail lookup-events --lookup-attributes AttributeKey=Username,AttributeValue=root",
      pulumi: [
        'new aws.iam.Role("administrator", {',
        "  assumeRolePolicy: aws.iam.getPolicyDocumentOutput({",
        "    statements: [{",
        '      actions: ["sts:AssumeRole"],',
        '      principals: [{ type: "AWS", identifiers: ["<who may take it>"] }],',
        '      conditions: [{ test: "Bool", variable: "aws:MultiFactorAuthPresent", values: ["true"] }],',
        "    }],",
        "  }).json,",
        "});",
      ].join("\n"),
    });
  },
};
