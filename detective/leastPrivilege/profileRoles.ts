import { parseArn } from "../arn";
import { CloudTrailEvent } from "../event";
import { textAt } from "../textAt";
import { arnPattern } from "./arnFormat";
import { callOf } from "./call";
import { literal } from "./policyPattern";

/** The role in each instance profile, as far as AddRoleToInstanceProfile is among the records. */
export function profileRoles(events: readonly CloudTrailEvent[]): ReadonlyMap<string, string> {
  const roles = new Map<string, string>();
  for (const event of events) {
    if (event.eventName !== "AddRoleToInstanceProfile" || event.errorCode !== undefined) continue;
    const profile = textAt(event.requestParameters, "instanceProfileName");
    const role = textAt(event.requestParameters, "roleName");
    const { partition, account } = callOf(event);
    if (!profile || !role || !account || parseArn(role)) continue;
    roles.set(profile, arnPattern(`arn:${partition}:iam::${account}:role/`) + literal(role));
  }
  return roles;
}
