import { cut, printable } from "../terminalText";
import type { ObjectEncryption } from "./explainS3Error";

/** In what way KMS says no, through S3. */
export type KmsProblem = "denied" | "disabled" | "pending-deletion" | "gone" | "throttled" | "unusable";

const KEY_ARN = /arn:[\w-]+:kms:[\w-]*:\d{12}:(?:key|alias)\/[\w/-]+/;
const CALLER = /User: arn:[\w-]+:(?:iam|sts)::(\d{12}):/;

/** Undefined where an error of S3's has nothing to do with a key. */
export function kmsProblem(name: string, message: string): KmsProblem | undefined {
  const ofKms = /^KMS\./.test(name);
  if (!ofKms && !/kms|ciphertext|customer master key/i.test(message)) return undefined;
  if (/Throttl|LimitExceeded/i.test(name)) return "throttled";
  if (/AccessDenied/.test(name) || /kms:Decrypt|ciphertext/i.test(message)) return "denied";
  if (/Disabled/.test(name) || /is disabled/i.test(message)) return "disabled";
  if (/pending (replica )?deletion/i.test(message)) return "pending-deletion";
  if (/NotFound/.test(name) || /does not exist/i.test(message)) return "gone";
  return ofKms ? "unusable" : undefined;
}

/**
 * Says which key an object can't be decrypted with, and which grant is missing or what is wrong with the key.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html and
 * docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export function explainKmsRefusal(
  problem: KmsProblem,
  name: string,
  message: string,
  encryption: ObjectEncryption = {},
): string {
  const arn = KEY_ARN.exec(message)?.[0] ?? encryption.keyArn;
  const key = arn ?? "the key that the trail encrypts with";
  const id = arn ?? "KEY";
  switch (problem) {
    case "denied":
      return `no permission to decrypt it: ${grant(key, arn, message, encryption)}`;
    case "disabled":
      return `its encryption key can't be used: ${key} is disabled; enable the key (aws kms enable-key --key-id ${id}) and repeat`;
    case "pending-deletion":
      return (
        `its encryption key can't be used: ${key} waits for its deletion, after which nothing encrypted with it can ` +
        `be read again; cancel the deletion now (aws kms cancel-key-deletion, then aws kms enable-key, --key-id ${id}) and repeat`
      );
    case "gone":
      return `its encryption key can't be used: ${key} does not exist (any more), or not in the bucket's region; without it the object can't be read`;
    case "throttled":
      return `KMS was asked too often for ${key}: repeat later, or turn on the bucket's S3 Bucket Key, which saves nearly all calls to KMS for new objects`;
    case "unusable":
      return `its encryption key can't be used: ${key} (${cut(printable(message || name), 300)}); look at its state (aws kms describe-key --key-id ${id}) and repeat`;
  }
}

function grant(
  key: string,
  arn: string | undefined,
  message: string,
  { bucketKey }: ObjectEncryption,
): string {
  const owner = arn?.split(":")[4];
  const caller = CALLER.exec(message)?.[1];
  const foreign = owner !== undefined && caller !== undefined && owner !== caller;
  const parts = [`allow kms:Decrypt on ${key}, ${where(message, foreign)}`];
  if (foreign) parts.push(`the key belongs to account ${owner}, the caller to ${caller}`);
  parts.push(
    bucketKey
      ? "the bucket has an S3 Bucket Key: the encryption context is the bucket's ARN, so a key policy that asks for kms:EncryptionContext:aws:cloudtrail:arn doesn't let readers through"
      : "a key policy made for trails may allow it only with the encryption context aws:cloudtrail:arn, which S3 hands on by itself",
  );
  return parts.join("; ");
}

/** KMS names the policy that doesn't allow it, or that denies it. */
function where(message: string, foreign: boolean): string {
  const deny = /explicit deny in an? ([\w -]+?)(?: policy|$|[.,;])/i.exec(message)?.[1];
  if (deny !== undefined)
    return `which ${words(deny)} denies explicitly: no other grant helps as long as it does`;
  if (foreign) return "in the key's policy and in the caller's: across accounts both have to";
  if (/no identity-based policy allows/i.test(message))
    return "in the caller's IAM policy, or in the key's policy";
  if (/no resource-based polic(y|ies) allows/i.test(message)) return "in the key's policy";
  const other = /no ([\w -]+?) (?:policy )?allows/i.exec(message)?.[1];
  return other === undefined || /resource-based/.test(other)
    ? "in the key's policy and in the caller's"
    : `in the ${other} that doesn't`;
}

function words(policy: string): string {
  return /^resource-based$/i.test(policy)
    ? "the key's policy"
    : /^identity-based$/i.test(policy)
      ? "the caller's IAM policy"
      : `a ${policy} policy`;
}
