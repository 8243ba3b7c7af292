import { Check } from "../check";
import { PublicAccessBlock } from "../clients";
import { Findings } from "../findings";

const BLOCKS: readonly (keyof PublicAccessBlock)[] = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
];

export const publicAccessBlock: Check = {
  id: "public-access-block",
  title: "All four public access blocks are on",
  pillar: "data",
  weight: 3,
  why: "One wrong statement or ACL must not open the account's history to the world.",
  reads: ["s3:GetPublicAccessBlock"],
  evaluate(facts) {
    const findings = new Findings();
    const settings = findings.need(facts.publicAccessBlock);
    if (settings) {
      for (const block of BLOCKS) {
        findings.expect(settings[block] === true, `${block} is on`, `${block} is off`);
      }
    }
    const bucket = facts.bucketName.state === "value" ? facts.bucketName.value : "<bucket>";
    return findings.verdict({
      say: "Switch all four public access blocks of the bucket on.",
      command: `aws s3api put-public-access-block --bucket ${bucket} --public-access-block-configuration ${BLOCKS.map((block) => `${block}=true`).join(",")}`,
    });
  },
};
