import { Check } from "../check";
import { Findings } from "../findings";
import { auditTrail, bucketCommand } from "../fixText";
import { awsPage, cis } from "../reference";

export const mfaDelete: Check = {
  id: "mfa-delete",
  title: "Deleting a version of a log takes an MFA device, or is impossible",
  pillar: "data",
  weight: 0,
  why: "Stolen rights on the bucket alone must not be enough to remove a version for good.",
  reads: ["s3:GetBucketVersioning", "s3:GetObjectLockConfiguration"],
  references: [
    cis("3.1.2", "2.1.2"),
    awsPage("Configuring MFA delete", "AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html"),
  ],
  evaluate(facts) {
    const findings = new Findings();
    const { objectLock: lock } = facts;
    const mfa = findings.need(facts.mfaDelete);
    if (lock.state === "value" && lock.value.mode === "COMPLIANCE") {
      findings.fact("Object Lock in compliance mode lets nobody delete a version");
    } else if (mfa === "Enabled") {
      findings.fact("MFA delete is Enabled");
    } else if (mfa !== undefined) {
      if (lock.state === "unreadable") findings.doubt(`could not be read: ${lock.error}`);
      else findings.problem(`MFA delete is ${mfa}, and no Object Lock in compliance mode stands in for it`);
    }
    return findings.verdict({
      say: "Let root switch MFA delete on (a bucket that has it can't have lifecycle rules), or lock what arrives in compliance mode.",
      command: bucketCommand(
        facts,
        "put-bucket-versioning",
        "--versioning-configuration Status=Enabled,MFADelete=Enabled --mfa '<MFA device ARN> <code>'",
      ),
      pulumi: auditTrail(facts, 'logBucket: { objectLock: { mode: "compliance", days: 365 } },'),
    });
  },
};
