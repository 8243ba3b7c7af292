import { newestFirst } from "./collect";
import { CloudTrailEvent, timeOf } from "./event";
import { issuedCredentials } from "./issuedCredentials";
import { outcomeOf } from "./outcomeOf";
import { textAt } from "./textAt";

/**
 * A sorted copy, oldest first; events without a readable time come last.
 *
 * CloudTrail's times are whole seconds, and sources differ in the order within one: of one second, what gave out
 * credentials, made a user or opened a role comes before the calls that needed it, and of the rest what stands later
 * in `events` comes first.
 */
export function oldestFirst(events: readonly CloudTrailEvent[]): CloudTrailEvent[] {
  const timed = newestFirst(events).reverse();
  const first = timed.findIndex((event) => timeOf(event) !== undefined);
  const sorted = first > 0 ? [...timed.slice(first), ...timed.slice(0, first)] : timed;
  for (let start = 0; start < sorted.length;) {
    let end = start + 1;
    while (end < sorted.length && sorted[end]!.eventTime === sorted[start]!.eventTime) end++;
    if (end - start > 1) putInOrder(sorted, start, end);
    start = end;
  }
  return sorted;
}

/** Credentials go last: that a call was made with them is certain, that a role had to be opened is not. */
function putInOrder(sorted: CloudTrailEvent[], start: number, end: number): void {
  let second = sorted.slice(start, end);
  if (!second.some(mayGive)) return;
  for (const certain of [false, true]) second = givenFirst(second, certain);
  second.forEach((event, at) => (sorted[start + at] = event));
}

const GIVERS: ReadonlySet<string> = new Set(["CreateUser", "CreateRole", "UpdateAssumeRolePolicy"]);

function mayGive(event: CloudTrailEvent): boolean {
  return GIVERS.has(event.eventName ?? "") || issuedCredentials(event) !== undefined;
}

/** Each event after those that it needs, and otherwise as they stand; a circle is left as it is. */
function givenFirst(events: readonly CloudTrailEvent[], certain: boolean): CloudTrailEvent[] {
  const givers = new Map<string, CloudTrailEvent[]>();
  for (const event of events) {
    for (const name of given(event, certain)) {
      const known = givers.get(name);
      if (known) known.push(event);
      else givers.set(name, [event]);
    }
  }
  if (givers.size === 0) return [...events];
  const ordered: CloudTrailEvent[] = [];
  const begun = new Set<CloudTrailEvent>();
  const placed = new Set<CloudTrailEvent>();
  for (const event of events) {
    // A stack of its own: whoever writes the records decides how deep it goes.
    const open = [event];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (!begun.has(top)) {
        begun.add(top);
        const before = needed(top, certain).flatMap((name) => givers.get(name) ?? []);
        open.push(...before.filter((each) => !begun.has(each)).reverse());
        continue;
      }
      open.pop();
      if (!placed.has(top)) {
        placed.add(top);
        ordered.push(top);
      }
    }
  }
  return ordered;
}

/** What the call gave, by a name of its own. */
function given(event: CloudTrailEvent, certain: boolean): string[] {
  const issued = issuedCredentials(event);
  if (certain) {
    if (issued?.accessKeyId) return [`key ${issued.accessKeyId}`];
    return issued?.arn && issued.kind === "role-session" ? [`arn ${issued.arn}`] : [];
  }
  if (!GIVERS.has(event.eventName ?? "") || outcomeOf(event) !== "success") return [];
  const { requestParameters: request, eventName } = event;
  const name = textAt(request, eventName === "CreateUser" ? "userName" : "roleName");
  return name === undefined ? [] : [`${eventName === "CreateUser" ? "user" : "role"} ${name}`];
}

function needed(event: CloudTrailEvent, certain: boolean): string[] {
  const { userIdentity = {}, requestParameters: request, eventName = "", eventSource } = event;
  const { accessKeyId, arn } = userIdentity;
  if (certain) return [...(accessKeyId ? [`key ${accessKeyId}`] : []), ...(arn ? [`arn ${arn}`] : [])];
  const names: string[] = [];
  const user = textAt(request, "userName");
  if (eventSource === "iam.amazonaws.com" && user && eventName !== "CreateUser") names.push(`user ${user}`);
  const role = /^AssumeRole/.test(eventName) ? textAt(request, "roleArn")?.split("/").at(-1) : undefined;
  if (role) names.push(`role ${role}`);
  return names;
}
