import { S3Reader } from "./clients";
import { Fact, absent, readFact, value } from "./fact";
import { readPolicyText } from "./readPolicyText";
import { TrailFacts } from "./trailFacts";

type BucketFacts = Pick<
  TrailFacts,
  "encryption" | "publicAccessBlock" | "bucketPolicy" | "versioning" | "ownership"
>;

/** What a bucket's own settings say; each by its own call, so that one refusal hides nothing else. */
export async function readBucketFacts(s3: S3Reader, bucketName: Fact<string>): Promise<BucketFacts> {
  if (bucketName.state !== "value") {
    return {
      encryption: bucketName,
      publicAccessBlock: bucketName,
      bucketPolicy: bucketName,
      versioning: bucketName,
      ownership: bucketName,
    };
  }
  const Bucket = bucketName.value;
  const missing = { NoSuchBucket: `bucket ${Bucket} does not exist` };
  const [encryption, publicAccessBlock, bucketPolicy, versioning, ownership] = await Promise.all([
    readFact(
      "s3:GetBucketEncryption",
      async () => {
        const answer = await s3.getBucketEncryption({ Bucket });
        return value(answer.ServerSideEncryptionConfiguration?.Rules ?? []);
      },
      {
        ...missing,
        ServerSideEncryptionConfigurationNotFoundError: `bucket ${Bucket} has no default encryption`,
      },
    ),
    readFact(
      "s3:GetPublicAccessBlock",
      async () => value((await s3.getPublicAccessBlock({ Bucket })).PublicAccessBlockConfiguration ?? {}),
      {
        ...missing,
        NoSuchPublicAccessBlockConfiguration: `bucket ${Bucket} has no public access block`,
      },
    ),
    readFact(
      "s3:GetBucketPolicy",
      async () => {
        const { Policy } = await s3.getBucketPolicy({ Bucket });
        return Policy
          ? readPolicyText("s3:GetBucketPolicy", Policy)
          : absent(`bucket ${Bucket} has no policy`);
      },
      { ...missing, NoSuchBucketPolicy: `bucket ${Bucket} has no policy` },
    ),
    readFact(
      "s3:GetBucketVersioning",
      async () => {
        const { Status } = await s3.getBucketVersioning({ Bucket });
        return Status ? value(Status) : absent(`bucket ${Bucket} never had versioning`);
      },
      missing,
    ),
    readFact(
      "s3:GetBucketOwnershipControls",
      async () => {
        const { OwnershipControls } = await s3.getBucketOwnershipControls({ Bucket });
        const ownership = OwnershipControls?.Rules?.[0]?.ObjectOwnership;
        return ownership ? value(ownership) : absent(`bucket ${Bucket} has no ownership controls`);
      },
      { ...missing, OwnershipControlsNotFoundError: `bucket ${Bucket} has no ownership controls` },
    ),
  ]);
  return { encryption, publicAccessBlock, bucketPolicy, versioning, ownership };
}
