import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs } from "./auditTrailArgs";
import type { TrailIdentity } from "./trailIdentity";
import { quotaProblem, secondCopyWarning, type CountedTrail } from "./trailQuota";

/** Keyed by the deployment's monitor, so that two deployments in one process do not count each other's trails. */
const byDeployment = new WeakMap<object, CountedTrail[]>();

/**
 * The trail's name, handed on once the account's other trails leave room for it.
 * @throws InputPropertyError when the quota of trails a Region is used up.
 */
export function nameBesideOthers(
  self: pulumi.Resource,
  checked: Pick<AuditTrailArgs, "singleRegion" | "managementEvents" | "otherTrails">,
  identity: pulumi.Output<TrailIdentity>,
): pulumi.Output<string> {
  return identity.apply(({ trailName, homeRegion }) => {
    const trail = {
      name: trailName,
      homeRegion,
      multiRegion: !checked.singleRegion,
      managementEvents: checked.managementEvents?.access !== "none",
    };
    const named = (checked.otherTrails ?? []).map((other) => ({
      name: other.name,
      homeRegion: other.homeRegion,
      multiRegion: !other.singleRegion,
      managementEvents: !other.withoutManagementEvents,
    }));
    const others = [...noteTrail(trail), ...named].filter(
      (other) => other.name !== trailName || other.homeRegion !== homeRegion,
    );
    const reason = quotaProblem(trail, others);
    if (reason) throw new pulumi.InputPropertyError({ propertyPath: "trailName", reason });
    const warning = secondCopyWarning(trail, others);
    if (warning) void pulumi.log.warn(warning, self);
    return trailName;
  });
}

/** Notes a trail of the running program, and answers with those noted before it. */
function noteTrail(trail: CountedTrail): CountedTrail[] {
  const deployment = pulumi.runtime.getMonitor();
  if (deployment === undefined) return [];
  const noted = byDeployment.get(deployment) ?? [];
  byDeployment.set(deployment, [...noted, trail]);
  return noted;
}
