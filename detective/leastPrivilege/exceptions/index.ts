import { Call } from "../call";
import { Exception, ExceptionRules, needs } from "../exception";
import * as other from "./other";
import { s3 } from "./s3";

const RULES: Readonly<Record<string, ExceptionRules>> = {
  s3,
  lambda: other.lambda,
  dynamodb: other.dynamodb,
  sqs: other.sqs,
  sns: other.sns,
  kms: other.kms,
  sts: other.sts,
  iam: other.iam,
  cloudtrail: other.cloudtrail,
  budgets: other.budgets,
  cassandra: other.cassandra,
  bedrock: other.bedrock,
  "access-analyzer": other.accessAnalyzer,
  "redshift-data": other.redshiftData,
  verifiedpermissions: other.verifiedPermissions,
  timestream: other.timestream,
  sso: other.sso,
  "sso-oauth": other.ssoOauth,
};

/** HTTP methods stand for API Gateway's actions. Source: docs.aws.amazon.com/service-authorization/latest/reference/list_amazonapigatewaymanagement.html */
const METHODS: Readonly<Record<string, string>> = {
  Get: "GET",
  Create: "POST",
  Update: "PATCH",
  Delete: "DELETE",
};

/** Services whose rules name actions of others. */
export const LINKED_PREFIXES: Readonly<Record<string, readonly string[]>> = {
  s3: ["s3express", "s3-outposts"],
};

/** What the call needs where its API isn't called like its action; undefined where it is. */
export function exceptionFor(call: Call): Exception | undefined {
  const { prefix, api, partition, region } = call;
  if (prefix === "signin")
    return { nothing: "signing in is decided by the credentials, not by an IAM policy" };
  if (prefix === "apigateway") {
    const method = METHODS[/^(Get|Create|Update|Delete)[A-Z]/.exec(api)?.[1] ?? ""];
    if (!method || !region)
      return { unmapped: "API Gateway's actions are HTTP methods on paths, which the record does not give" };
    return needs({
      action: `apigateway:${method}`,
      resources: [`arn:${partition}:apigateway:${region}::/*`],
      wide: "the record does not give the path",
    });
  }
  const rules = Object.hasOwn(RULES, prefix) ? RULES[prefix]! : {};
  const rule = Object.hasOwn(rules, api) ? rules[api]! : undefined;
  if (rule === undefined) return undefined;
  if (typeof rule === "function") return rule(call);
  return needs(rule.includes(":") ? rule : `${prefix}:${rule}`);
}

/** Every action that a rule names without looking at a call, for tests. */
export function plainExceptions(): { prefix: string; api: string; action: string }[] {
  return Object.entries(RULES).flatMap(([prefix, rules]) =>
    Object.entries(rules).flatMap(([api, rule]) =>
      typeof rule === "string"
        ? [{ prefix, api, action: rule.includes(":") ? rule : `${prefix}:${rule}` }]
        : [],
    ),
  );
}
