import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, trailCommand } from "../fixText";
import { awsPage } from "../reference";

export const bucketOwner: Check = {
  id: "bucket-owner",
  title: "The log bucket belongs to the account, or to one that was named",
  pillar: "data",
  weight: 0,
  why: "A bucket that was deleted can be made again by anybody; the trail then hands its logs to a stranger.",
  reads: ["s3:GetBucketLocation", "cloudtrail:DescribeTrails"],
  references: [
    awsPage(
      "Verifying bucket ownership with bucket owner condition",
      "AmazonS3/latest/userguide/bucket-owner-condition.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const trail = findings.need(facts.trail);
    const bucket = findings.need(facts.bucketName);
    const place = findings.need(facts.place);
    if (trail && bucket && place) {
      findings.expect(
        place.account !== undefined,
        `${bucket} belongs to ${place.account ?? ""}`,
        `${bucket} belongs neither to ${trail.account} nor to an account that was named as the logs' keeper`,
      );
    }
    return findings.verdict({
      say: "If the logs go to an account of yours, name it (logAccounts); else give the trail a bucket of your own at once.",
      command: trailCommand(facts, "update-trail", "--s3-bucket-name <bucket of your own>"),
      pulumi: auditTrail(facts),
    });
  },
};
