import { parseArn } from "../arn";
import { CloudTrailReader, FactClients } from "./clients";
import { Fact, absent, readFact, readFrom, unreadable, value } from "./fact";
import { readBucketFacts } from "./readBucketFacts";
import { readKeyFacts } from "./readKeyFacts";
import { Trail, TrailFacts } from "./trailFacts";

export interface GatherOptions {
  /** The trail's name, or its ARN. */
  trailName: string;
  /**
   * The alias that the trail's key must have, for example `alias/ch03-cloudtrail-key`.
   * @default any alias that isn't AWS's own
   */
  keyAlias?: string;
}

/**
 * Reads what the checks look at: the trail, its status and selectors, its bucket, its key.
 *
 * Never throws for what an API answers: a call that is refused or fails makes its fact `unreadable`, with the error.
 */
export async function gatherTrailFacts(clients: FactClients, options: GatherOptions): Promise<TrailFacts> {
  const { trailName, keyAlias } = options;
  const trail = await readTrail(clients.cloudTrail, trailName);
  const bucketName = await readFrom(trail, ({ S3BucketName, name }) =>
    Promise.resolve(S3BucketName ? value(S3BucketName) : absent(`trail ${name} names no bucket`)),
  );
  const [status, selectors, bucket] = await Promise.all([
    readFrom(trail, ({ arn }) =>
      readFact("cloudtrail:GetTrailStatus", async () =>
        value(await clients.cloudTrail.getTrailStatus({ Name: arn })),
      ),
    ),
    readFrom(trail, ({ arn }) =>
      readFact("cloudtrail:GetEventSelectors", async () =>
        value(await clients.cloudTrail.getEventSelectors({ TrailName: arn })),
      ),
    ),
    readBucketFacts(clients.s3, bucketName),
  ]);
  const key = await readKeyFacts(clients.kms, keyReference(trail, bucket.encryption));
  return {
    trailName,
    ...(keyAlias !== undefined && { keyAlias }),
    trail,
    status,
    selectors,
    bucketName,
    ...bucket,
    ...key,
  };
}

function readTrail(cloudTrail: CloudTrailReader, trailName: string): Promise<Fact<Trail>> {
  return readFact("cloudtrail:DescribeTrails", async () => {
    const { trailList = [] } = await cloudTrail.describeTrails({ trailNameList: [trailName] });
    const found = trailList.find(({ Name, TrailARN }) => Name === trailName || TrailARN === trailName);
    if (!found) return absent(`no trail named ${trailName} in this account and region`);
    const arn = parseArn(found.TrailARN ?? "");
    if (!arn) return unreadable(`cloudtrail:DescribeTrails: "${found.TrailARN ?? ""}" is no ARN`);
    return value({
      ...found,
      arn: found.TrailARN ?? "",
      name: found.Name ?? arn.resource.replace(/^trail\//, ""),
      partition: arn.partition,
      region: found.HomeRegion ?? arn.region,
      account: arn.account,
    });
  });
}

/** The trail's key; where the trail has none, the bucket's, so that the key's own check still has something to look at. */
function keyReference(trail: Fact<Trail>, encryption: TrailFacts["encryption"]): Fact<string> {
  if (trail.state !== "value") return trail;
  if (trail.value.KmsKeyId) return value(trail.value.KmsKeyId);
  if (encryption.state === "unreadable") return encryption;
  const rules = encryption.state === "value" ? encryption.value : [];
  const ofBucket = rules.find((rule) => rule.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID);
  const id = ofBucket?.ApplyServerSideEncryptionByDefault?.KMSMasterKeyID;
  return id ? value(id) : absent("neither the trail nor its bucket uses a KMS key of the account's own");
}
