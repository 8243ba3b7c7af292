import { readGrant } from "../escalation/readGrant";
import { targetKey, targetOf } from "../escalation/way";
import { CloudTrailEvent, timeOf } from "../event";
import { normaliseIp } from "../ipAddress";
import { issuedCredentials } from "../issuedCredentials";
import { oldestFirst } from "../oldestFirst";
import { isPrincipalArn, onThread } from "../onThread";
import { principalName } from "../principal";
import { IncidentContext } from "./incidentContext";
import { SessionRef, sessionOf } from "../sessionOf";
import { Thread } from "../thread";

/**
 * Events oldest first (see `oldestFirst`), to be found by who made them and by what credentials they gave out.
 */
export class IncidentIndex {
  readonly events: readonly CloudTrailEvent[];
  private readonly byKey = new Map<string, CloudTrailEvent[]>();
  private readonly byArn = new Map<string, CloudTrailEvent[]>();
  private readonly byName = new Map<string, CloudTrailEvent[]>();
  private readonly bySession = new Map<string, CloudTrailEvent[]>();
  private readonly byIp = new Map<string, CloudTrailEvent[]>();
  private readonly byId = new Map<string, CloudTrailEvent>();
  private readonly issuedByKey = new Map<string, CloudTrailEvent>();
  private readonly issuedByArn = new Map<string, CloudTrailEvent[]>();
  private changes?: Map<string, CloudTrailEvent[]>;
  private readonly sessions = new Map<CloudTrailEvent, SessionRef>();

  readonly context: IncidentContext;

  /**
   * @param events in any order; of one second, later ones first. An event that comes twice counts once
   * @param context of all events that were read, where these are not all. @default of these
   */
  constructor(events: readonly CloudTrailEvent[], context?: IncidentContext) {
    this.events = oldestFirst(events).filter((event) => this.isNew(event));
    this.context = context ?? contextOf(this.events);
    for (const event of this.events) this.add(event);
  }

  /** What hangs on a thread, oldest first. Looks it up where it can; else every event is judged. */
  on(thread: Thread): readonly CloudTrailEvent[] {
    const { kind, value } = thread;
    switch (kind) {
      case "access-key":
        return this.byKey.get(value) ?? [];
      case "event": {
        const event = this.byId.get(value.toLowerCase());
        return event ? [event] : [];
      }
      case "ip":
        return this.byIp.get(normaliseIp(value) ?? value) ?? [];
      case "user":
        return this.byName.get(value.toLowerCase()) ?? this.judged(thread);
      case "session":
        return this.bySession.get(value) ?? this.judged(thread);
      case "arn":
        return (isPrincipalArn(value) && this.byArn.get(value)) || this.judged(thread);
      case "resource":
        return this.judged(thread);
    }
  }

  session(event: CloudTrailEvent): SessionRef {
    let session = this.sessions.get(event);
    if (!session) this.sessions.set(event, (session = sessionOf(event)));
    return session;
  }

  /** The event that issued the credentials which a call was made with. */
  issueOf(event: CloudTrailEvent): CloudTrailEvent | undefined {
    const { accessKeyId: recorded, arn } = event.userIdentity ?? {};
    // Records of the console have an empty one.
    const accessKeyId = recorded || undefined;
    const byKey = accessKeyId === undefined ? undefined : this.issuedByKey.get(accessKeyId);
    if (byKey) return byKey;
    // A long-term key is no session's; and of sessions of one name the last that was begun before counts.
    if (arn === undefined || accessKeyId?.startsWith("AKIA")) return undefined;
    const created = Date.parse(event.userIdentity?.sessionContext?.attributes?.creationDate ?? "");
    const before = Number.isNaN(created) ? (timeOf(event) ?? Infinity) : created + CLOCKS_DIFFER_MS;
    return this.issuedByArn.get(arn)?.findLast((issue) => {
      const issued = issuedCredentials(issue);
      const another =
        issued?.accessKeyId !== undefined && accessKeyId !== undefined && issued.kind !== "console-session";
      return !another && issue !== event && (timeOf(issue) ?? Infinity) <= before;
    });
  }

  /** What was done to a user, by whomever: made, given rights, given credentials. */
  changesTo(userName: string, account: string | undefined): readonly CloudTrailEvent[] {
    if (!this.changes) {
      this.changes = new Map();
      for (const event of this.events) {
        const to = readGrant(event)?.granted.to.find(({ kind }) => kind === "user");
        if (to) put(this.changes, targetKey(to), event);
      }
    }
    return this.changes.get(targetKey(targetOf("user", userName, account))) ?? [];
  }

  private isNew(event: CloudTrailEvent): boolean {
    const id = event.eventID?.toLowerCase();
    if (id === undefined) return true;
    if (this.byId.has(id)) return false;
    this.byId.set(id, event);
    return true;
  }

  private judged(thread: Thread): readonly CloudTrailEvent[] {
    return this.events.filter((event) => onThread(event, thread));
  }

  private add(event: CloudTrailEvent): void {
    const { accessKeyId, arn, userName, principalId, sessionContext } = event.userIdentity ?? {};
    if (accessKeyId) put(this.byKey, accessKeyId, event);
    if (arn) put(this.byArn, arn, event);
    const role = sessionContext?.sessionIssuer?.arn;
    if (role && role !== arn) put(this.byArn, role, event);
    const named = /:assumed-role\/([^/]+)\/(.+)$/s.exec(arn ?? "");
    if (named) {
      put(this.bySession, named[2]!, event);
      put(this.bySession, `${named[1]!}/${named[2]!}`, event);
      put(this.bySession, `${named[1]!}/*`, event);
    }
    const names = [
      userName,
      event.lookup?.username,
      named?.[2],
      principalName(event),
      principalId?.split(":")[0],
    ];
    for (const name of new Set(names.map((name) => name?.toLowerCase())))
      if (name) put(this.byName, name, event);
    const ip = this.context.address(event) ?? event.sourceIPAddress;
    if (ip) put(this.byIp, ip, event);
    const issued = issuedCredentials(event);
    if (issued?.accessKeyId) this.issuedByKey.set(issued.accessKeyId, event);
    if (issued?.arn && issued.kind !== "access-key") put(this.issuedByArn, issued.arn, event);
  }
}

function contextOf(events: readonly CloudTrailEvent[]): IncidentContext {
  const context = new IncidentContext();
  for (const event of events) context.add(event);
  return context;
}

/** By so much a session's creation time may lie before the event that issued it. */
const CLOCKS_DIFFER_MS = 2000;

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
