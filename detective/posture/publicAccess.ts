import { PublicAccessBlock } from "./clients";
import { Fact } from "./fact";
import { Findings } from "./findings";

const BLOCKS: readonly (keyof PublicAccessBlock)[] = [
  "BlockPublicAcls",
  "IgnorePublicAcls",
  "BlockPublicPolicy",
  "RestrictPublicBuckets",
];

/** Notes of each of the four blocks whether it is on. */
export function judgePublicAccess(findings: Findings, settings: Fact<PublicAccessBlock>): void {
  const blocks = findings.need(settings);
  if (!blocks) return;
  for (const block of BLOCKS) findings.expect(blocks[block] === true, `${block} is on`, `${block} is off`);
}

/** All four on, as the AWS CLI takes them. */
export const ALL_BLOCKED = BLOCKS.map((block) => `${block}=true`).join(",");

/** All four on, as arguments of a Pulumi resource, a line each. */
export const ALL_BLOCKED_ARGS = BLOCKS.map((block) => `${block[0]!.toLowerCase()}${block.slice(1)}: true,`);
