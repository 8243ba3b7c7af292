import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs } from "./auditTrailArgs";
import { DeploymentList } from "./deploymentList";
import type { TrailIdentity } from "./trailIdentity";
import { quotaProblem, secondCopyWarning, type CountedTrail } from "./trailQuota";

/** A trail's own settings as far as quota and cost look at them. */
type Counted = Pick<AuditTrailArgs, "singleRegion" | "managementEvents" | "otherTrails">;

interface ProgramTrail {
  identity: pulumi.Output<TrailIdentity>;
  args: Counted;
}

const programTrails = new DeploymentList<ProgramTrail>();

/** Why the account's other trails, as the caller names them, leave no room for one more; undefined when they do. */
export function roomProblem(name: string, args: Counted): string | undefined {
  // A trail of all Regions needs room in each, whichever its home Region is.
  return quotaProblem(
    counted({ trailName: name, homeRegion: "its home Region" }, args),
    named(args).filter((other) => other.name !== name),
  );
}

/**
 * Once accounts and Regions are known, advises on a trail beside the account's others, those of this program
 * included: what they cost together is a warning, and a quota passed an error.
 */
export function adviseBesideOthers(
  self: pulumi.Resource,
  args: Counted,
  identity: pulumi.Output<TrailIdentity>,
): void {
  const before = programTrails.all();
  programTrails.add({ identity, args });
  pulumi.all([identity, before.map((trail) => trail.identity)]).apply(([own, identities]) => {
    const ofAccount = before
      .map((trail, index) => ({ ...trail, identity: identities[index] }))
      .filter(
        ({ identity: other }) => other?.accountId === own.accountId && other.partition === own.partition,
      )
      .flatMap((trail) => (trail.identity ? [counted(trail.identity, trail.args)] : []));
    const trail = counted(own, args);
    const others = [...ofAccount, ...named(args)].filter(
      (other) => other.name !== trail.name || other.homeRegion !== trail.homeRegion,
    );
    const problem = quotaProblem(trail, others);
    if (problem) void pulumi.log.error(problem, self);
    const warning = secondCopyWarning(trail, others);
    if (warning) void pulumi.log.warn(warning, self);
  });
}

function counted(
  { trailName, homeRegion }: Pick<TrailIdentity, "trailName" | "homeRegion">,
  { singleRegion, managementEvents }: Counted,
): CountedTrail {
  return {
    name: trailName,
    homeRegion,
    multiRegion: !singleRegion,
    managementEvents: managementEvents?.access !== "none",
  };
}

function named({ otherTrails = [] }: Counted): CountedTrail[] {
  return otherTrails.map((other) => ({
    name: other.name,
    homeRegion: other.homeRegion,
    multiRegion: !other.singleRegion,
    managementEvents: !other.withoutManagementEvents,
  }));
}
