import { Check } from "../check";
import { Findings } from "../findings";
import { bucketCommand, fixNames, resource } from "../fixText";
import { ALL_BLOCKED, ALL_BLOCKED_ARGS, judgePublicAccess } from "../publicAccess";
import { awsPage, cis } from "../reference";

export const publicAccessBlock: Check = {
  id: "public-access-block",
  title: "All four public access blocks are on",
  pillar: "data",
  weight: 3,
  why: "One wrong statement or ACL must not open the account's history to the world.",
  reads: ["s3:GetPublicAccessBlock"],
  references: [
    cis("3.1.4", "2.1.4"),
    awsPage(
      "Blocking public access to your Amazon S3 storage",
      "AmazonS3/latest/userguide/access-control-block-public-access.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    judgePublicAccess(findings, facts.publicAccessBlock);
    return findings.verdict({
      say: "Switch all four public access blocks of the bucket on.",
      command: bucketCommand(
        facts,
        "put-public-access-block",
        "--public-access-block-configuration",
        ALL_BLOCKED,
      ),
      pulumi: resource(
        "s3.BucketPublicAccessBlock",
        "audit-public-access",
        `bucket: ${JSON.stringify(fixNames(facts).bucket)},`,
        ...ALL_BLOCKED_ARGS,
      ),
    });
  },
};
