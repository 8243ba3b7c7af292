import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** The policy that an adopted bucket has now; undefined when it has none. */
export async function adoptedBucketPolicy(
  bucket: string,
  parent: pulumi.Resource,
): Promise<string | undefined> {
  try {
    return (await aws.s3.getBucketPolicy({ bucket }, { parent })).policy;
  } catch (error) {
    if (/NoSuchBucketPolicy|couldn't find resource|empty result/.test(String(error))) return undefined;
    throw error;
  }
}

/**
 * The policy that an adopted key has now, read through Cloud Control: no other data source shows it.
 * @throws Error when Cloud Control's answer holds no policy: merging into nothing would lock the owner out.
 */
export async function adoptedKeyPolicy(keyId: string, parent: pulumi.Resource): Promise<string> {
  const { properties } = await aws.cloudcontrol.getResource(
    { typeName: "AWS::KMS::Key", identifier: keyId },
    { parent },
  );
  const { KeyPolicy: policy } = JSON.parse(properties) as { KeyPolicy?: unknown };
  if (policy === undefined) {
    throw new Error(
      `Cloud Control shows no policy of key ${keyId}, so nothing can be merged into it; ` +
        "give existing.keyPolicy, or say existing.leavePolicies: true",
    );
  }
  return typeof policy === "string" ? policy : JSON.stringify(policy);
}
