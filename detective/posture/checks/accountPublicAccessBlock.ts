import { AccountFacts } from "../accountFacts";
import { Check } from "../check";
import { PublicAccessBlock } from "../clients";
import { Findings } from "../findings";
import { awsPage, cis } from "../reference";

const BLOCKS: readonly (keyof PublicAccessBlock)[] = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
];

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
    const settings = findings.need(facts.publicAccessBlock);
    if (settings) {
      for (const block of BLOCKS) {
        findings.expect(settings[block] === true, `${block} is on`, `${block} is off`);
      }
    }
    const account = facts.account.state === "value" ? facts.account.value : "<account>";
    return findings.verdict({
      say: "Switch all four blocks on for the account; first see that no bucket is meant to be public.",
      command: `aws s3control put-public-access-block --account-id ${account} --public-access-block-configuration ${BLOCKS.map((block) => `${block}=true`).join(",")}`,
      pulumi: [
        'new aws.s3.AccountPublicAccessBlock("account", {',
        ...BLOCKS.map((block) => `  ${block[0]!.toLowerCase()}${block.slice(1)}: true,`),
        "});",
      ].join("\n"),
    });
  },
};
