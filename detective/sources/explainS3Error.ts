import { explainAwsError } from "../explainAwsError";
import { isJsonObject } from "../json";

/** What was being done in S3 when the error came. */
export interface S3Call {
  action: "s3:ListBucket" | "s3:GetObject";
  bucket: string;
}

/** Says in plain words why an object or a list can't be read from a bucket of logs, and the way out. */
export function explainS3Error(error: unknown, { action, bucket }: S3Call): string {
  const [name = "", message = "", region] = ["name", "message", "Region"].map((field) =>
    textOf(error, field),
  );
  const key = /arn:[\w-]+:kms:[\w-]+:\d{12}:(?:key|alias)\/[\w/-]+/.exec(message)?.[0];
  if (
    /^KMS\./.test(name) ||
    (/kms/i.test(message) && /disabled|pending deletion|does not exist/i.test(message))
  )
    return `its encryption key can't be used (${message || name}); enable the key, or cancel its deletion, and repeat`;
  if (/kms:Decrypt|ciphertext/i.test(message)) {
    return (
      `no permission to decrypt it: allow kms:Decrypt on ${key ?? "the key that the trail encrypts with"}, in the key's policy ` +
      "and in the caller's (the trail's own key policy may allow it with an encryption context only)"
    );
  }
  if (/^(AccessDenied|Forbidden|403)$/.test(name)) {
    return action === "s3:ListBucket"
      ? `no permission to list the bucket: allow s3:ListBucket on ${bucket}`
      : `no permission to read it: allow s3:GetObject on ${bucket}/*, and kms:Decrypt on the key where the trail encrypts with one`;
  }
  if (name === "NoSuchKey" || name === "NotFound") return "it was deleted since it was listed";
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

function textOf(error: unknown, field: string): string | undefined {
  const value = isJsonObject(error) ? error[field] : undefined;
  return typeof value === "string" ? value : undefined;
}
