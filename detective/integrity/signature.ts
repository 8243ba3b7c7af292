import { createPublicKey, verify, type KeyObject } from "node:crypto";
import type { Digest } from "./digest";

/** The only one that CloudTrail uses. */
export const SIGNATURE_ALGORITHM = "SHA256withRSA";

/**
 * What a digest's signature signs.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 * @param sha256 of the digest's uncompressed content, in hex
 */
export function signingString({ endText, bucket, key, previous }: Digest, sha256: string): string {
  return `${endText}\n${bucket}/${key}\n${sha256}\n${previous?.signature ?? "null"}`;
}

/** Whether a signature in hex is that of a text, by RSASSA-PKCS1-v1_5 with SHA-256. */
export function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  if (!/^(?:[0-9a-f]{2})+$/i.test(signature)) return false;
  return verify("RSA-SHA256", Buffer.from(text), key, Buffer.from(signature, "hex"));
}

/**
 * A key of ListPublicKeys: DER in PKCS #1 as documented, or in SPKI as one documented sample is.
 *
 * @throws Error where it is neither, or no RSA key
 */
export function readPublicKey(base64: string): KeyObject {
  const der = Buffer.from(base64, "base64");
  for (const type of ["pkcs1", "spki"] as const) {
    try {
      const key = createPublicKey({ key: der, format: "der", type });
      if (key.asymmetricKeyType === "rsa") return key;
    } catch {
      // It may be the other form.
    }
  }
  throw new Error("it is no RSA public key in DER (PKCS #1 or SPKI)");
}
