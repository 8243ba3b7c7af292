import { S3Refusal } from "./s3Xml";

/** What goes wrong with one answer. */
export type S3Fault =
  /** S3 says no. */
  | S3Refusal
  /** The body breaks off after so many bytes, and the connection with it. */
  | { breakAfter: number }
  /** The answer never comes, or the connection ends before it. */
  | "hang"
  | "drop";

const KEY = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const WHO = "arn:aws:sts::111122223333:assumed-role/Reader/session";

/** What S3 answers, in its own words. */
export const refusals = {
  slowDown: { status: 503, code: "SlowDown", message: "Please reduce your request rate." },
  internalError: {
    status: 500,
    code: "InternalError",
    message: "We encountered an internal error. Please try again.",
  },
  accessDenied: { status: 403, code: "AccessDenied", message: "Access Denied" },
  noSuchKey: { status: 404, code: "NoSuchKey", message: "The specified key does not exist." },
  noSuchBucket: { status: 404, code: "NoSuchBucket", message: "The specified bucket does not exist" },
  archived: {
    status: 403,
    code: "InvalidObjectState",
    message: "The operation is not valid for the object's storage class",
  },
  kmsNoIdentityPolicy: (key = KEY): S3Refusal => ({
    status: 403,
    code: "AccessDenied",
    message: `User: ${WHO} is not authorized to perform: kms:Decrypt on resource: ${key} because no identity-based policy allows the kms:Decrypt action`,
  }),
  kmsNoResourcePolicy: (key = KEY): S3Refusal => ({
    status: 403,
    code: "AccessDenied",
    message: `User: ${WHO} is not authorized to perform: kms:Decrypt on resource: ${key} because no resource-based policy allows the kms:Decrypt action`,
  }),
  kmsExplicitDeny: (key = KEY): S3Refusal => ({
    status: 403,
    code: "AccessDenied",
    message: `User: ${WHO} is not authorized to perform: kms:Decrypt on resource: ${key} with an explicit deny in a resource-based policy`,
  }),
  /** A key in another account, or one that is no more: KMS doesn't name it. */
  kmsUnnamedKey: {
    status: 403,
    code: "AccessDenied",
    message: `User: ${WHO} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
  },
  kmsDisabled: (key = KEY): S3Refusal => ({
    status: 400,
    code: "KMS.DisabledException",
    message: `${key} is disabled.`,
  }),
  kmsPendingDeletion: (key = KEY): S3Refusal => ({
    status: 400,
    code: "KMS.KMSInvalidStateException",
    message: `${key} is pending deletion.`,
  }),
  kmsNotFound: (key = KEY): S3Refusal => ({
    status: 400,
    code: "KMS.NotFoundException",
    message: `Key '${key}' does not exist`,
  }),
  kmsThrottled: {
    status: 400,
    code: "KMS.ThrottlingException",
    message: "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.",
  },
} as const;
