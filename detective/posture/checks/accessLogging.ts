import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, bucketCommand, shellJson } from "../fixText";
import { cis, awsPage } from "../reference";

export const accessLogging: Check = {
  id: "log-access-recorded",
  title: "Reading the logs leaves a trace",
  pillar: "data",
  weight: 2,
  why: "Who reads the logs learns what is known of him; access logs tell that somebody did.",
  reads: ["s3:GetBucketLogging"],
  references: [
    cis("4.4", "3.4"),
    awsPage("Logging requests with server access logging", "AmazonS3/latest/userguide/ServerLogs.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const bucket = findings.need(facts.bucketName);
    const target = findings.need(facts.accessLogging);
    if (bucket && target) {
      findings.expect(
        target.bucket !== bucket,
        `access logs go to ${target.bucket}/${target.prefix}`,
        `access logs go into ${bucket} itself: each one written makes another, and who clears the bucket clears both`,
      );
    }
    return findings.verdict({
      say: "Write the bucket's access logs to another bucket of the account and Region.",
      command: bucketCommand(
        facts,
        "put-bucket-logging",
        "--bucket-logging-status",
        shellJson({ LoggingEnabled: { TargetBucket: "<access log bucket>", TargetPrefix: "access/" } }),
      ),
      pulumi: auditTrail(facts, "logBucket: { accessLogging: true },"),
    });
  },
};
