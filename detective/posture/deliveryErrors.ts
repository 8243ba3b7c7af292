/** What a delivery's error means, and what to look at. */
export interface DeliveryError {
  means: string;
  /** Where the cause lies. */
  look: "bucket" | "policy" | "key" | "role" | "topic";
}

/**
 * Errors that GetTrailStatus reports, by how they begin: those of S3 and, behind them, of KMS.
 *
 * Source: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html, docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html
 */
const ERRORS: readonly [pattern: RegExp, explained: DeliveryError][] = [
  [/^NoSuchBucket/i, { means: "the bucket does not exist any more", look: "bucket" }],
  [/^AllAccessDisabled/i, { means: "AWS has disabled all access to the bucket", look: "bucket" }],
  [
    /^(PermanentRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraint)/i,
    {
      means: "the bucket lies in another Region than CloudTrail thinks: it was deleted and made again",
      look: "bucket",
    },
  ],
  [
    /requester ?pays/i,
    { means: "the bucket makes the requester pay, which CloudTrail doesn't", look: "bucket" },
  ],
  [
    /KMS\.?NotFoundException|KMS.*does not exist/i,
    { means: "the key does not exist in the bucket's Region", look: "key" },
  ],
  [/KMS\.?Disabled/i, { means: "the key is disabled", look: "key" }],
  [
    /KMS\.?(KMS)?InvalidState|pending deletion/i,
    { means: "the key is not usable: it waits for its deletion or its import", look: "key" },
  ],
  [/KMS|kms:/, { means: "KMS refuses the key to CloudTrail: see the key's policy", look: "key" }],
  [
    /^InvalidTargetKeyForKms|^InsufficientEncryption/i,
    { means: "the key's policy does not admit CloudTrail", look: "key" },
  ],
  [
    /^(AccessDenied|InsufficientS3BucketPolicy|MalformedPolicy)|bucket policy/i,
    { means: "the bucket's policy, or a Deny in it, keeps CloudTrail from writing", look: "policy" },
  ],
  [
    /^(AuthorizationError|NotFound|InvalidParameter)/i,
    { means: "the topic refuses it, or is gone", look: "topic" },
  ],
];

/** What the error means; undefined for one that isn't known. */
export function explainDeliveryError(error: string): DeliveryError | undefined {
  return ERRORS.find(([pattern]) => pattern.test(error))?.[1];
}
