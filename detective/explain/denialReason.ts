import { Denial, DenyingPolicy } from "../denial";

const POLICY_NAMES: Readonly<Record<DenyingPolicy, string>> = {
  identity: "identity-based policy",
  resource: "resource-based policy",
  "permissions-boundary": "permissions boundary",
  session: "session policy",
  "service-control": "service control policy",
  "resource-control": "resource control policy",
  "vpc-endpoint": "VPC endpoint policy",
};

/**
 * Which kind of policy refused what, as a clause; says so where the message doesn't tell.
 *
 * @param message the error message: newer ones end in the denying policy's ARN
 */
export function denialReason({ action, resource, explicit, policy }: Denial, message = ""): string {
  const call = `${action ?? "it"}${resource && resource !== "*" ? ` on ${resource}` : ""}`;
  const kind = policy && POLICY_NAMES[policy];
  if (explicit === true) {
    const arn = /explicit deny in an? [\w -]{1,40}: (arn:[^\s]{1,2000})/i.exec(message)?.[1];
    const named = arn ? ` (${arn.replace(/[.,]$/, "")})` : "";
    return kind
      ? `${/^[aeiou]/.test(kind) ? "an" : "a"} ${kind}${named} explicitly denies ${call}`
      : `a policy explicitly denies ${call}; the message does not say of which kind`;
  }
  if (explicit === false) return kind ? `no ${kind} allows ${call}` : `no policy allows ${call}`;
  return `${call} was not authorised; the message does not say which kind of policy refused`;
}
