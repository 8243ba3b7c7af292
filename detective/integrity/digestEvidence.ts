import type { DigestEvidence } from "./evidence";
import { isoTime } from "./integrityFinding";
import { endOf, type JudgedDigest } from "./loadedDigest";

/** What of a judged digest an auditor needs to check it again. */
export function digestEvidence(each: JudgedDigest): DigestEvidence {
  const { key, name, digest, sha256, signature, verdict, provenBy, signatureFrom, why } = each;
  return {
    key,
    ...(digest && { bucket: digest.bucket }),
    account: name.account,
    region: name.region,
    trail: name.trail,
    ...(digest && { start: isoTime(digest.startTime) }),
    end: isoTime(endOf(each)),
    backfill: name.backfill,
    ...(sha256 !== undefined && { sha256 }),
    ...((each.verifiedSignature ?? signature) !== undefined && {
      signature: each.verifiedSignature ?? signature,
    }),
    ...(digest && { fingerprint: digest.fingerprint }),
    verdict,
    ...(provenBy && { provenBy }),
    ...(signatureFrom && { signatureFrom }),
    ...(why !== undefined && { why }),
    ...(digest && { logs: digest.logs.length }),
  };
}
