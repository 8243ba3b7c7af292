import { JsonObject, isJsonObject } from "../../json";

export interface Principals {
  /** `"*"`, or `*` among the AWS principals: anyone, with or without an account. */
  everyone: boolean;
  aws: readonly string[];
  services: readonly string[];
  /** Federated and canonical principals, as written. */
  others: readonly string[];
}

/** One operator on one key; all conditions of a statement must hold, one of the values is enough. */
export interface Condition {
  /** Lower case, without set qualifier and IfExists. */
  operator: string;
  qualifier?: "foranyvalue" | "forallvalues";
  ifExists: boolean;
  /** Lower case: AWS compares condition keys without regard to case. */
  key: string;
  values: readonly string[];
}

/** A policy statement with every form that AWS accepts brought to one. */
export interface Statement {
  /** What to call it in evidence: its number, and its Sid where it has one. */
  label: string;
  effect: "Allow" | "Deny";
  principals?: Principals;
  notPrincipals?: Principals;
  actions?: readonly string[];
  notActions?: readonly string[];
  resources?: readonly string[];
  notResources?: readonly string[];
  conditions: readonly Condition[];
}

/** A text that is no resource policy. */
export class PolicySyntaxError extends Error {
  override readonly name = "PolicySyntaxError";
}

/**
 * What a policy hangs on: a resource (a key, a bucket) and an identity (a user, a role) leave out what they stand for
 * themselves, and so does a role's trust policy.
 */
export type PolicyKind = "resource" | "identity" | "trust";

/**
 * Reads a policy into statements.
 *
 * @throws PolicySyntaxError naming the statement and what is wrong with it
 */
export function parsePolicy(text: string, kind: PolicyKind = "resource"): readonly Statement[] {
  const document = parseJson(text);
  if (!isJsonObject(document) || document.Statement === undefined) {
    throw new PolicySyntaxError("the policy is no JSON object with a Statement");
  }
  const statements: unknown[] = Array.isArray(document.Statement) ? document.Statement : [document.Statement];
  return statements.map((statement, index) => parseStatement(statement, `statement ${index + 1}`, kind));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new PolicySyntaxError(`the policy is no JSON: ${(error as Error).message}`);
  }
}

function parseStatement(statement: unknown, number: string, kind: PolicyKind): Statement {
  if (!isJsonObject(statement)) throw new PolicySyntaxError(`${number} is no object`);
  const { Sid, Effect } = statement;
  const label = typeof Sid === "string" && Sid !== "" ? `${number} (${Sid})` : number;
  if (Effect !== "Allow" && Effect !== "Deny") {
    throw new PolicySyntaxError(`${label}: Effect is ${JSON.stringify(Effect)}; it must be Allow or Deny`);
  }
  const parsed: Statement = {
    label,
    effect: Effect,
    ...optional("principals", statement.Principal, (value) => parsePrincipals(value, label)),
    ...optional("notPrincipals", statement.NotPrincipal, (value) => parsePrincipals(value, label)),
    ...optional("actions", statement.Action, (value) => texts(value, `${label}: Action`)),
    ...optional("notActions", statement.NotAction, (value) => texts(value, `${label}: NotAction`)),
    ...optional("resources", statement.Resource, (value) => texts(value, `${label}: Resource`)),
    ...optional("notResources", statement.NotResource, (value) => texts(value, `${label}: NotResource`)),
    conditions: parseConditions(statement.Condition, label),
  };
  if (kind !== "identity" && !parsed.principals && !parsed.notPrincipals)
    throw new PolicySyntaxError(`${label}: no Principal`);
  if (!parsed.actions && !parsed.notActions) throw new PolicySyntaxError(`${label}: no Action`);
  if (kind === "trust") return { ...parsed, resources: ["*"] };
  if (!parsed.resources && !parsed.notResources) throw new PolicySyntaxError(`${label}: no Resource`);
  return parsed;
}

function optional<N extends string, T>(
  name: N,
  value: unknown,
  parse: (value: unknown) => T,
): { [key in N]?: T } {
  return value === undefined ? {} : ({ [name]: parse(value) } as { [key in N]?: T });
}

function parsePrincipals(value: unknown, label: string): Principals {
  if (value === "*") return { everyone: true, aws: [], services: [], others: [] };
  if (!isJsonObject(value)) throw new PolicySyntaxError(`${label}: Principal is ${JSON.stringify(value)}`);
  const of = (name: string) =>
    value[name] === undefined ? [] : texts(value[name], `${label}: Principal ${name}`);
  const aws = of("AWS");
  return {
    everyone: aws.includes("*"),
    aws,
    services: of("Service"),
    others: [...of("Federated"), ...of("CanonicalUser")],
  };
}

function parseConditions(value: unknown, label: string): Condition[] {
  if (value === undefined) return [];
  if (!isJsonObject(value)) throw new PolicySyntaxError(`${label}: Condition is no object`);
  return Object.entries(value).flatMap(([written, keys]) => {
    if (!isJsonObject(keys)) throw new PolicySyntaxError(`${label}: Condition ${written} is no object`);
    return conditionsOf(written, keys, label);
  });
}

function conditionsOf(written: string, keys: JsonObject, label: string): Condition[] {
  const [, set, operator = "", ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.+?)(ifexists)?$/.exec(written.toLowerCase()) ?? [];
  return Object.entries(keys).map(([key, values]) => ({
    operator,
    ...(set && { qualifier: set as "foranyvalue" | "forallvalues" }),
    ifExists: ifExists !== undefined,
    key: key.toLowerCase(),
    values: texts(values, `${label}: Condition ${written} ${key}`),
  }));
}

/** A text or a list of texts; booleans and numbers count as their text, as AWS takes them. */
function texts(value: unknown, where: string): string[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.map((item) => {
    if (typeof item === "string") return item;
    if (typeof item === "boolean" || typeof item === "number") return String(item);
    throw new PolicySyntaxError(`${where}: ${JSON.stringify(item)} is no text`);
  });
}
