import { CloudTrailEvent, timeOf } from "../event";
import { issuedCredentials } from "../issuedCredentials";
import { isPrincipalArn } from "../onThread";
import { outcomeOf } from "../outcomeOf";
import { principalKey } from "../principal";
import { Thread } from "../thread";
import { dataRead } from "./dataAccess";
import { IncidentIndex } from "./incidentIndex";
import { Lead, actorThread, becauseOf, leadsOf } from "./leads";
import { namesIn } from "./madeResources";
import { FollowedThread } from "./timeline";
import { count } from "../wording";

/** Which threads are followed, and how many. */
export interface FollowOptions {
  /** Threads that are followed at most, the nearest to the start first. @default 60 */
  maxThreads?: number;
  /** Whether addresses lead to others who call from them; false where not every event was read. @default true */
  addresses?: boolean;
}

/** What belongs to an incident. */
export interface Followed {
  threads: readonly FollowedThread[];
  /** Each event with the thread that brought it in. */
  entries: ReadonlyMap<CloudTrailEvent, Thread>;
  /** Of these, what others did to give the incident's people their keys and rights. */
  background: ReadonlySet<CloudTrailEvent>;
  /** What was not followed, and why. */
  notes: readonly string[];
  /** Whether `maxThreads` was reached. */
  cut: boolean;
}

/** An address with more principals than this is an office or a proxy. */
const FEW_PRINCIPALS = 3;
/** Others' calls on a thing that the incident's people made. */
const MOST_TOUCHES = 20;
/** Sessions of one name are followed one by one up to so many; then all of that name. */
const MOST_KEYS_OF_SESSION = 5;
/** Callers that a resource or an address as the start leads to. */
const MOST_CALLERS = 10;

/** Follows a thread, and all those that its events lead to; circles end, as no thread is followed twice. */
export function follow(index: IncidentIndex, start: Thread, options: FollowOptions = {}): Followed {
  const follower = new Follower(index, options);
  follower.begin(start);
  return follower.run();
}

class Follower {
  private readonly threads = new Map<string, { lead: Lead; done: boolean }>();
  private readonly entries = new Map<CloudTrailEvent, Thread>();
  private readonly spread = new Set<CloudTrailEvent>();
  private readonly background = new Set<CloudTrailEvent>();
  private readonly sessionsSeen = new Set<string>();
  private readonly keysOfSession = new Map<string, number>();
  private readonly judgedAddresses = new Set<string>();
  private readonly notes = new Set<string>();
  private queue: { lead: Lead; done: boolean }[] = [];
  private readonly left = new Set<string>();

  constructor(
    private readonly index: IncidentIndex,
    private readonly options: FollowOptions,
  ) {}

  begin(start: Thread): void {
    const thing = start.kind === "resource" || (start.kind === "arn" && !isPrincipalArn(start.value));
    const lead: Lead = { thread: { ...start }, as: thing || start.kind === "event" ? "shown" : "actor" };
    this.enqueue(lead);
  }

  run(): Followed {
    for (let first = true; this.queue.length > 0; first = false) {
      const round = this.queue;
      this.queue = [];
      const touched = round.filter(({ lead }) => lead.as === "touched");
      for (const one of round) {
        if (one.lead.as === "touched") continue;
        const hits = this.hitsOf(one.lead);
        this.enter(hits, one.lead);
        if (first && one.lead.as === "shown") this.leadToCallers(hits, one.lead.thread);
      }
      this.enterTouched(touched.map(({ lead }) => lead));
    }
    if (this.left.size > 0) {
      this.notes.add(
        `${count(this.left.size, "further thread")} not followed: the limit of ${this.maxThreads} was reached; begin again from one of the sessions, or raise the limit.`,
      );
    }
    return {
      threads: [...this.threads.values()].map(({ lead }) => lead.thread),
      entries: this.entries,
      background: new Set([...this.background].filter((event) => !this.spread.has(event))),
      notes: [...this.notes],
      cut: this.left.size > 0,
    };
  }

  private get maxThreads(): number {
    return this.options.maxThreads ?? 60;
  }

  private enqueue(lead: Lead): void {
    const key = `${lead.thread.kind} ${lead.thread.value}`;
    const known = this.threads.get(key);
    if (known) {
      // An earlier reason, or one that makes an actor of it, opens the thread again.
      const earlier = (lead.since ?? -Infinity) < (known.lead.since ?? -Infinity);
      const more = lead.as === "actor" && known.lead.as !== "actor";
      if (!earlier && !more) return;
      known.lead = {
        ...lead,
        ...(more && !earlier && known.lead.since !== undefined && { since: known.lead.since }),
      };
      this.queue.push(known);
      return;
    }
    if (this.threads.size >= this.maxThreads) {
      this.left.add(key);
      return;
    }
    const one = { lead, done: false };
    this.threads.set(key, one);
    this.queue.push(one);
  }

  private hitsOf({ thread, since }: Lead): readonly CloudTrailEvent[] {
    const hits = this.index.on(thread);
    return since === undefined ? hits : hits.filter((event) => (timeOf(event) ?? Infinity) >= since);
  }

  private enter(hits: readonly CloudTrailEvent[], { thread, as }: Lead): void {
    const via: Thread = { kind: thread.kind, value: thread.value };
    for (const event of hits) {
      if (!this.entries.has(event)) this.entries.set(event, via);
      if (as !== "actor" || this.spread.has(event)) continue;
      this.spread.add(event);
      for (const lead of leadsOf(event)) this.enqueue(this.widened(lead, event));
      this.leadBack(event);
      if (thread.kind === "ip") this.leadToCaller(event, thread);
      else this.leadToAddress(event);
    }
  }

  /** Who assumes the same role again and again fills no list with keys: all sessions of that name are one thread. */
  private widened(lead: Lead, event: CloudTrailEvent): Lead {
    const arn = lead.thread.kind === "access-key" ? issuedCredentials(event)?.arn : undefined;
    if (arn === undefined) return lead;
    const keys = (this.keysOfSession.get(arn) ?? 0) + 1;
    this.keysOfSession.set(arn, keys);
    return keys <= MOST_KEYS_OF_SESSION
      ? lead
      : { ...lead, thread: { ...lead.thread, kind: "arn", value: arn } };
  }

  /** To who issued the credentials: the same person, but for a long-term key, that somebody else may have made. */
  private leadBack(event: CloudTrailEvent): void {
    const session = this.index.session(event);
    if (this.sessionsSeen.has(session.id)) return;
    this.sessionsSeen.add(session.id);
    this.showChanges(event);
    const issue = this.index.issueOf(event);
    if (!issue || issue === event || this.spread.has(issue)) return;
    const because = becauseOf(issue);
    const shown: Lead = { thread: { kind: "event", value: issue.eventID ?? "", because }, as: "shown" };
    const issuer = actorThread(issue);
    const made = issuedCredentials(issue)?.kind === "access-key";
    const own = made && (principalKey(issue) === principalKey(event) || this.sameAddress(issue, event));
    if (!this.entries.has(issue))
      this.entries.set(issue, { kind: "access-key", value: session.accessKeyId ?? session.id });
    if (made && !own) this.background.add(issue);
    if (issuer && (!made || own)) this.enqueue({ thread: { ...issuer, because }, as: "actor" });
    else if (issuer && !this.threads.has(`${issuer.kind} ${issuer.value}`)) {
      this.notes.add(
        `Who made the key ${session.accessKeyId ?? ""} is shown and not followed (${because.what}); begin there if that is in question.`,
      );
    } else if (issue.eventID !== undefined && !issuer) this.enqueue(shown);
  }

  /** Where a user's rights come from is shown, whoever gave them. */
  private showChanges({ userIdentity = {}, recipientAccountId }: CloudTrailEvent): void {
    const { type, userName, accountId } = userIdentity;
    if (type !== "IAMUser" || !userName) return;
    for (const change of this.index.changesTo(userName, accountId ?? recipientAccountId)) {
      this.background.add(change);
      if (!this.entries.has(change)) this.entries.set(change, { kind: "user", value: userName });
    }
  }

  private sameAddress(a: CloudTrailEvent, b: CloudTrailEvent): boolean {
    const address = this.index.context.address(a);
    if (address === undefined || address !== this.index.context.address(b) || isLoopback(address))
      return false;
    return this.options.addresses === false || this.index.context.callersAt(address) <= FEW_PRINCIPALS;
  }

  /** From an address that few share to what else its callers did. */
  private leadToCaller(event: CloudTrailEvent, { value }: FollowedThread): void {
    const callers = this.index.context.callersAt(value);
    const caller = actorThread(event);
    if (caller && callers <= MOST_CALLERS) {
      this.enqueue({ thread: { ...caller, because: becauseOf(event) }, as: "actor" });
    } else if (caller) {
      this.notes.add(
        `${callers < 100 ? callers : "100 or more"} principals call from ${value}: only what they did from there is shown.`,
      );
    }
  }

  private leadToAddress(event: CloudTrailEvent): void {
    const address = this.index.context.address(event);
    if (address === undefined || this.judgedAddresses.has(address)) return;
    this.judgedAddresses.add(address);
    if (this.options.addresses === false) {
      this.notes.add(
        "Others who called from the same addresses were not looked for: that takes reading every event; begin with an address to see them.",
      );
      return;
    }
    const callers = this.index.context.callersAt(address);
    if (callers < 2) return;
    const reason = notFollowed(address, callers, this.index.context.instancesAt(address));
    if (reason === undefined) {
      this.enqueue({ thread: { kind: "ip", value: address, because: becauseOf(event) }, as: "actor" });
    } else this.notes.add(`Other calls from ${address} were not followed: ${reason}.`);
  }

  /** From an event to its session; from a thing to those who changed it, read it or were refused. */
  private leadToCallers(hits: readonly CloudTrailEvent[], start: FollowedThread): void {
    const callers = new Map<string, { thread: Thread; event: CloudTrailEvent; weight: number }>();
    for (const event of hits) {
      const thread = actorThread(event);
      if (!thread) {
        for (const lead of leadsOf(event)) if (start.kind === "event") this.enqueue(lead);
        continue;
      }
      const key = `${thread.kind} ${thread.value}`;
      const weight =
        (event.readOnly === true ? 0 : 2) +
        (dataRead(event) ? 1 : 0) +
        (outcomeOf(event) === "denied" ? 2 : 0);
      const known = callers.get(key);
      if (!known || weight > known.weight) callers.set(key, { thread, event, weight });
    }
    const order = [...callers.values()].sort((a, b) => b.weight - a.weight);
    for (const { thread, event } of order.slice(0, MOST_CALLERS)) {
      this.enqueue({ thread: { ...thread, because: becauseOf(event) }, as: "actor" });
    }
    const rest = order.length - MOST_CALLERS;
    if (rest > 0) {
      this.notes.add(
        `${order.length} sessions touched ${start.value}: the ${MOST_CALLERS} that changed it, read it or were refused most tellingly are followed, ${rest} are not.`,
      );
    }
  }

  /** One pass over the events for all things that were made: others' calls on them, up to a number. */
  private enterTouched(leads: readonly Lead[]): void {
    if (leads.length === 0) return;
    const wanted = new Map(leads.map((lead) => [lead.thread.value, { lead, touches: 0, more: 0 }]));
    for (const event of this.index.events) {
      for (const name of new Set(namesIn(event))) {
        const one = wanted.get(name);
        if (!one || (timeOf(event) ?? 0) < (one.lead.since ?? 0) || this.entries.has(event)) continue;
        if (one.touches >= MOST_TOUCHES) one.more++;
        else {
          one.touches++;
          this.entries.set(event, { kind: "resource", value: name });
        }
      }
    }
    for (const [name, { more }] of wanted) {
      if (more > 0) {
        this.notes.add(
          `${name} was touched by others in ${count(more, "further call")}, not shown; ask for the resource.`,
        );
      }
    }
  }
}

/** Why an address says nothing about who somebody is; undefined where it does. */
function notFollowed(address: string, callers: number, instances: number): string | undefined {
  if (isLoopback(address)) return "it is the machine's own";
  if (callers > FEW_PRINCIPALS) return `${callers < 100 ? callers : "100 or more"} principals share it`;
  // One of them alone may be one whose credentials were taken there.
  return instances > 1 ? `${instances} instances call from it, as behind one gateway` : undefined;
}

function isLoopback(address: string): boolean {
  return /^127\.|^::1$/.test(address);
}
