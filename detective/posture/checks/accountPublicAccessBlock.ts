import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { Findings } from "../findings";
import { ALL_BLOCKED, ALL_BLOCKED_ARGS, judgePublicAccess } from "../publicAccess";
import { awsPage, cis } from "../reference";

export const accountPublicAccessBlock: Check<AccountFacts> = {
  id: "account-public-access-block",
  title: "The account blocks public buckets as a whole",
  pillar: "infrastructure",
  weight: 5,
  why: "A bucket's own block can be forgotten with the bucket; the account's holds for those of tomorrow too.",
  reads: ["s3:GetAccountPublicAccessBlock"],
  references: [
    cis("3.1.4", "2.1.4"),
    awsPage(
      "Configuring block public access settings for your account",
      "AmazonS3/latest/userguide/configuring-block-public-access-account.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    judgePublicAccess(findings, facts.publicAccessBlock);
    const account = facts.account.state === "value" ? facts.account.value : "<account>";
    return findings.verdict({
      say: "Switch all four blocks on for the account; first see that no bucket is meant to be public.",
      command: `aws s3control put-public-access-block --account-id ${account} --public-access-block-configuration ${ALL_BLOCKED}`,
      pulumi: [
        'new aws.s3.AccountPublicAccessBlock("account", {',
        ...ALL_BLOCKED_ARGS.map((arg) => `  ${arg}`),
        "});",
      ].join("\n"),
    });
  },
};
