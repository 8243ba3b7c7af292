import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailArgs } from "./auditTrailArgs";
import { quotaProblem, secondCopyWarning, type CountedTrail } from "./trailQuota";

/** A trail of the running program, whose home Region the provider tells later. */
type ProgramTrail = Omit<CountedTrail, "homeRegion"> & { homeRegion: pulumi.Output<string> };

/** Keyed by the deployment's monitor, so that two deployments in one process do not count each other's trails. */
const byDeployment = new WeakMap<object, ProgramTrail[]>();

/** A trail's own settings as far as quota and cost look at them. */
type Counted = Pick<AuditTrailArgs, "singleRegion" | "managementEvents" | "otherTrails">;

/**
 * Why the account's other trails leave no room for one more; undefined when they do, as far as it is known at once.
 *
 * Of this program's own trails only those of all Regions are known to count, whatever the Region.
 */
export function roomProblem(name: string, args: Counted): string | undefined {
  const inProgram = noted().filter(({ multiRegion }) => multiRegion);
  const others = [...inProgram.map((trail) => ({ ...trail, homeRegion: "" })), ...named(args)];
  return quotaProblem(
    { ...counted(name, args), homeRegion: "its home Region" },
    others.filter((other) => other.name !== name),
  );
}

/** Notes a trail, and once Regions are known advises on it beside the others: what they cost together, and the quota. */
export function adviseBesideOthers(
  self: pulumi.Resource,
  name: string,
  args: Counted,
  homeRegion: pulumi.Output<string>,
): void {
  const trail = counted(name, args);
  const before = noted();
  note({ ...trail, homeRegion });
  pulumi.all([homeRegion, before]).apply(([region, trails]) => {
    const own = { ...trail, homeRegion: region };
    const others = [...trails, ...named(args)].filter(
      (other) => other.name !== name || other.homeRegion !== region,
    );
    const problem = quotaProblem(own, others);
    if (problem) void pulumi.log.error(problem, self);
    const warning = secondCopyWarning(own, others);
    if (warning) void pulumi.log.warn(warning, self);
  });
}

function counted(name: string, { singleRegion, managementEvents }: Counted) {
  return { name, multiRegion: !singleRegion, managementEvents: managementEvents?.access !== "none" };
}

function named({ otherTrails = [] }: Counted): CountedTrail[] {
  return otherTrails.map((other) => ({
    name: other.name,
    homeRegion: other.homeRegion,
    multiRegion: !other.singleRegion,
    managementEvents: !other.withoutManagementEvents,
  }));
}

function noted(): ProgramTrail[] {
  const deployment = pulumi.runtime.getMonitor();
  return (deployment && byDeployment.get(deployment)) ?? [];
}

function note(trail: ProgramTrail): void {
  const deployment = pulumi.runtime.getMonitor();
  if (deployment) byDeployment.set(deployment, [...noted(), trail]);
}
