import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";

/** A key pair as CloudTrail has them, one or more in each Region. */
export interface SigningKey {
  region: string;
  privateKey: KeyObject;
  /** DER of the public key in base64: PKCS #1, or SPKI as one of AWS's samples is. */
  value: string;
  /** MD5 of the DER, as those of AWS's samples are. */
  fingerprint: string;
  from: Date;
  to: Date;
}

const made = new Map<string, { privateKey: KeyObject; publicKey: KeyObject }>();

/** The `number`th key of a Region, the same as long as the process lives: making one takes a tenth of a second. */
export function signingKey(
  region: string,
  number = 0,
  {
    form = "pkcs1",
    from = new Date("2026-01-01T00:00:00Z"),
    to = new Date("2027-01-01T00:00:00Z"),
  }: { form?: "pkcs1" | "spki"; from?: Date; to?: Date } = {},
): SigningKey {
  const id = `${region} ${number}`;
  const { privateKey, publicKey } = made.get(id) ?? generateKeyPairSync("rsa", { modulusLength: 2048 });
  made.set(id, { privateKey, publicKey });
  const der = publicKey.export({ format: "der", type: form });
  return {
    region,
    privateKey,
    value: der.toString("base64"),
    fingerprint: createHash("md5").update(der).digest("hex"),
    from,
    to,
  };
}

/** ListPublicKeys' answer as JSON, each key with its Region. */
export function keyList(keys: readonly SigningKey[]): { PublicKeyList: Record<string, unknown>[] } {
  return {
    PublicKeyList: keys.map(({ region, value, fingerprint, from, to }) => ({
      Region: region,
      Value: value,
      ValidityStartTime: from.getTime() / 1000,
      ValidityEndTime: to.getTime() / 1000,
      Fingerprint: fingerprint,
    })),
  };
}
