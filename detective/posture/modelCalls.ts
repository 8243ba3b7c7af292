import { Context } from "./policy/condition";
import { Caller } from "./policy/evaluate";
import { Trail } from "./trailFacts";

/** The calls that policies are put to: CloudTrail's own for a trail, and those of someone who has no business here. */

export const CLOUDTRAIL = "cloudtrail.amazonaws.com";
export const cloudTrailService: Caller = { kind: "service", name: CLOUDTRAIL };

/** What a request of CloudTrail for this trail carries. */
export function cloudTrailContext(trail: Trail): Context {
  return {
    "aws:sourcearn": trail.arn,
    "aws:sourceaccount": trail.account,
    "aws:securetransport": "true",
    "aws:principalisawsservice": "true",
    "aws:principalservicename": CLOUDTRAIL,
    "aws:viaawsservice": "false",
    // A service has no account, organization or ARN of its own, and CloudTrail sends no aws:SourceOrgID.
    "aws:principalaccount": undefined,
    "kms:calleraccount": undefined,
    "aws:principalarn": undefined,
    "aws:principalorgid": undefined,
    "aws:sourceorgid": undefined,
    "s3:x-amz-acl": "bucket-owner-full-control",
  };
}

/** CloudTrail asking KMS for a key to encrypt a log file with. */
export function logEncryptionContext(trail: Trail): Context {
  return {
    ...cloudTrailContext(trail),
    "kms:encryptioncontext:aws:cloudtrail:arn": trail.arn,
    // Other uses of the key have contexts of their own; a log file's has none of these.
    "kms:encryptioncontext:aws:sns:topicarn": undefined,
    "kms:encryptioncontext:aws:logs:arn": undefined,
  };
}

/** CloudTrail asking KMS about the key; a call without an encryption context. */
export function describeKeyContext(trail: Trail): Context {
  return { ...logEncryptionContext(trail), "kms:encryptioncontext:aws:cloudtrail:arn": undefined };
}

/** Someone of an account that has nothing to do with the trail's, and someone without any account. */
export function outsiders(trail: Trail): { who: string; caller: Caller; context: Context }[] {
  const account = trail.account === "999999999999" ? "888888888888" : "999999999999";
  const arn = `arn:${trail.partition}:iam::${account}:user/outsider`;
  const shared: Context = {
    "aws:sourcearn": undefined,
    "aws:sourceaccount": undefined,
    "aws:securetransport": "true",
    "aws:principalisawsservice": "false",
    "aws:viaawsservice": "false",
    "aws:principalorgid": undefined,
    "aws:sourceorgid": undefined,
    // A caller chooses these freely, so they are what the policy wants them to be.
    "s3:x-amz-acl": "bucket-owner-full-control",
    "kms:encryptioncontext:aws:cloudtrail:arn": trail.arn,
  };
  return [
    {
      who: "anyone without an account",
      caller: { kind: "anonymous" },
      context: {
        ...shared,
        "aws:principalaccount": undefined,
        "aws:principalarn": undefined,
        "kms:calleraccount": undefined,
      },
    },
    {
      who: "anyone of any account",
      caller: { kind: "principal", arn },
      context: {
        ...shared,
        "aws:principalaccount": account,
        "aws:principalarn": arn,
        "kms:calleraccount": account,
      },
    },
  ];
}
