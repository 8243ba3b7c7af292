import { isObject } from "./propertyValues";

/**
 * Whether two policy documents say the same: order of keys, statements and values, letter case of actions,
 * one value or a list of one, `"*"` or `{"AWS": "*"}`, and an account id or its root ARN make no difference.
 *
 * Documents that are no policies are compared as JSON, texts that are no JSON as text.
 */
export function samePolicy(was: unknown, want: unknown): boolean {
  if (was === want) return true;
  const [old, now] = [parse(was), parse(want)];
  return old !== undefined && now !== undefined && canonicalPolicy(old) === canonicalPolicy(now);
}

/** The JSON a text holds, or undefined when it holds none. */
export function parse(document: unknown): unknown {
  if (typeof document !== "string") return document;
  try {
    return JSON.parse(document) as unknown;
  } catch {
    return undefined;
  }
}

function canonicalPolicy(document: unknown): string {
  if (!isObject(document) || document.Statement === undefined) return canonical(document);
  const statements = toList(document.Statement).map((statement) => canonical(canonicalStatement(statement)));
  return canonical({ ...document, Statement: statements.sort() });
}

function canonicalStatement(statement: unknown): unknown {
  if (!isObject(statement)) return statement;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(statement)) {
    if (key === "Principal" || key === "NotPrincipal") result[key] = principals(value);
    else if (key === "Condition") result[key] = conditions(value);
    else if (key === "Action" || key === "NotAction") result[key] = values(value, lowerCase);
    else if (key === "Resource" || key === "NotResource") result[key] = values(value, same);
    else result[key] = value;
  }
  return result;
}

function principals(value: unknown): unknown {
  if (value === "*") return { AWS: ["*"] };
  if (!isObject(value)) return value;
  return mapValues(value, (named, kind) => values(named, kind === "AWS" ? accountOfRoot : same));
}

function conditions(value: unknown): unknown {
  if (!isObject(value)) return value;
  return mapValues(value, (keys) =>
    isObject(keys) ? lowerKeys(mapValues(keys, (v) => values(v, same))) : keys,
  );
}

function values(value: unknown, normal: (text: string) => string): string[] {
  return [...new Set(toList(value).map((item) => normal(String(item))))].sort();
}

/** `arn:…:iam::123456789012:root` means the account itself. */
function accountOfRoot(principal: string): string {
  return /^arn:[^:]+:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    isObject(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

const toList = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value]);
const same = (value: string): string => value;
const lowerCase = (value: string): string => value.toLowerCase();
const lowerKeys = (map: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key.toLowerCase(), value]));
const mapValues = (
  map: Record<string, unknown>,
  change: (value: unknown, key: string) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(map).map(([key, value]) => [key, change(value, key)]));
