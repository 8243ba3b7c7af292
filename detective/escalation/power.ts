import { parseArn } from "../arn";
import { isJsonObject } from "../json";

/**
 * How far a policy's rights reach: `admin` every right or the means to give them to oneself, `broad` a whole service or a
 * known step to more, `some` others that change things, `harmless` reading only; `unknown` where its text isn't known.
 */
export type Power = "admin" | "broad" | "some" | "harmless" | "unknown";

/** What was found in a policy. */
export interface Rights {
  power: Power;
  /** The strongest of its permissions, as written: `iam:PassRole on *`. */
  because?: string;
}

const ORDER: readonly Power[] = ["harmless", "unknown", "some", "broad", "admin"];

function stronger(a: Rights, b: Rights): Rights {
  return ORDER.indexOf(b.power) > ORDER.indexOf(a.power) ? b : a;
}

/** Permissions that lead to more than they say when they hold on everything. Lower case. */
const STEPS: ReadonlySet<string> = new Set([
  "iam:passrole",
  "iam:attachuserpolicy",
  "iam:attachgrouppolicy",
  "iam:attachrolepolicy",
  "iam:putuserpolicy",
  "iam:putgrouppolicy",
  "iam:putrolepolicy",
  "iam:createpolicyversion",
  "iam:setdefaultpolicyversion",
  "iam:addusertogroup",
  "iam:createaccesskey",
  "iam:createloginprofile",
  "iam:updateloginprofile",
  "iam:updateassumerolepolicy",
  "iam:deleteuserpermissionsboundary",
  "iam:deleterolepermissionsboundary",
  "sts:assumerole",
  "lambda:updatefunctioncode",
  "ssm:sendcommand",
  "ssm:startsession",
  "sso:createaccountassignment",
  "sso:attachmanagedpolicytopermissionset",
]);
const READING = /^[\w-]+:(get|list|describe|head|view|lookup|search|check|simulate|batchget)[\w*]*$/i;
/** What functions and instances need to write their own logs. */
const OWN_LOGS =
  /^(logs:(createloggroup|createlogstream|putlogevents)|xray:put\w+|cloudwatch:putmetricdata)$/i;

/**
 * What a managed policy gives, by its ARN.
 *
 * Source: docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
export function managedPolicyRights(policyArn: string): Rights {
  const arn = parseArn(policyArn);
  if (!arn) return { power: "unknown" };
  const name = arn.resource.split("/").at(-1)!;
  if (arn.account !== "aws") return { power: "unknown" };
  if (name === "AdministratorAccess" || name === "IAMFullAccess") return { power: "admin", because: name };
  if (/^(PowerUserAccess|SystemAdministrator|AdministratorAccess-.*|DatabaseAdministrator)$/.test(name)) {
    return { power: "broad", because: name };
  }
  if (/FullAccess|Administrator/.test(name)) return { power: "broad", because: name };
  if (/ReadOnly|ViewOnly|SecurityAudit|Billing$/.test(name)) return { power: "harmless", because: name };
  return { power: "some", because: name };
}

/** What a policy document gives: JSON, also URL-encoded as IAM hands it out; conditions are not weighed. */
export function documentRights(text: string | undefined): Rights {
  const document = text === undefined ? undefined : policyObject(text);
  if (!document) return { power: "unknown" };
  return listOf(document.Statement).map(statementRights).reduce(stronger, { power: "harmless" });
}

/** The policy as an object, whichever way it is written; undefined where it can't be read. */
export function policyObject(text: string): { [field: string]: unknown } | undefined {
  for (const read of [(raw: string) => raw, decodeURIComponent]) {
    try {
      const parsed = JSON.parse(read(text)) as unknown;
      if (isJsonObject(parsed)) return parsed;
    } catch {
      // The other way may read it.
    }
  }
  return undefined;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

function statementRights(statement: unknown): Rights {
  if (!isJsonObject(statement) || statement.Effect !== "Allow") return { power: "harmless" };
  const resources = listOf(statement.Resource);
  const everywhere = statement.NotResource !== undefined || resources.some(isEverything);
  if (statement.NotAction !== undefined) {
    const excluded = listOf(statement.NotAction).join(", ");
    const iam = listOf(statement.NotAction).some((action) => /^iam:/i.test(String(action)));
    return { power: everywhere && !iam ? "admin" : "broad", because: `all but ${excluded}` };
  }
  return listOf(statement.Action)
    .map((action) => actionRights(typeof action === "string" ? action : "", everywhere))
    .reduce(stronger, { power: "harmless" });
}

function actionRights(action: string, everywhere: boolean): Rights {
  const small = action.toLowerCase();
  const because = `${action}${everywhere ? " on *" : ""}`;
  if (small === "" || READING.test(small) || OWN_LOGS.test(small)) return { power: "harmless" };
  if (everywhere && /^(\*|\*:\*|iam:\*)$/.test(small)) return { power: "admin", because };
  const step =
    STEPS.has(small) || (small.endsWith("*") && [...STEPS].some((s) => s.startsWith(small.slice(0, -1))));
  // A right to change IAM is a step also where it holds on one user: that one may be oneself.
  if (step && (everywhere || /^iam:(?!passrole)/.test(small))) return { power: "broad", because };
  if (everywhere && small.endsWith(":*")) return { power: "broad", because };
  return { power: "some", because };
}

/** `*`, and ARNs that fit anything of a service: `arn:PARTITION:iam::*:user/*`. */
function isEverything(resource: unknown): boolean {
  return (
    typeof resource === "string" &&
    /^(\*|arn:[^:]*:[^:]*:[^:]*:[^:]*:\*|arn:[^:]*:iam::[^:]*:(user|role|group|policy)\/\*)$/.test(resource)
  );
}
