import { Check } from "../check";
import { Findings } from "../findings";
import { bucketCommand, fixNames, resource } from "../fixText";
import { awsPage } from "../reference";

export const versioning: Check = {
  id: "versioning",
  title: "The log bucket keeps what is overwritten or deleted",
  pillar: "data",
  weight: 1,
  why: "Without versions one DeleteObject takes a log file out of the world.",
  reads: ["s3:GetBucketVersioning"],
  references: [
    awsPage(
      "Retaining multiple versions of objects with S3 Versioning",
      "AmazonS3/latest/userguide/Versioning.html",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const status = findings.need(facts.versioning);
    if (status !== undefined) {
      findings.expect(status === "Enabled", "versioning is Enabled", `versioning is ${status}`);
    }
    return findings.verdict({
      say: "Switch the bucket's versioning on.",
      command: bucketCommand(facts, "put-bucket-versioning", "--versioning-configuration Status=Enabled"),
      pulumi: resource(
        "s3.BucketVersioning",
        "audit-versioning",
        `bucket: ${JSON.stringify(fixNames(facts).bucket)},`,
        'versioningConfiguration: { status: "Enabled" },',
      ),
    });
  },
};
