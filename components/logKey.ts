import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { adoptedKeyPolicy, noteMerge, readInTurn } from "./adoptedPolicies";
import { principalArnRule } from "./inputRules";
import { mergedPolicy, type LogStoreWiring } from "./logStoreWiring";
import { keyPolicyStatements, trailKeyStatements, type KeyPolicyInputs } from "./policies/keyPolicy";
import { policyDocument } from "./policies/policyDocument";

/** A key that admits CloudTrail, and its alias; an adopted key's alias stays its owner's and is not named. */
export interface LogKey {
  arn: pulumi.Output<string>;
  alias: pulumi.Output<string>;
}

/** Creates the key, with rotation on and 30 days to change one's mind after a deletion. */
export function createKey(wiring: LogStoreWiring, bucketName: pulumi.Output<string>): LogKey {
  const { name, args, parent } = wiring;
  const key = new aws.kms.Key(
    `${name}-key`,
    {
      description:
        args.keyDescription ??
        pulumi.interpolate`Encrypts the log files of the CloudTrail trail ${args.trailName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: pulumi.jsonStringify(
        policyInputs(wiring, bucketName).apply((inputs) => policyDocument(keyPolicyStatements(inputs))),
      ),
      tags: args.tags,
    },
    { parent, protect: !args.ephemeral },
  );
  const alias = new aws.kms.Alias(
    `${name}-alias`,
    { name: args.keyAlias ?? `alias/${name}-key`, targetKeyId: key.keyId },
    { parent },
  );
  return { arn: key.arn, alias: alias.name };
}

/** Finds an existing key and merges this trail's statements into its policy, unless that is left to its owner. */
export function adoptKey(wiring: LogStoreWiring, bucketName: pulumi.Output<string>): LogKey {
  const { name, args, parent, trail } = wiring;
  const { key, keyPolicy, leavePolicies } = args.existing ?? {};
  const { id, arn } = aws.kms.getKeyOutput({ keyId: key ?? "" }, { parent });
  if (leavePolicies) return { arn, alias: pulumi.output("") };
  const owners = keyPolicy
    ? pulumi.output(keyPolicy)
    : readInTurn(id, (keyId) => adoptedKeyPolicy(keyId, parent));
  const merged = new aws.kms.KeyPolicy(
    `${name}-key-policy`,
    {
      keyId: id,
      policy: mergedPolicy(trail, owners, policyInputs(wiring, bucketName).apply(trailKeyStatements)),
    },
    // Deleting this resource would set the key's policy back to AWS's default and lose the owner's statements.
    { parent, retainOnDelete: true },
  );
  noteMerge(merged);
  return { arn: pulumi.all([arn, merged.id]).apply(([resolved]) => resolved), alias: pulumi.output("") };
}

function policyInputs(
  { args, context, trail }: LogStoreWiring,
  bucketName: pulumi.Output<string>,
): pulumi.Output<KeyPolicyInputs> {
  return pulumi
    .all([
      context,
      trail,
      bucketName,
      pulumi.all(args.readers ?? []),
      args.logGroupName,
      args.topicName,
      args.alertTopicName,
      args.queryResultsBucketName,
    ])
    .apply(([caller, identity, bucket, readers, logGroupName, topicName, alertTopicName, resultsBucket]) => ({
      trail: identity,
      keyAccountId: caller.accountId,
      region: caller.region,
      bucketName: bucket,
      // One that is no principal has been logged as an error; the policy gets narrower by it, never wider.
      readers: readers.filter((reader) => principalArnRule(reader) === undefined),
      logGroupName,
      topicName,
      alertTopicName,
      queryResultsBucketName: resultsBucket,
    }));
}
