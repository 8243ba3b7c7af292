import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DeploymentList } from "./deploymentList";

/**
 * The policy that an adopted bucket has now; undefined when it has none.
 * @throws Error when the bucket is not there, or may not be read: nothing may be taken for no policy.
 */
export async function adoptedBucketPolicy(
  bucket: string,
  parent: pulumi.Resource,
): Promise<string | undefined> {
  try {
    try {
      return (await aws.s3.getBucketPolicy({ bucket }, { parent })).policy;
    } catch (error) {
      if (!/NoSuchBucketPolicy|couldn't find resource|empty result/.test(String(error))) throw error;
      // The provider says the same of a bucket that is not there, so the bucket itself is asked for.
      await aws.s3.getBucket({ bucket }, { parent });
      return undefined;
    }
  } catch (error) {
    throw new Error(
      `existing.bucket: the policy of ${bucket} cannot be read, so nothing can be merged into it; ` +
        `name a bucket that you may read, or say leavePolicies: true (${String(error)})`,
      { cause: error },
    );
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

/** The policies that the program has merged into so far. */
const merges = new DeploymentList<pulumi.CustomResource>();

/**
 * Reads an adopted policy once the merges before it are done: two trails of one program that adopt one bucket would
 * otherwise both start from the same policy, and the second undo the first.
 */
export function readInTurn<T>(id: pulumi.Input<string>, read: (id: string) => Promise<T>): pulumi.Output<T> {
  const before = pulumi.all(merges.all().map((policy) => policy.id));
  return pulumi.all([id, before]).apply<T>(([resolved]) => read(resolved));
}

/** Notes a merge, for those after it. */
export function noteMerge<P extends pulumi.CustomResource>(policy: P): P {
  merges.add(policy);
  return policy;
}
