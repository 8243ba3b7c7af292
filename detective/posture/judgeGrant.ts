import { parseArn } from "../arn";
import { Findings } from "./findings";
import { CLOUDTRAIL, cloudTrailService } from "./modelCalls";
import { Context, meets } from "./policy/condition";
import { Condition, Statement } from "./policy/document";
import { applies, decide, mismatch, namesAction } from "./policy/evaluate";
import { limitsOf } from "./policy/limits";
import { Trail } from "./trailFacts";

/** Something that a policy must let CloudTrail do. */
export interface Grant {
  /** In words, after "lets CloudTrail …". */
  what: string;
  action: string;
  resource: string;
  context: Context;
}

/** Notes whether the policy lets CloudTrail do it, or why it doesn't. */
export function judgeGrant(findings: Findings, statements: readonly Statement[], grant: Grant): void {
  const { what } = grant;
  const { outcome, by } = decide(statements, { caller: cloudTrailService, ...grant });
  if (outcome === "allowed") findings.fact(`${labels(by)} lets CloudTrail ${what}`);
  else if (outcome === "undecided") {
    findings.doubt(`cannot tell whether CloudTrail may ${what}: ${labels(by)} hangs on ${keys(by)}`);
  } else if (by.length > 0) findings.problem(`${labels(by)} denies CloudTrail to ${what}`);
  else findings.problem(`no statement lets CloudTrail ${what}${nearMisses(statements, grant)}`);
}

/**
 * Notes every statement that grants the action to CloudTrail on behalf of more than this trail.
 *
 * Other trails of the same account that are named one by one are noted, not refused: somebody meant them.
 */
export function judgePin(
  findings: Findings,
  statements: readonly Statement[],
  trail: Trail,
  grant: Grant,
): void {
  for (const statement of grantsToAnyTrail(statements, grant)) {
    const here = applies(statement, { caller: cloudTrailService, ...withoutSource(grant) }) !== "no";
    judgeSource(findings, statement, trail, here);
    if (!here) continue;
    if (statement.notPrincipals || statement.principals?.everyone) {
      findings.problem(`${statement.label} names everyone, not only ${CLOUDTRAIL}`);
    }
  }
}

/** The Allow statements that let CloudTrail do it for some trail, on whatever resource. */
function grantsToAnyTrail(statements: readonly Statement[], grant: Grant): Statement[] {
  const { action, context } = withoutSource(grant);
  return statements.filter((statement) => {
    const request = { caller: cloudTrailService, action, resource: "", context };
    const part = mismatch(statement, request);
    if (statement.effect !== "Allow" || (part !== undefined && part !== "Resource")) return false;
    return statement.conditions.every((condition) => meets(condition, context) !== "no");
  });
}

/** The grant without saying for which trail. */
function withoutSource(grant: Grant): Grant {
  const context = Object.entries(grant.context).filter(
    ([key]) => key !== "aws:sourcearn" && key !== "aws:sourceaccount",
  );
  return { ...grant, context: Object.fromEntries(context) };
}

function judgeSource(findings: Findings, statement: Statement, trail: Trail, here: boolean): void {
  const { label } = statement;
  const limits = limitsOf(statement, "aws:SourceArn");
  if (!limits) {
    const whose = limitsOf(statement, "aws:SourceAccount") ? "the account" : "any account";
    findings.problem(`${label} has no aws:SourceArn: it serves every trail of ${whose}`);
    return;
  }
  for (const { value, wild } of limits) {
    if (wild) findings.problem(`${label}: aws:SourceArn ${value} stands for more than this trail`);
    else if (value === trail.arn) findings.fact(`${label} is pinned to ${value}`);
    else if (parseArn(value)?.account === trail.account) findings.fact(`${label} also serves ${value}`);
    else if (here) findings.problem(`${label} also serves ${value}, a trail of another account`);
  }
}

/** What of the statements that were meant for it kept them from applying. */
function nearMisses(statements: readonly Statement[], grant: Grant): string {
  const reasons = statements
    .filter((statement) => statement.effect === "Allow" && namesAction(statement, grant.action))
    .map((statement) => `${statement.label} does not: ${whyNot(statement, grant)}`);
  return reasons.length > 0 ? ` (${reasons.join("; ")})` : "";
}

function whyNot(statement: Statement, grant: Grant): string {
  const part = mismatch(statement, { caller: cloudTrailService, ...grant });
  if (part === "Principal") return `its principal is not ${CLOUDTRAIL}`;
  if (part) return `its ${part.toLowerCase()} is not ${part === "Resource" ? grant.resource : grant.action}`;
  const unmet = statement.conditions.filter((condition) => meets(condition, grant.context) === "no");
  return unmet.map(conditionText).join(", ");
}

function conditionText({ operator, key, values }: Condition): string {
  return `${operator} ${key} is ${values.join(" or ")}`;
}

export function labels(statements: readonly Statement[]): string {
  return statements.map(({ label }) => label).join(", ");
}

/** The condition keys that the statements hang on. */
export function keys(statements: readonly Statement[]): string {
  const found = statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
  return [...new Set(found)].join(", ");
}
