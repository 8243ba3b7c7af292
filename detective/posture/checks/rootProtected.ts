import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";
import { count } from "../../wording";

export const rootProtected: Check<AccountFacts> = {
  id: "root-protected",
  title: "Root is locked away: with MFA, without access keys",
  pillar: "identity",
  weight: 5,
  why: "No policy limits root; a key of its own works from anywhere, for ever.",
  reads: ["iam:GetAccountSummary"],
  references: [
    cis("2.4, 2.5", "1.4, 1.5"),
    awsPage("Root user best practices", "IAM/latest/UserGuide/root-user-best-practices.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const summary = findings.need(facts.summary);
    if (summary) {
      const { AccountMFAEnabled: mfa, AccountAccessKeysPresent: keys } = summary;
      if (mfa === undefined) findings.doubt("IAM's summary does not say whether root has MFA");
      else findings.expect(mfa > 0, "root has MFA", "root has no MFA");
      if (keys === undefined) findings.doubt("IAM's summary does not say whether root has access keys");
      else findings.expect(keys === 0, "root has no access keys", `root has ${count(keys, "access key")}`);
    }
    return findings.verdict({
      say: "Sign in as root: register an MFA device, and delete root's access keys; an organization can do both from its management account.",
      command: "aws iam enable-organizations-root-credentials-management",
      pulumi:
        'new aws.iam.OrganizationsFeatures("root", { enabledFeatures: ["RootCredentialsManagement"] });',
    });
  },
};
