import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs } from "./auditTrailArgs";
import type { TrailIdentity } from "./trailIdentity";
import { advancedEventSelectors, type AdvancedEventSelector } from "./trailSelectors";

/** A trail's selectors, once bucket and resource names are known. */
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
    .apply(([trail, events, ...buckets]) =>
      advancedEventSelectors({
        trail,
        management: managementEvents ?? {},
        dataEvents: events,
        logBuckets: buckets.filter((bucket) => bucket !== ""),
      }),
    );
}
