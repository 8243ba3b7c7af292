import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs } from "./auditTrailArgs";
import type { TrailIdentity } from "./trailIdentity";
import { quota } from "./trailQuota";
import {
  advancedEventSelectors,
  conditionCount,
  resourceArn,
  type AdvancedEventSelector,
} from "./trailSelectors";

/**
 * A trail's selectors, once bucket and resource names are known.
 * @throws InputPropertyError when data events would select the log bucket itself, or CloudTrail's limit of conditions is passed.
 */
export function resolvedSelectors(
  { managementEvents, dataEvents }: Pick<AuditTrailArgs, "managementEvents" | "dataEvents">,
  identity: pulumi.Output<TrailIdentity>,
  store: { bucketName: pulumi.Output<string>; accessLogBucketName: pulumi.Output<string> },
): pulumi.Output<AdvancedEventSelector[]> {
  const resolved = (dataEvents ?? []).map((events) =>
    pulumi.output(events.resources).apply((resources) => ({ ...events, resources })),
  );
  return pulumi
    .all([identity, pulumi.all(resolved), store.bucketName, store.accessLogBucketName])
    .apply(([trail, events, bucketName, accessLogBucketName]) => {
      const logBuckets = [bucketName, accessLogBucketName].filter((bucket) => bucket !== "");
      for (const [index, { service, resources }] of events.entries()) {
        const own = resources?.find(
          (resource) =>
            service === "s3" &&
            logBuckets.some((bucket) => resourceArn(trail, "s3", resource).includes(`:::${bucket}/`)),
        );
        if (own === undefined) continue;
        throw new pulumi.InputPropertyError({
          propertyPath: `dataEvents[${index}].resources`,
          reason: `"${own}" is the trail's own log bucket: each delivery would be logged and delivered again, for ever; leave it out, accessLogging shows who reads it`,
        });
      }
      const all = advancedEventSelectors({
        trail,
        management: managementEvents ?? {},
        dataEvents: events,
        logBuckets,
      });
      const conditions = conditionCount(all);
      if (conditions <= quota.conditionsPerTrail) return all;
      throw new pulumi.InputPropertyError({
        propertyPath: "dataEvents",
        reason: `makes ${conditions} conditions in the trail's selectors, and CloudTrail allows ${quota.conditionsPerTrail}; name fewer resources`,
      });
    });
}
