import { explainAwsError } from "../explainAwsError";
import type { KeySource } from "./keyRing";
import type { PublicKey } from "./publicKey";

/** The one call that is used of a CloudTrail client; the SDK's aggregated `CloudTrail` class fits. */
export interface PublicKeysClient {
  listPublicKeys(input: { StartTime?: Date; EndTime?: Date; NextToken?: string }): Promise<{
    PublicKeyList?: {
      Value?: Uint8Array;
      ValidityStartTime?: Date;
      ValidityEndTime?: Date;
      Fingerprint?: string;
    }[];
    NextToken?: string;
  }>;
}

/** Keys as CloudTrail lists them, each Region's asked of that Region. */
export function apiKeys(clientOf: (region: string) => Promise<PublicKeysClient>): KeySource {
  return {
    async load(ring, region, from, to) {
      try {
        ring.add(region, await listKeys(await clientOf(region), region, from, to), { from, to });
      } catch (error) {
        const why = error instanceof NoKeys ? error.message : explained(error, region);
        ring.refuse(region, why);
      }
    },
  };
}

class NoKeys extends Error {
  override readonly name = "NoKeys";
}

/**
 * All keys of a Region that signed between two times, in ms since 1970.
 *
 * Source: docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListPublicKeys.html
 * @throws what the client throws, and Error where there is not a single key
 */
export async function listKeys(
  client: PublicKeysClient,
  region: string,
  from: number,
  to: number,
): Promise<PublicKey[]> {
  const keys: PublicKey[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const answer = await client.listPublicKeys({
      StartTime: new Date(from),
      EndTime: new Date(to),
      ...(token !== undefined && { NextToken: token }),
    });
    for (const { Value, ValidityStartTime, ValidityEndTime, Fingerprint } of answer.PublicKeyList ?? []) {
      if (!Value || !Fingerprint) continue;
      keys.push({
        region,
        fingerprint: Fingerprint.toLowerCase(),
        value: Buffer.from(Value).toString("base64"),
        from: ValidityStartTime?.getTime() ?? from,
        to: ValidityEndTime?.getTime() ?? to,
      });
    }
    token = answer.NextToken;
    if (token !== undefined && seen.has(token)) break;
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  if (keys.length > 0) return keys;
  throw new NoKeys(`CloudTrail lists no public key of ${region} for that time`);
}

function explained(error: unknown, region: string): string {
  return explainAwsError(error, { call: "cloudtrail:ListPublicKeys", region }).replace(/\.$/, "");
}
