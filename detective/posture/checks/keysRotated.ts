import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

const DAYS = 90;
const DAY_MS = 86_400_000;

export const keysRotated: Check<AccountFacts> = {
  id: "keys-rotated",
  title: "No access key is older than 90 days",
  pillar: "identity",
  weight: 5,
  why: "A key lies in files, pipelines and laptops that are long forgotten; only its age limits what is lost with it.",
  reads: ["iam:GetCredentialReport"],
  references: [
    cis("2.12", "1.14"),
    awsPage("Update access keys", "IAM/latest/UserGuide/id-credentials-access-keys-update.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const report = findings.need(facts.credentials);
    let active = 0;
    for (const { user, keys } of report ?? []) {
      for (const { active: works, rotated } of keys) {
        if (!works) continue;
        active++;
        const days = rotated
          ? Math.floor((facts.asked.now.getTime() - rotated.getTime()) / DAY_MS)
          : undefined;
        if (days === undefined) findings.doubt(`the report does not say how old a key of ${user} is`);
        else if (days > DAYS) findings.problem(`a key of ${user} is ${days} days old`);
      }
    }
    if (report) findings.fact(`${active} access keys are active`);
    return findings.verdict({
      say: "Make a new key, put it where the old one is used, then deactivate and delete the old one; a role needs none.",
      command: "aws iam create-access-key --user-name <user>",
      pulumi: 'new aws.iam.AccessKey("<user>-2", { user: "<user>" });',
    });
  },
};
