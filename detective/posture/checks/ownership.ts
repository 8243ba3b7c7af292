import { Check } from "../check";
import { Findings } from "../findings";
import { bucketCommand, fixNames, resource } from "../fixText";
import { awsPage } from "../reference";

export const ownership: Check = {
  id: "bucket-ownership",
  title: "ACLs are off: the bucket's owner owns every log file",
  pillar: "data",
  weight: 0,
  why: "With ACLs whoever writes an object can keep it for himself, or open it to others, whatever the policy says.",
  reads: ["s3:GetBucketOwnershipControls"],
  references: [
    awsPage(
      "Controlling ownership of objects and disabling ACLs",
      "AmazonS3/latest/userguide/about-object-ownership.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const rule = findings.need(facts.ownership);
    if (rule !== undefined) {
      findings.expect(
        rule === "BucketOwnerEnforced",
        `ownership is ${rule}`,
        `ownership is ${rule}: ACLs count`,
      );
    }
    return findings.verdict({
      say: "Set object ownership to BucketOwnerEnforced.",
      command: bucketCommand(
        facts,
        "put-bucket-ownership-controls",
        "--ownership-controls 'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
      ),
      pulumi: resource(
        "s3.BucketOwnershipControls",
        "audit-ownership",
        `bucket: ${JSON.stringify(fixNames(facts).bucket)},`,
        'rule: { objectOwnership: "BucketOwnerEnforced" },',
      ),
    });
  },
};
