import { Denial, POLICY_NAMES } from "../denial";
import { withArticle } from "../wording";

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
      ? `${withArticle(kind)}${named} explicitly denies ${call}`
      : `a policy explicitly denies ${call}; the message does not say of which kind`;
  }
  if (explicit === false) return kind ? `no ${kind} allows ${call}` : `no policy allows ${call}`;
  return `${call} was not authorised; the message does not say which kind of policy refused`;
}
