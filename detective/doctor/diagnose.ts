import { Clock, systemClock } from "../clock";
import { PostureClients } from "../posture/clients";
import { gatherFacts } from "../posture/gatherFacts";
import { diagnoseAccess } from "./diagnoseAccess";
import { diagnoseHistory } from "./diagnoseHistory";
import { diagnoseTrail } from "./diagnoseTrail";
import { Diagnosis } from "./diagnosis";
import { findElsewhere, findStops } from "./whoStopped";
import { TryCall, tryCall } from "./tryCall";

/** What is looked at, and with what patience. */
export interface DiagnoseOptions {
  /** The Regions to look at; the first is where to begin. */
  regions: readonly string[];
  /** The only trail to look at, by its name or its ARN. @default every trail */
  trailName?: string;
  /** Makes a harmless call and waits until the history shows it. @default no call is made */
  tryCall?: TryCall;
  /** @default the present */
  now?: Date;
  /** @default the system's */
  clock?: Clock;
}

/**
 * Looks for why a trail does not log, and why no events show; each answer with the command that mends it.
 *
 * Never throws for what an API answers. Where AWS knows nobody of these credentials, nothing else is looked at.
 *
 * @throws RangeError where no Region is given
 */
export async function diagnose(clients: PostureClients, options: DiagnoseOptions): Promise<Diagnosis[]> {
  const { regions, trailName, clock = systemClock } = options;
  const [first] = regions;
  if (first === undefined) throw new RangeError("regions is empty; name at least one Region to look at");
  const now = options.now ?? new Date(clock.now());
  const access = await diagnoseAccess(clients.forRegion(first).sts, trailName);
  // Every further call would fail for the same reason.
  if (access.some(({ id, status }) => id === "credentials" && status === "problem")) return access;
  const facts = await gatherFacts(clients, {
    regions,
    now,
    clock,
    ...(trailName !== undefined && { trailName }),
  });
  const trails = await Promise.all(
    facts.trails.map(async (trail) =>
      diagnoseTrail(trail, facts, {
        stops: await findStops(clients, trail, first, clock),
        elsewhere: await findElsewhere(clients, facts, trail),
      }),
    ),
  );
  const history = await diagnoseHistory(clients, facts, clock);
  const tried = options.tryCall ? [await tryCall(clients, first, options.tryCall, clock)] : [];
  return [...access, ...trails.flat(), ...history, ...tried];
}
