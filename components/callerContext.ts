import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** Where a component's resources go: read from the provider, so that no partition or Region is ever assumed. */
export interface CallerContext {
  partition: string;
  accountId: string;
  region: string;
}

/** Asks the parent's provider for its partition, account and Region. */
export function callerContext(parent: pulumi.Resource): pulumi.Output<CallerContext> {
  const options = { parent };
  return pulumi
    .all([
      aws.getPartitionOutput({}, options),
      aws.getCallerIdentityOutput({}, options),
      aws.getRegionOutput({}, options),
    ])
    .apply(([{ partition }, { accountId }, { region }]) => ({ partition, accountId, region }));
}
