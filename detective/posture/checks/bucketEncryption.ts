import { Check } from "../check";
import { EncryptionRule, KeyMetadata } from "../clients";
import { Findings } from "../findings";
import { bucketCommand, fixNames, resource, shellJson } from "../fixText";
import { cis, cloudTrailPage } from "../reference";
import { isAlias, sameKey } from "../sameKey";
import { TrailFacts } from "../trailFacts";

export const bucketEncryption: Check = {
  id: "bucket-encryption",
  title: "The bucket encrypts with that key by default, with a bucket key",
  pillar: "data",
  weight: 3,
  why: "What is written without a key of its own (digests, other writers) must not lie there unprotected; the bucket key keeps KMS's price down.",
  reads: ["s3:GetBucketEncryption", "kms:DescribeKey", "kms:ListAliases", "cloudtrail:DescribeTrails"],
  references: [
    cis("4.5", "3.5"),
    cloudTrailPage(
      "Encrypting CloudTrail log files with AWS KMS keys",
      "encrypting-cloudtrail-log-files-with-aws-kms",
    ),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const rules = findings.need(facts.encryption);
    const key = findings.need(facts.key);
    if (rules) {
      if (rules.length === 0) findings.problem("the bucket has no rule for default encryption");
      for (const rule of rules) judgeRule(findings, rule, key, facts);
    }
    const { bucket, key: keyArn } = fixNames(facts);
    return findings.verdict({
      say: "Set the bucket's default encryption to aws:kms with the trail's key, bucket key on.",
      command: bucketCommand(
        facts,
        "put-bucket-encryption",
        "--server-side-encryption-configuration",
        shellJson({
          Rules: [
            {
              ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: keyArn },
              BucketKeyEnabled: true,
            },
          ],
        }),
      ),
      pulumi: resource(
        "s3.BucketServerSideEncryptionConfiguration",
        "audit-encryption",
        `bucket: ${JSON.stringify(bucket)},`,
        "rules: [{",
        `  applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: ${JSON.stringify(keyArn)} },`,
        "  bucketKeyEnabled: true,",
        "}],",
      ),
    });
  },
};

function judgeRule(
  findings: Findings,
  rule: EncryptionRule,
  key: KeyMetadata | undefined,
  facts: TrailFacts,
): void {
  const { SSEAlgorithm, KMSMasterKeyID } = rule.ApplyServerSideEncryptionByDefault ?? {};
  findings.expect(
    SSEAlgorithm === "aws:kms",
    "default encryption is aws:kms",
    `default encryption is ${SSEAlgorithm ?? "not set"}, not aws:kms`,
  );
  if (!KMSMasterKeyID) findings.problem("the rule names no key, so S3 would take AWS's own");
  else if (key) judgeKey(findings, KMSMasterKeyID, key, facts);
  findings.expect(rule.BucketKeyEnabled === true, "the bucket key is on", "the bucket key is off");
}

function judgeKey(findings: Findings, reference: string, key: KeyMetadata, facts: TrailFacts): void {
  const aliases = isAlias(reference) ? findings.need(facts.aliases) : [];
  // Without the aliases an alias can't be resolved; that is already noted.
  if (!aliases) return;
  const trailsKey = key.Arn ?? key.KeyId ?? "the trail's key";
  findings.expect(
    sameKey(reference, key, aliases),
    `with ${reference}`,
    `default encryption uses ${reference}, not ${trailsKey}`,
  );
}
