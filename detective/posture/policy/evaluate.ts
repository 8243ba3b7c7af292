import { parseArn } from "../../arn";
import { Context, Ternary, meets } from "./condition";
import { Principals, Statement } from "./document";
import { fits, fitsAction } from "./pattern";

export type Caller =
  | { kind: "service"; name: string }
  /** A user, role or root by ARN. */
  | { kind: "principal"; arn: string }
  | { kind: "anonymous" };

/** One call as a resource policy sees it. */
export interface Request {
  caller: Caller;
  action: string;
  resource: string;
  context: Context;
}

export interface Decision {
  /** `denied` also where nothing allows. */
  outcome: "allowed" | "denied" | "undecided";
  /** The statements that decided; empty where nothing allows. */
  by: readonly Statement[];
}

/** What the policy alone says to the request: a Deny wins, then an Allow, and without either it is denied. */
export function decide(statements: readonly Statement[], request: Request): Decision {
  const matching = (effect: "Allow" | "Deny", match: Ternary) =>
    statements.filter((statement) => statement.effect === effect && applies(statement, request) === match);
  const denies = matching("Deny", "yes");
  if (denies.length > 0) return { outcome: "denied", by: denies };
  const allows = matching("Allow", "yes");
  const maybeDenies = matching("Deny", "undecided");
  if (allows.length > 0) {
    return maybeDenies.length > 0
      ? { outcome: "undecided", by: maybeDenies }
      : { outcome: "allowed", by: allows };
  }
  const maybeAllows = matching("Allow", "undecided");
  return maybeAllows.length > 0 ? { outcome: "undecided", by: maybeAllows } : { outcome: "denied", by: [] };
}

/** Whether the statement speaks of the request, whatever its effect. */
export function applies(statement: Statement, request: Request): Ternary {
  if (mismatch(statement, request) !== undefined) return "no";
  return weakest(statement.conditions.map((condition) => meets(condition, request.context)));
}

/** The first part of the statement (conditions aside) that doesn't fit the request; undefined when all fit. */
export function mismatch(
  statement: Statement,
  request: Request,
): "Principal" | "Action" | "Resource" | undefined {
  if (!namesCaller(statement, request.caller)) return "Principal";
  if (!namesAction(statement, request.action)) return "Action";
  if (!namesResource(statement, request.resource)) return "Resource";
  return undefined;
}

export function namesAction({ actions, notActions = [] }: Statement, action: string): boolean {
  const among = (patterns: readonly string[]) => patterns.some((pattern) => fitsAction(pattern, action));
  return actions ? among(actions) : !among(notActions);
}

export function namesResource({ resources, notResources = [] }: Statement, resource: string): boolean {
  const among = (patterns: readonly string[]) => patterns.some((pattern) => fits(pattern, resource));
  return resources ? among(resources) : !among(notResources);
}

function namesCaller({ principals, notPrincipals }: Statement, caller: Caller): boolean {
  if (principals) return includes(principals, caller);
  return !notPrincipals || !includes(notPrincipals, caller);
}

function includes(principals: Principals, caller: Caller): boolean {
  if (principals.everyone) return true;
  if (caller.kind === "anonymous") return false;
  if (caller.kind === "service") return principals.services.includes(caller.name);
  const account = parseArn(caller.arn)?.account;
  return principals.aws.some((named) => named === caller.arn || accountNamed(named) === account);
}

/** The account that a principal stands for as a whole: its root's ARN, or its bare number. */
function accountNamed(principal: string): string | undefined {
  if (/^\d{12}$/.test(principal)) return principal;
  const arn = parseArn(principal);
  return arn?.service === "iam" && arn.resource === "root" ? arn.account : undefined;
}

function weakest(answers: readonly Ternary[]): Ternary {
  if (answers.includes("no")) return "no";
  return answers.includes("undecided") ? "undecided" : "yes";
}
