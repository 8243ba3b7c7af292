import { parseDenial } from "../denial";
import { isDryRun } from "../describeEvent";
import { CloudTrailEvent, timeOf } from "../event";
import { onThread } from "../onThread";
import { outcomeOf } from "../outcomeOf";
import { principalKey } from "../principal";
import { Coverage, EventSet, QueryError } from "../source";
import { Thread } from "../thread";
import { withoutEchoes } from "../withoutEchoes";
import { actionCatalogue } from "./actionCatalogue";
import { callOf } from "./call";
import { LINKED_PREFIXES } from "./exceptions";
import { knownArns } from "./knownArns";
import { MappingContext, permissionsOf } from "./permissionsOf";
import { POLICY_LIMIT, PolicyDocument, policySize, splitPolicy } from "./policyDocument";
import { privilegeNotes } from "./privilegeNotes";
import { profileRoles } from "./profileRoles";
import { EvidencedStatement, NeededPermission, policyStatement, statementsOf } from "./statements";

/** Calls of one API that are not in the policy, and why. */
export interface LeftOut {
  eventSource: string;
  eventName: string;
  why: string;
  calls: number;
  /** eventIDs, oldest first. */
  events: readonly string[];
}

/** A policy that allows what a principal did and nothing more, as far as the records tell. */
export interface LeastPrivilege {
  thread: Thread;
  /** Whose calls they were, see `principalKey`; several where the thread is no single principal. */
  principals: readonly string[];
  /** All of it in one document, whatever its size. */
  policy: PolicyDocument;
  /** The same in documents that each fit a managed policy. */
  policies: readonly PolicyDocument[];
  statements: readonly EvidencedStatement[];
  /** Successful calls for which no action can be named. */
  unmapped: readonly LeftOut[];
  /** Refused calls: they never become permissions. */
  denied: readonly LeftOut[];
  /** Calls that failed otherwise, whose authorisation is not proven. */
  failed: readonly LeftOut[];
  /** Successful calls that need no permission. */
  nothingNeeded: readonly LeftOut[];
  /** What the policy does not say, and what to look at by hand. */
  notes: readonly string[];
  coverage: Coverage;
}

/** Which calls count as needed. */
export interface LeastPrivilegeOptions {
  /** Takes calls that failed otherwise than by denial for allowed ones. @default false */
  includeFailed?: boolean;
  /** Includes, in statements of their own, what AWS services did on the principal's behalf. @default true */
  viaServices?: boolean;
  /** So many resources of one kind are named one by one; more become a pattern over their common beginning. @default 20 */
  mostResources?: number;
}

/**
 * Derives a policy from the successful calls on a thread; AWS's action data is read from disk when first needed.
 *
 * @throws QueryError where mostResources is below 1
 */
export async function leastPrivilege(
  set: EventSet,
  thread: Thread,
  options: LeastPrivilegeOptions = {},
): Promise<LeastPrivilege> {
  const { includeFailed = false, viaServices = true, mostResources = 20 } = options;
  if (!(mostResources >= 1))
    throw new QueryError(`mostResources: ${mostResources} is not allowed; use 1 or more.`);
  const events = withoutEchoes(set.events)
    .filter((event) => onThread(event, thread) && isCall(event))
    .sort((a, b) => (timeOf(a) ?? Infinity) - (timeOf(b) ?? Infinity) || 0);
  const prefixes = [...new Set(events.map((event) => callOf(event).prefix))];
  const catalogue = await actionCatalogue([
    ...prefixes,
    ...prefixes.flatMap((prefix) => LINKED_PREFIXES[prefix] ?? []),
    "iam",
  ]);
  const context: MappingContext = {
    catalogue,
    known: knownArns(events),
    profileRoles: profileRoles(set.events),
  };

  const needed: NeededPermission[] = [];
  const lists = {
    unmapped: new Gathered(),
    denied: new Gathered(),
    failed: new Gathered(),
    nothing: new Gathered(),
  };
  const mappingNotes = new Set<string>();
  let leftToServices = 0;
  for (const event of events) {
    const outcome = isDryRun(event) ? "success" : outcomeOf(event);
    if (outcome === "denied") {
      lists.denied.add(event, deniedWhy(event));
      continue;
    }
    if (outcome === "failed" && !includeFailed) {
      lists.failed.add(event, event.errorCode ?? "it failed");
      continue;
    }
    if (event.userIdentity?.invokedBy && !viaServices) {
      leftToServices++;
      continue;
    }
    const mapping = permissionsOf(callOf(event), context);
    if ("unmapped" in mapping) lists.unmapped.add(event, mapping.unmapped);
    else if ("nothing" in mapping) lists.nothing.add(event, mapping.nothing);
    else {
      const { eventID, eventTime } = event;
      needed.push(...mapping.permissions.map((permission) => ({ ...permission, eventID, eventTime })));
      for (const note of mapping.notes) mappingNotes.add(note);
    }
  }
  const statements = statementsOf(needed, mostResources);
  const all = statements.map(policyStatement);
  const policies = splitPolicy(all);
  const principals = [...new Set(events.map(principalKey))].sort();
  return {
    thread,
    principals,
    policy: { Version: "2012-10-17", Statement: all },
    policies,
    statements,
    unmapped: lists.unmapped.list(),
    denied: lists.denied.list(),
    failed: lists.failed.list(),
    nothingNeeded: lists.nothing.list(),
    notes: privilegeNotes({
      events,
      principals,
      statements,
      mappingNotes: [...mappingNotes],
      leftToServices,
      size: policySize(all),
      limit: POLICY_LIMIT,
      policies: policies.length,
      coverage: set.coverage,
    }),
    coverage: set.coverage,
  };
}

/** What a principal asked for: not what AWS did by itself, for itself, or counted. */
function isCall({ eventType, eventCategory, userIdentity }: CloudTrailEvent): boolean {
  if (eventType === "AwsServiceEvent" || eventType === "AwsCloudTrailInsight" || eventCategory === "Insight")
    return false;
  return userIdentity?.type !== "AWSService";
}

function deniedWhy(event: CloudTrailEvent): string {
  const { action, resource } = parseDenial(event.errorMessage) ?? {};
  return [event.errorCode, action, resource && resource !== "*" ? `on ${resource}` : undefined]
    .filter((part) => part !== undefined)
    .join(" ");
}

/** Counts calls by API and reason. */
class Gathered {
  readonly #found = new Map<string, LeftOut & { calls: number; events: string[] }>();

  add({ eventSource = "", eventName = "", eventID }: CloudTrailEvent, why: string): void {
    const key = JSON.stringify([eventSource, eventName, why]);
    const entry = this.#found.get(key) ?? { eventSource, eventName, why, calls: 0, events: [] };
    this.#found.set(key, entry);
    entry.calls++;
    if (eventID) entry.events.push(eventID);
  }

  list(): LeftOut[] {
    return [...this.#found.values()];
  }
}
