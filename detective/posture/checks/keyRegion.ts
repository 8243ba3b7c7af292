import { parseArn } from "../../arn";
import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, shellWord, fixNames, trailCommand } from "../fixText";
import { cloudTrailPage } from "../reference";

export const keyRegion: Check = {
  id: "key-region",
  title: "The key lies in the bucket's Region",
  pillar: "data",
  weight: 0,
  why: "S3 encrypts with keys of its own Region only: with another, delivery fails.",
  reads: ["kms:DescribeKey", "s3:GetBucketLocation"],
  references: [
    cloudTrailPage(
      "Encrypting CloudTrail log files with AWS KMS keys",
      "encrypting-cloudtrail-log-files-with-aws-kms",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const key = findings.need(facts.key);
    const place = findings.need(facts.place);
    if (key && place) {
      const region = parseArn(key.Arn ?? "")?.region;
      if (region === undefined) findings.doubt("KMS names no ARN of the key, so its Region is not known");
      else {
        findings.expect(
          region === place.region,
          `key and bucket are in ${region}`,
          `the key is in ${region}, the bucket in ${place.region}`,
        );
      }
    }
    return findings.verdict({
      say: "Give the trail a key of the bucket's Region.",
      command: trailCommand(
        facts,
        "update-trail",
        "--kms-key-id",
        shellWord(fixNames({ ...facts, key: { state: "absent", why: "" } }).key),
      ),
      pulumi: auditTrail(facts),
    });
  },
};
