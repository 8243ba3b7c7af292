import type * as aws from "@pulumi/aws";
import { isApiError } from "./apiErrors";
import { partitionOf } from "./partition";
import type { Properties } from "./propertyValues";
import type { Call } from "./record";
import { regionDescriptions } from "./regionDescriptions";

/** A data source: the arguments it takes, and what it answers. */
interface DataSource<Args, Result> {
  takes: readonly Exclude<keyof Args & string, "region">[];
  answer(call: Call, args: Args): Promise<Result>;
}

const dataSource = <Args, Result>(source: DataSource<Args, Result>): DataSource<Properties, Properties> =>
  source as unknown as DataSource<Properties, Properties>;

const file = "sandbox/provider/functions.ts";

const dataSources: Record<string, DataSource<Properties, Properties>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": dataSource<
    aws.GetCallerIdentityArgs,
    aws.GetCallerIdentityResult
  >({
    takes: ["id"],
    async answer(call) {
      const { Account = "", Arn = "", UserId = "" } = await (await call.aws.sts()).getCallerIdentity({});
      return { accountId: Account, arn: Arn, id: Account, userId: UserId };
    },
  }),

  "aws:index/getPartition:getPartition": dataSource<aws.GetPartitionArgs, aws.GetPartitionResult>({
    takes: ["id"],
    answer: (call) => {
      const found = partitionOf(call.region);
      return Promise.resolve({ ...found, id: found.partition });
    },
  }),

  "aws:index/getRegion:getRegion": dataSource<aws.GetRegionArgs, aws.GetRegionResult>({
    takes: ["id", "name"],
    answer: (call, { name }) => {
      const region = name ?? call.region;
      const endpoint = `ec2.${region}.${partitionOf(region).dnsSuffix}`;
      const description = regionDescriptions[region] ?? region;
      return Promise.resolve({ description, endpoint, id: region, name: region, region });
    },
  }),

  "aws:index/getRegions:getRegions": dataSource<aws.GetRegionsArgs, aws.GetRegionsResult>({
    takes: ["allRegions", "id"],
    async answer(call, { allRegions }) {
      const client = await call.aws.ec2();
      const { Regions = [] } = await client.describeRegions({ AllRegions: allRegions ?? false });
      const { partition } = partitionOf(call.region);
      const names = Regions.map(({ RegionName = "" }) => RegionName);
      return { ...(allRegions !== undefined && { allRegions }), id: partition, names, region: call.region };
    },
  }),

  "aws:kms/getKey:getKey": dataSource<aws.kms.GetKeyArgs, aws.kms.GetKeyResult>({
    takes: ["keyId"],
    async answer(call, { keyId }) {
      const { KeyMetadata: found } = await (await call.aws.kms()).describeKey({ KeyId: keyId });
      if (!found?.KeyId) throw new Error(`reading KMS Key (${keyId}): couldn't find resource`);
      return {
        arn: found.Arn ?? "",
        awsAccountId: found.AWSAccountId ?? "",
        cloudHsmClusterId: found.CloudHsmClusterId ?? "",
        creationDate: found.CreationDate?.toISOString() ?? "",
        customKeyStoreId: found.CustomKeyStoreId ?? "",
        customerMasterKeySpec: found.CustomerMasterKeySpec ?? found.KeySpec ?? "",
        deletionDate: found.DeletionDate?.toISOString() ?? "",
        description: found.Description ?? "",
        enabled: found.Enabled ?? false,
        expirationModel: found.ExpirationModel ?? "",
        id: found.KeyId,
        keyId,
        keyManager: found.KeyManager ?? "",
        keySpec: found.KeySpec ?? "",
        keyState: found.KeyState ?? "",
        keyUsage: found.KeyUsage ?? "",
        multiRegion: found.MultiRegion ?? false,
        multiRegionConfigurations: [],
        origin: found.Origin ?? "",
        pendingDeletionWindowInDays: found.PendingDeletionWindowInDays ?? 0,
        region: call.region,
        validTo: found.ValidTo?.toISOString() ?? "",
        xksKeyConfigurations: [],
      };
    },
  }),

  "aws:s3/getBucket:getBucket": dataSource<
    aws.s3.GetBucketArgs,
    Omit<aws.s3.GetBucketResult, "hostedZoneId" | "websiteDomain" | "websiteEndpoint">
  >({
    takes: ["bucket"],
    async answer(call, { bucket }) {
      const head = await (await call.aws.s3()).headBucket({ Bucket: bucket }).catch((error: unknown) => {
        if (!isApiError(error, "NotFound", "NoSuchBucket")) throw error;
        throw new Error(`reading S3 Bucket (${bucket}): couldn't find resource`, { cause: error });
      });
      const bucketRegion = head.BucketRegion ?? call.region;
      const { dnsSuffix } = partitionOf(bucketRegion);
      return {
        arn: `arn:${call.partition}:s3:::${bucket}`,
        bucket,
        bucketDomainName: `${bucket}.s3.${dnsSuffix}`,
        bucketRegion,
        bucketRegionalDomainName: `${bucket}.s3.${bucketRegion}.${dnsSuffix}`,
        id: bucket,
        region: call.region,
      };
    },
  }),

  "aws:s3/getBucketPolicy:getBucketPolicy": dataSource<
    aws.s3.GetBucketPolicyArgs,
    aws.s3.GetBucketPolicyResult
  >({
    takes: ["bucket"],
    async answer(call, { bucket }) {
      const { Policy = "" } = await (await call.aws.s3()).getBucketPolicy({ Bucket: bucket });
      return { bucket, id: bucket, policy: Policy, region: call.region };
    },
  }),

  "aws:cloudcontrol/getResource:getResource": dataSource<
    aws.cloudcontrol.GetResourceArgs,
    aws.cloudcontrol.GetResourceResult
  >({
    takes: ["identifier", "typeName"],
    async answer(call, { identifier, typeName }) {
      if (typeName !== "AWS::KMS::Key") {
        throw new Error(`typeName: ${typeName} is not served, only AWS::KMS::Key; add it in ${file}`);
      }
      const properties = JSON.stringify(await keyAsCloudControlShowsIt(call, identifier));
      return { id: identifier, identifier, properties, region: call.region, typeName };
    },
  }),
};

/** The functions the sandbox's provider serves, as Pulumi writes them (`aws:kms/getKey:getKey`). */
export const supportedFunctions: readonly string[] = Object.keys(dataSources).sort();

/** Calls a function; throws, naming it, when the function or one of its arguments is not served. */
export async function invoke(token: string, args: Properties, inRegion: (region: unknown) => Call) {
  const source = dataSources[token];
  if (!source) throw new Error(`${token} is not served by the sandbox's aws provider; add it in ${file}`);
  for (const [name, value] of Object.entries(args)) {
    const known = name === "region" || source.takes.includes(name);
    if (!known && value !== undefined && value !== null) {
      throw new Error(`${token}: ${name} is not served by the sandbox's aws provider; add it in ${file}`);
    }
  }
  return await source.answer(inRegion(args.region), args);
}

/** A key's properties by CloudFormation's names (CloudFormation, AWS::KMS::Key). */
async function keyAsCloudControlShowsIt(call: Call, identifier: string): Promise<Properties> {
  const client = await call.aws.kms();
  const { KeyMetadata: found } = await client.describeKey({ KeyId: identifier });
  const KeyId = found?.KeyId ?? identifier;
  const symmetric = found?.KeySpec === "SYMMETRIC_DEFAULT";
  const [{ Policy = "{}" }, { Tags = [] }, rotation] = await Promise.all([
    client.getKeyPolicy({ KeyId, PolicyName: "default" }),
    client.listResourceTags({ KeyId }),
    symmetric ? client.getKeyRotationStatus({ KeyId }) : undefined,
  ]);
  return {
    Arn: found?.Arn,
    Description: found?.Description,
    EnableKeyRotation: rotation?.KeyRotationEnabled ?? false,
    Enabled: found?.Enabled,
    KeyId,
    KeyPolicy: JSON.parse(Policy) as unknown,
    KeySpec: found?.KeySpec,
    KeyUsage: found?.KeyUsage,
    MultiRegion: found?.MultiRegion,
    Origin: found?.Origin,
    RotationPeriodInDays: rotation?.RotationPeriodInDays,
    Tags: Tags.map(({ TagKey, TagValue }) => ({ Key: TagKey, Value: TagValue })),
  };
}
