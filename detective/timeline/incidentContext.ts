import { CloudTrailEvent, timeOf } from "../event";
import { normaliseIp } from "../ipAddress";
import { issuedCredentials } from "../issuedCredentials";
import { principalKey } from "../principal";
import { sessionIdOf } from "../sessionOf";

/** Callers of an address are counted up to here. */
const MOST_CALLERS = 100;
/** Keys of an address's callers are remembered up to here. */
const MOST_KEYS = 20;

interface Place {
  /** With the access keys that each called with. */
  callers: Map<string, Set<string>>;
  /** Undefined once there are too many, or calls without one. */
  keys?: Set<string>;
  instances: Set<string>;
}

/**
 * What has to be known of every event that was read, whether it is held or not: who calls from where, and which call
 * was a session's or an address's first.
 */
export class IncidentContext {
  private readonly places = new Map<string, Place>();
  private readonly firsts = new Map<string, { time: number; eventID: string | undefined }>();
  private readonly spelled = new Map<string, string | undefined>();
  /** From where keys were given out. */
  private readonly issuedAt = new Map<string, string>();

  add(event: CloudTrailEvent): void {
    const address = this.address(event);
    const time = timeOf(event) ?? Infinity;
    this.addFirst(sessionIdOf(event), time, event);
    if (address === undefined) return;
    this.addFirst(address, time, event);
    this.addPlace(address, event);
    const issued = issuedCredentials(event)?.accessKeyId;
    if (issued !== undefined) this.issuedAt.set(issued, address);
  }

  /** The caller's address in its one spelling; none where an AWS service called. */
  address({ sourceIPAddress: text }: CloudTrailEvent): string | undefined {
    if (text === undefined) return undefined;
    if (!this.spelled.has(text)) this.spelled.set(text, normaliseIp(text));
    return this.spelled.get(text);
  }

  /**
   * How many principals call from the address, up to a hundred; see `principalKey`. Who calls only with credentials
   * that were given out at this very address is nobody else: one intruder makes users and assumes roles.
   */
  callersAt(address: string): number {
    const callers = this.places.get(address)?.callers ?? new Map<string, ReadonlySet<string>>();
    const derived = [...callers.values()].filter((keys) =>
      [...keys].every((key) => this.issuedAt.get(key) === address),
    );
    return callers.size - derived.length;
  }

  /** How many instances' sessions call from it. */
  instancesAt(address: string): number {
    return this.places.get(address)?.instances.size ?? 0;
  }

  /** The access keys that all calls from the address were made with; undefined where that is not known. */
  keysAt(address: string): ReadonlySet<string> | undefined {
    return this.places.get(address)?.keys;
  }

  /** Whether the event is the first of its session, or from its address. */
  isFirst(event: CloudTrailEvent): boolean {
    const { eventID } = event;
    if (eventID === undefined) return false;
    const ids = [sessionIdOf(event), this.address(event)];
    return ids.some((id) => id !== undefined && this.firsts.get(id)?.eventID === eventID);
  }

  private addFirst(id: string, time: number, { eventID }: CloudTrailEvent): void {
    const first = this.firsts.get(id);
    if (!first) this.firsts.set(id, { time, eventID });
    else if (time < first.time) [first.time, first.eventID] = [time, eventID];
  }

  private addPlace(address: string, event: CloudTrailEvent): void {
    let place = this.places.get(address);
    if (!place) {
      place = { callers: new Map(), keys: new Set(), instances: new Set() };
      this.places.set(address, place);
    }
    const { accessKeyId, sessionContext, arn } = event.userIdentity ?? {};
    this.addCaller(place, principalKey(event), accessKeyId);
    if (!accessKeyId || (place.keys && place.keys.size >= MOST_KEYS && !place.keys.has(accessKeyId))) {
      delete place.keys;
    } else place.keys?.add(accessKeyId);
    if (sessionContext?.ec2RoleDelivery !== undefined && arn && place.instances.size < MOST_CALLERS) {
      place.instances.add(arn);
    }
  }

  private addCaller({ callers }: Place, caller: string, accessKeyId: string | undefined): void {
    const keys = callers.get(caller);
    if (!keys) {
      if (callers.size < MOST_CALLERS) callers.set(caller, new Set([accessKeyId || NO_KEY]));
    } else if (keys.size < MOST_KEYS) keys.add(accessKeyId || NO_KEY);
  }
}

/** Stands for calls without a key, which nobody gave out. */
const NO_KEY = "";
