import { explainAwsError } from "../explainAwsError";
import { isJsonObject } from "../json";
import { explainKmsRefusal, kmsProblem } from "./explainKmsRefusal";

/** What was being done in S3 when the error came. */
export interface S3Call {
  action: "s3:ListBucket" | "s3:GetObject";
  bucket: string;
  /** How the object is encrypted, where HeadObject said so although GetObject is refused. */
  encryption?: ObjectEncryption;
}

/** What HeadObject tells of an object's encryption. */
export interface ObjectEncryption {
  /** The key's ARN. */
  keyArn?: string;
  /** The bucket has an S3 Bucket Key, which changes the encryption context. */
  bucketKey?: boolean;
}

/** Says in plain words why an object or a list can't be read from a bucket of logs, and the way out. */
export function explainS3Error(error: unknown, { action, bucket, encryption }: S3Call): string {
  const [name = "", message = "", region] = ["name", "message", "Region"].map((field) =>
    textOf(error, field),
  );
  const problem = kmsProblem(name, message);
  if (problem !== undefined) return explainKmsRefusal(problem, name, message, encryption);
  if (isDenied(name)) {
    if (action === "s3:ListBucket")
      return `no permission to list the bucket: allow s3:ListBucket on ${bucket}`;
    // Who may look at the object but not read it lacks only its key.
    return encryption?.keyArn !== undefined
      ? explainKmsRefusal("denied", name, message, encryption)
      : `no permission to read it: allow s3:GetObject on ${bucket}/*, and kms:Decrypt on the key where the trail encrypts with one`;
  }
  if (name === "NoSuchKey" || name === "NotFound") return "it was deleted since it was listed";
  if (name === "PreconditionFailed") return "it was overwritten while it was read; repeat";
  if (name === "InvalidObjectState")
    return "it lies in an archive (S3 Glacier); restore it (aws s3api restore-object) and repeat";
  if (
    /^(PermanentRedirect|TemporaryRedirect|AuthorizationHeaderMalformed|IllegalLocationConstraintException|301)$/.test(
      name,
    )
  )
    return `the bucket is in another region${region ? `, ${region}` : ""}; give the client of that region`;
  return explainAwsError(error, { call: action });
}

/** Whether HeadObject may tell more: of a refusal that doesn't name a key. */
export function mayBeItsKey(error: unknown): boolean {
  const [name = "", message = ""] = [textOf(error, "name"), textOf(error, "message")];
  return (isDenied(name) || kmsProblem(name, message) !== undefined) && !/:kms:[^:]*:\d{12}:/.test(message);
}

function isDenied(name: string): boolean {
  return /^(AccessDenied|Forbidden|403)$/.test(name);
}

function textOf(error: unknown, field: string): string | undefined {
  const value = isJsonObject(error) ? error[field] : undefined;
  return typeof value === "string" ? value : undefined;
}
