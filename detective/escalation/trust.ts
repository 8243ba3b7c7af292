import { parseArn } from "../arn";
import { isJsonObject } from "../json";
import { listOf, policyObject } from "./power";

/** Who a role's trust policy lets in. */
export interface Trust {
  /** `*` without any condition. */
  anyone: boolean;
  /** Accounts other than the role's own. */
  foreign: readonly string[];
  /** Principals of the own account, as ARNs; the account itself as `…:root`. */
  own: readonly string[];
  services: readonly string[];
  federated: readonly string[];
}

/**
 * Reads who is trusted by a trust or resource policy; conditions count only in that `*` with one isn't anyone.
 *
 * @param account the role's own
 * @returns undefined where the policy can't be read
 */
export function readTrust(text: string | undefined, account: string | undefined): Trust | undefined {
  const document = text === undefined ? undefined : policyObject(text);
  if (!document) return undefined;
  const trust = {
    anyone: false,
    foreign: [] as string[],
    own: [] as string[],
    services: [] as string[],
    federated: [] as string[],
  };
  for (const statement of listOf(document.Statement)) {
    if (!isJsonObject(statement) || statement.Effect !== "Allow") continue;
    const conditional = isJsonObject(statement.Condition) && Object.keys(statement.Condition).length > 0;
    const principal = statement.Principal === "*" ? { AWS: "*" } : statement.Principal;
    if (statement.NotPrincipal !== undefined) trust.anyone = true;
    if (!isJsonObject(principal)) continue;
    trust.services.push(...texts(principal.Service));
    trust.federated.push(...texts(principal.Federated));
    for (const who of texts(principal.AWS)) {
      const of = parseArn(who)?.account ?? (/^\d{12}$/.test(who) ? who : undefined);
      if (who === "*") {
        if (conditional) trust.foreign.push("* under a condition");
        else trust.anyone = true;
      } else if (of !== undefined && account !== undefined && of !== account) trust.foreign.push(of);
      else trust.own.push(who);
    }
  }
  return trust;
}

function texts(value: unknown): string[] {
  return listOf(value).filter((item): item is string => typeof item === "string");
}
