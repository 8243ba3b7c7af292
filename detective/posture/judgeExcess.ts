import { Findings } from "./findings";
import { keys, labels } from "./judgeGrant";
import { cloudTrailService, outsiders } from "./modelCalls";
import { Context } from "./policy/condition";
import { Statement } from "./policy/document";
import { Caller, decide } from "./policy/evaluate";
import { Trail } from "./trailFacts";

/** What nobody but the owner should be let do: by action, on these resources. */
export interface Reserved {
  actions: readonly string[];
  resources: readonly string[];
}

/** Notes what the policy lets people do who have nothing to do with the account. */
export function judgeOutsiders(
  findings: Findings,
  statements: readonly Statement[],
  trail: Trail,
  reserved: Reserved,
): void {
  for (const { who, caller, context } of outsiders(trail)) {
    judgeCaller(findings, statements, { who, caller, context }, reserved);
  }
}

/** Notes what the policy lets CloudTrail do beyond its business. */
export function judgeCloudTrailExcess(
  findings: Findings,
  statements: readonly Statement[],
  context: Context,
  reserved: Reserved,
): void {
  judgeCaller(findings, statements, { who: "CloudTrail", caller: cloudTrailService, context }, reserved);
}

function judgeCaller(
  findings: Findings,
  statements: readonly Statement[],
  { who, caller, context }: { who: string; caller: Caller; context: Context },
  { actions, resources }: Reserved,
): void {
  for (const resource of resources) {
    const allowed = new Map<string, string[]>();
    for (const action of actions) {
      const { outcome, by } = decide(statements, { caller, action, resource, context });
      if (outcome === "allowed") allowed.set(labels(by), [...(allowed.get(labels(by)) ?? []), action]);
      if (outcome === "undecided") {
        findings.doubt(`cannot tell whether ${who} may ${action}: ${labels(by)} hangs on ${keys(by)}`);
      }
    }
    for (const [by, found] of allowed) {
      findings.problem(`${by} lets ${who} ${found.join(", ")} on ${resource}`);
    }
  }
}
