import { CloudTrailEvent } from "../event";
import { principalName } from "../principal";

/** Who made the calls of one principal: a session by its name, several of a role by the role's name and their number. */
export function whoOf(events: readonly CloudTrailEvent[]): string {
  const [name = "unknown", ...more] = new Set(events.map(principalName));
  return more.length === 0 ? name : `${name.split("/")[0]} (${more.length + 1} sessions)`;
}
