import { apiName } from "../describeEvent";
import { CloudTrailEvent, timeOf } from "../event";
import { normaliseIp } from "../ipAddress";
import { issuedCredentials } from "../issuedCredentials";
import { outcomeOf } from "../outcomeOf";
import { ChainStep, Use } from "./chain";
import { Lineage } from "./lineage";
import { Grant, asSelf, readGrant } from "./readGrant";
import { callerOf, targetKey, targetOf } from "./way";

export interface LinkOptions {
  /**
   * Hours within which calls are taken to belong together where no key or session says so.
   * @default 24
   */
  within?: number;
}

const HOUR_MS = 3_600_000;
/** Calls that anybody may make, or that only look: they use no rights worth giving. */
const NEEDS_NOTHING =
  /^(GetCallerIdentity|GetSessionToken|ConsoleLogin|CheckMfa|GetSigninToken|ChangePassword|SwitchRole)$/;

/**
 * Links the calls that gave rights, and those that used them, to chains.
 *
 * @param events oldest first
 */
export function linkSteps(
  events: readonly CloudTrailEvent[],
  { within = 24 }: LinkOptions = {},
): ChainStep[][] {
  const linker = new Linker(within * HOUR_MS, sharedAddresses(events));
  for (const event of events) linker.add(event);
  return linker.chains();
}

/** An address with more principals than this is an office or a proxy, and says nothing about who it is. */
const FEW = 3;
/** So many unused grants to one and the same are remembered, the latest. */
const MOST_OPEN = 50;

/**
 * Addresses that many principals call from, and those of the machine itself. Credentials that were given out at the
 * same address make nobody else of their holder.
 */
function sharedAddresses(events: readonly CloudTrailEvent[]): ReadonlySet<string> {
  const issuedAt = new Map<string, string>();
  for (const event of events) {
    const issued = issuedCredentials(event)?.accessKeyId;
    if (issued !== undefined && event.sourceIPAddress) issuedAt.set(issued, event.sourceIPAddress);
  }
  const callers = new Map<string, Set<string>>();
  for (const { sourceIPAddress, userIdentity = {} } of events) {
    if (sourceIPAddress === undefined) continue;
    const known = callers.get(sourceIPAddress);
    if (known && known.size > FEW) continue;
    const { accessKeyId, arn, sessionContext } = userIdentity;
    const key = sessionContext?.sessionIssuer?.arn ?? arn;
    const derived = accessKeyId !== undefined && issuedAt.get(accessKeyId) === sourceIPAddress;
    if (key === undefined || derived) continue;
    if (known) known.add(key);
    else callers.set(sourceIPAddress, new Set([key]));
  }
  return new Set(
    [...callers].flatMap(([address, known]) => {
      const ip = normaliseIp(address);
      return ip !== undefined && (known.size > FEW || isLoopback(ip)) ? [ip] : [];
    }),
  );
}

interface Given {
  step: ChainStep;
  grant: Grant;
  time: number;
  by: ReadonlySet<string>;
  address: string | undefined;
  used: boolean;
}

/** How a call comes to use a grant. */
type How = "key" | "principal" | "role" | "assumes" | "maker";

class Linker {
  private readonly steps: ChainStep[] = [];
  private readonly parent = new Map<ChainStep, ChainStep>();
  private readonly lineage = new Lineage();
  /** What was given to whom and not used yet. */
  private readonly open = new Map<string, Given[]>();
  /** The last step by somebody on something, or of a kind. */
  private readonly last = new Map<string, { step: ChainStep; time: number }>();
  private readonly allowed = new Map<string, Set<string>>();
  private readonly denied = new Map<string, Set<string>>();

  /** Groups and policies that somebody was seen to get. */
  private readonly has = new Map<string, Set<string>>();

  constructor(
    private readonly within: number,
    private readonly shared: ReadonlySet<string>,
  ) {}

  add(event: CloudTrailEvent): void {
    const caller = callerOf(event);
    const read = readGrant(event);
    const success = event.errorCode === undefined && outcomeOf(event) === "success";
    const by = this.open.size > 0 || read ? this.lineage.of(event) : NOBODY;
    const grant = read && this.toSelf(read, by);
    const step: ChainStep = { event, uses: [], ...(grant && { grant }) };
    const uses = success && this.open.size > 0 ? this.usesOf(event, by) : [];
    if (grant || uses.length > 0) {
      step.uses = uses.map(({ use }) => use);
      this.steps.push(step);
      this.parent.set(step, step);
      for (const { use } of uses) this.join(step, use.of);
    }
    if (grant) this.give(step, grant, by);
    if (success) this.lineage.add(event);
    if (caller) this.remember(targetKey(caller), event, success);
  }

  chains(): ChainStep[][] {
    const chains = new Map<ChainStep, ChainStep[]>();
    for (const step of this.steps) {
      const root = this.root(step);
      const chain = chains.get(root);
      if (chain) chain.push(step);
      else chains.set(root, [step]);
    }
    return [...chains.values()];
  }

  /** What of the rights given before this call uses; each is used once, the first call tells enough. */
  private usesOf(event: CloudTrailEvent, by: ReadonlySet<string>): { use: Use }[] {
    const uses: { use: Use }[] = [];
    const time = timeOf(event) ?? 0;
    for (const [key, exact] of this.keysOf(event)) {
      const given = this.open.get(key);
      if (!given) continue;
      for (const each of given) {
        if (each.step.event === event || !this.isUse(event, each, exact, time)) continue;
        const samePerson = intersects(each.by, by) || this.isFrom(each.address, event);
        const trust = each.grant.way.id === "update-trust" || each.grant.way.id === "create-trusted-role";
        if ((exact === "role" || (exact === "assumes" && !trust)) && !samePerson) continue;
        each.used = true;
        uses.push({ use: { of: each.step, samePerson, deniedBefore: this.wasDenied(event) } });
      }
      const left = given.filter(({ used }) => !used);
      if (left.length > 0) this.open.set(key, left);
      else this.open.delete(key);
    }
    return uses;
  }

  /** What the call could be a use of: its key, its principal, the role that it assumes, its instance. */
  private keysOf(event: CloudTrailEvent): [key: string, how: How][] {
    const { accessKeyId, arn = "" } = event.userIdentity ?? {};
    const account = event.recipientAccountId ?? event.userIdentity?.accountId;
    const keys: [string, How][] = [];
    if (accessKeyId) keys.push([targetKey(targetOf("access-key", accessKeyId, account)), "key"]);
    const caller = callerOf(event);
    // Many share a role: its session is a use only by whoever gave it the rights.
    if (caller) {
      const key = targetKey(caller);
      keys.push([key, caller.kind === "role" ? "role" : "principal"], [`by ${key}`, "maker"]);
      for (const held of this.has.get(key) ?? NOBODY) keys.push([held, "principal"]);
    }
    const instance = /\/(i-[0-9a-f]{8,17})$/.exec(arn)?.[1];
    if (instance) keys.push([targetKey(targetOf("instance", instance, account)), "role"]);
    const assumed = event.requestParameters?.roleArn;
    const byService = event.userIdentity?.type === "AWSService";
    if (typeof assumed === "string" && !byService && /^AssumeRole/.test(event.eventName ?? "")) {
      keys.push([targetKey(targetOf("role", assumed, account)), "assumes"]);
    }
    return keys;
  }

  private isUse(event: CloudTrailEvent, given: Given, how: How, time: number): boolean {
    const { way, granted } = given.grant;
    if (time < given.time) return false;
    if (how === "key") return true;
    if (way.id === "set-console-password") return event.eventName === "ConsoleLogin";
    if (way.id === "create-access-key" || way.id === "activate-access-key") return false;
    if (way.routine && how !== "role") return false;
    const trust = way.id === "update-trust" || way.id === "create-trusted-role";
    if (how === "assumes")
      return trust ? granted.rights.power !== "harmless" : time - given.time <= this.within;
    if (trust || granted.rights.power === "harmless" || time - given.time > this.within) return false;
    if (NEEDS_NOTHING.test(event.eventName ?? "")) return false;
    if (how === "maker") return this.wasDenied(event);
    return this.wasDenied(event) || !this.wasAllowed(event);
  }

  private give(step: ChainStep, grant: Grant, by: ReadonlySet<string>): void {
    const { event } = step;
    const time = timeOf(event) ?? 0;
    const caller = callerOf(event);
    const actor = caller ? targetKey(caller) : (event.userIdentity?.invokedBy ?? "unknown");
    const keys = grant.granted.to.map(targetKey);
    const given: Given = { step, grant, time, by, address: addressOf(event), used: false };
    if (grant.outcome === "success") {
      const of = grant.granted.to[0]?.kind;
      // Who has the policy or the group need not stand in these records: its maker may.
      const makers = of === "policy" || of === "group" ? [`by ${actor}`] : [];
      for (const key of [...keys, ...makers]) {
        this.open.set(key, [...(this.open.get(key) ?? []).slice(1 - MOST_OPEN), given]);
      }
      const held = keys.slice(1).filter((key) => /^(group|policy):/.test(key));
      if (held.length > 0) this.has.set(keys[0]!, new Set([...(this.has.get(keys[0]!) ?? []), ...held]));
    } else {
      // Who tries one door after the other tells one story.
      this.joinLast(`${actor} refused`, step, time, this.within);
    }
    for (const key of keys) this.joinLast(`${actor} on ${key}`, step, time, this.within);
    if (grant.way.routine && grant.way.id !== "create-user") {
      this.joinLast(`${actor} by ${grant.way.id}`, step, time, Infinity);
    }
  }

  /** A grant to the user behind the caller's session, or to a group or policy that the caller has, is one to oneself. */
  private toSelf(grant: Grant, by: ReadonlySet<string>): Grant {
    const to = grant.granted.to[0] && targetKey(grant.granted.to[0]);
    if (grant.self || to === undefined) return grant;
    const own = by.has(to) || [...by].some((who) => this.has.get(who)?.has(to));
    return own ? asSelf(grant) : grant;
  }

  private isFrom(address: string | undefined, event: CloudTrailEvent): boolean {
    return address !== undefined && !this.shared.has(address) && address === addressOf(event);
  }

  private joinLast(key: string, step: ChainStep, time: number, within: number): void {
    const before = this.last.get(key);
    if (before && time - before.time <= within) this.join(step, before.step);
    this.last.set(key, { step, time });
  }

  private remember(caller: string, event: CloudTrailEvent, success: boolean): void {
    const table = success ? this.allowed : outcomeOf(event) === "denied" ? this.denied : undefined;
    if (!table) return;
    const calls = table.get(caller);
    if (calls) calls.add(callName(event));
    else table.set(caller, new Set([callName(event)]));
  }

  private wasAllowed(event: CloudTrailEvent): boolean {
    return this.knows(this.allowed, event);
  }

  private wasDenied(event: CloudTrailEvent): boolean {
    return this.knows(this.denied, event);
  }

  private knows(table: ReadonlyMap<string, ReadonlySet<string>>, event: CloudTrailEvent): boolean {
    const caller = callerOf(event);
    return caller !== undefined && (table.get(targetKey(caller))?.has(callName(event)) ?? false);
  }

  private join(a: ChainStep, b: ChainStep): void {
    const [from, to] = [this.root(a), this.root(b)];
    if (from !== to) this.parent.set(from, to);
  }

  private root(step: ChainStep): ChainStep {
    let root = step;
    for (let up = this.parent.get(root); up && up !== root; up = this.parent.get(root)) root = up;
    // Shorten the way for the next time.
    for (let at = step; at !== root;) {
      const up = this.parent.get(at)!;
      this.parent.set(at, root);
      at = up;
    }
    return root;
  }
}

const NOBODY: ReadonlySet<string> = new Set();

function callName(event: CloudTrailEvent): string {
  return `${event.eventSource}:${apiName(event)}`;
}

function addressOf({ sourceIPAddress = "" }: CloudTrailEvent): string | undefined {
  return normaliseIp(sourceIPAddress);
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const item of a) if (b.has(item)) return true;
  return false;
}

function isLoopback(ip: string): boolean {
  return /^127\.|^::1$/.test(ip);
}
