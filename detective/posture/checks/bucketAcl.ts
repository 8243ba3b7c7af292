import { Check } from "../check";
import { BucketAcl } from "../clients";
import { Findings } from "../findings";
import { bucketCommand, fixNames, resource } from "../fixText";
import { awsPage } from "../reference";

export const bucketAcl: Check = {
  id: "bucket-acl",
  title: "The bucket's ACL grants nothing to anybody but its owner",
  pillar: "data",
  weight: 0,
  why: "A grant to everyone, or to another account, stands beside the policy and is easily overlooked.",
  reads: ["s3:GetBucketAcl"],
  references: [awsPage("Access control list (ACL) overview", "AmazonS3/latest/userguide/acl-overview.html")],
  evaluate(facts) {
    const findings = new Findings();
    const acl = findings.need(facts.acl);
    if (acl) judgeGrants(findings, acl);
    return findings.verdict({
      say: "Make the ACL private, or better, switch ACLs off.",
      command: bucketCommand(facts, "put-bucket-acl", "--acl private"),
      pulumi: resource(
        "s3.BucketOwnershipControls",
        "audit-ownership",
        `bucket: ${JSON.stringify(fixNames(facts).bucket)},`,
        'rule: { objectOwnership: "BucketOwnerEnforced" },',
      ),
    });
  },
};

function judgeGrants(findings: Findings, { Owner, Grants = [] }: BucketAcl): void {
  if (!Owner?.ID) {
    findings.doubt("the ACL names no owner, so its grants can't be told apart");
    return;
  }
  const others = Grants.filter(({ Grantee }) => Grantee?.ID !== Owner.ID || Grantee?.URI !== undefined);
  for (const { Grantee, Permission } of others) {
    const who = Grantee?.URI?.split("/").at(-1) ?? Grantee?.ID ?? "somebody unnamed";
    findings.problem(`the ACL grants ${Permission ?? "something"} to ${who}`);
  }
  if (others.length === 0) findings.fact("the ACL grants to the owner only");
}
