import { S3Reader } from "./clients";
import { Absences, Fact, absent, mapFact, readFact, unreadable, value } from "./fact";
import { readPolicyText } from "./readPolicyText";
import { BucketPlace, ObjectLock, TrailFacts } from "./trailFacts";

type BucketFacts = Pick<
  TrailFacts,
  | "place"
  | "encryption"
  | "publicAccessBlock"
  | "bucketPolicy"
  | "bucketPolicyText"
  | "versioning"
  | "mfaDelete"
  | "objectLock"
  | "lifecycle"
  | "accessLogging"
  | "acl"
  | "ownership"
>;

/**
 * What a bucket's own settings say; each by its own call, so that one refusal hides nothing else.
 *
 * @param owners the accounts that may own it
 */
export async function readBucketFacts(
  s3: S3Reader,
  bucketName: Fact<string>,
  owners: readonly string[],
): Promise<BucketFacts> {
  if (bucketName.state !== "value") return allOf(bucketName);
  const Bucket = bucketName.value;
  const read = <T>(operation: string, ask: () => Promise<Fact<T>>, absences: Absences<T> = {}) =>
    readFact(`s3:${operation}`, ask, {
      NoSuchBucket: `bucket ${Bucket} does not exist: whoever makes one of that name gets the logs`,
      ...absences,
    });
  const [
    place,
    encryption,
    publicAccessBlock,
    bucketPolicyText,
    versions,
    objectLock,
    lifecycle,
    accessLogging,
    acl,
    ownership,
  ] = await Promise.all([
    read("GetBucketLocation", () => readPlace(s3, Bucket, owners)),
    read(
      "GetBucketEncryption",
      async () => {
        const answer = await s3.getBucketEncryption({ Bucket });
        return value(answer.ServerSideEncryptionConfiguration?.Rules ?? []);
      },
      { ServerSideEncryptionConfigurationNotFoundError: `bucket ${Bucket} has no default encryption` },
    ),
    read(
      "GetPublicAccessBlock",
      async () => value((await s3.getPublicAccessBlock({ Bucket })).PublicAccessBlockConfiguration ?? {}),
      { NoSuchPublicAccessBlockConfiguration: `bucket ${Bucket} has no public access block` },
    ),
    read(
      "GetBucketPolicy",
      async () => {
        const { Policy } = await s3.getBucketPolicy({ Bucket });
        return Policy ? value(Policy) : absent(`bucket ${Bucket} has no policy`);
      },
      { NoSuchBucketPolicy: `bucket ${Bucket} has no policy` },
    ),
    read("GetBucketVersioning", async () => value(await s3.getBucketVersioning({ Bucket }))),
    read("GetObjectLockConfiguration", () => readLock(s3, Bucket), {
      ObjectLockConfigurationNotFoundError: `bucket ${Bucket} has no Object Lock`,
    }),
    read(
      "GetBucketLifecycleConfiguration",
      async () => value((await s3.getBucketLifecycleConfiguration({ Bucket })).Rules ?? []),
      { NoSuchLifecycleConfiguration: { stands: [] } },
    ),
    read("GetBucketLogging", async () => {
      const { LoggingEnabled: to } = await s3.getBucketLogging({ Bucket });
      return to?.TargetBucket
        ? value({ bucket: to.TargetBucket, prefix: to.TargetPrefix ?? "" })
        : absent(`bucket ${Bucket} writes no access logs`);
    }),
    read("GetBucketAcl", async () => value(await s3.getBucketAcl({ Bucket }))),
    read(
      "GetBucketOwnershipControls",
      async () => {
        const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
        const rule = OwnershipControls?.Rules?.[0]?.ObjectOwnership;
        return rule ? value(rule) : absent(`bucket ${Bucket} has no ownership controls`);
      },
      { OwnershipControlsNotFoundError: `bucket ${Bucket} has no ownership controls` },
    ),
  ]);
  const bucketPolicy =
    bucketPolicyText.state === "value"
      ? readPolicyText("s3:GetBucketPolicy", bucketPolicyText.value)
      : bucketPolicyText;
  const versioning =
    versions.state === "value" && !versions.value.Status
      ? absent(`bucket ${Bucket} never had versioning`)
      : mapFact(versions, ({ Status = "" }) => Status);
  const mfaDelete = mapFact(versions, ({ MFADelete = "Disabled" }) => MFADelete);
  return {
    place,
    encryption,
    publicAccessBlock,
    bucketPolicy,
    bucketPolicyText,
    versioning,
    mfaDelete,
    objectLock,
    lifecycle,
    accessLogging,
    acl,
    ownership,
  };
}

function allOf(missing: Fact<never>): BucketFacts {
  return {
    place: missing,
    encryption: missing,
    publicAccessBlock: missing,
    bucketPolicy: missing,
    bucketPolicyText: missing,
    versioning: missing,
    mfaDelete: missing,
    objectLock: missing,
    lifecycle: missing,
    accessLogging: missing,
    acl: missing,
    ownership: missing,
  };
}

/**
 * S3 refuses a call whose `ExpectedBucketOwner` isn't the owner with the same AccessDenied as one without rights: only
 * the same call without it tells the two apart.
 */
async function readPlace(
  s3: S3Reader,
  Bucket: string,
  owners: readonly string[],
): Promise<Fact<BucketPlace>> {
  const { LocationConstraint } = await s3.getBucketLocation({ Bucket });
  const region = !LocationConstraint
    ? "us-east-1"
    : LocationConstraint === "EU"
      ? "eu-west-1"
      : LocationConstraint;
  for (const account of owners) {
    try {
      await s3.getBucketLocation({ Bucket, ExpectedBucketOwner: account });
      return value({ region, account });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      if (name !== "AccessDenied") return unreadable(`s3:GetBucketLocation: ${name}: ${message}`);
    }
  }
  return owners.length > 0 ? value({ region }) : unreadable("it is not known whose bucket it should be");
}

async function readLock(s3: S3Reader, Bucket: string): Promise<Fact<ObjectLock>> {
  const { ObjectLockConfiguration: lock } = await s3.getObjectLockConfiguration({ Bucket });
  if (lock?.ObjectLockEnabled !== "Enabled") return absent(`bucket ${Bucket} has no Object Lock`);
  const { Mode, Days, Years } = lock.Rule?.DefaultRetention ?? {};
  const days = Days ?? (Years === undefined ? undefined : Years * 365);
  return value({ ...(Mode !== undefined && { mode: Mode }), ...(days !== undefined && { days }) });
}
