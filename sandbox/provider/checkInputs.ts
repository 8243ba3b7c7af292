import { autoName, type Autonaming } from "./autoName";
import type { Field } from "./fields";
import { hasUnknowns, isObject, unknown, type Properties } from "./propertyValues";
import type { AnyRecord } from "./record";
import { isNothing } from "./sameValue";
import { parse } from "./samePolicy";

/** An input that is wrong, and why. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** Inputs with defaults and names filled in, and everything that is wrong with them. */
export function checkInputs(
  record: AnyRecord,
  file: string,
  request: { urn: string; old: Properties; inputs: Properties; seed: Uint8Array; autonaming?: Autonaming },
): { inputs: Properties; failures: CheckFailure[] } {
  const failures: CheckFailure[] = [];
  const fail = (property: string, reason: string): void => void failures.push({ property, reason });
  const given = Object.fromEntries(Object.entries(request.inputs).filter(([name]) => !name.startsWith("__")));
  const named = name(record, request, given, fail);
  const checked = checkBlock(record.fields, named, "", fail, file);
  const known = Object.fromEntries(Object.entries(checked).filter(([, value]) => value !== unknown));
  for (const [property, reason] of record.check?.(known) ?? []) fail(property, reason);
  const chosen = record.autoName && given[record.autoName.input] === undefined ? [record.autoName.input] : [];
  return { inputs: { ...checked, __defaults: chosen }, failures };
}

function name(
  record: AnyRecord,
  { urn, old, seed, autonaming }: Parameters<typeof checkInputs>[2],
  inputs: Properties,
  fail: (property: string, reason: string) => void,
): Properties {
  const rule = record.autoName;
  if (!rule || !isNothing(inputs[rule.input])) return inputs;
  if (autonaming?.disabled) {
    fail(rule.input, `${rule.input} is required, as automatic names are switched off`);
    return inputs;
  }
  // A name chosen before stays: choosing anew would replace the resource at every update.
  const before = Array.isArray(old.__defaults) && old.__defaults.includes(rule.input) && old[rule.input];
  try {
    return { ...inputs, [rule.input]: before || autoName(rule, urn, seed, autonaming) };
  } catch (error) {
    fail(rule.input, (error as Error).message);
    return inputs;
  }
}

type Fail = (property: string, reason: string) => void;

function checkBlock(
  fields: Record<string, Field>,
  given: Properties,
  path: string,
  fail: Fail,
  file: string,
): Properties {
  const result: Properties = {};
  for (const property of Object.keys(given)) {
    if (!(property in fields)) {
      fail(
        path + property,
        `${path}${property} is not an input the sandbox's aws provider knows; add it in ${file}`,
      );
    }
  }
  for (const [property, field] of Object.entries(fields)) {
    const value = given[property] ?? undefined;
    const at = path + property;
    if (value === undefined) {
      if (field.required) fail(at, `${at} is required`);
      if (field.default !== undefined) result[property] = field.default;
      continue;
    }
    if (field.refused) {
      fail(at, `${at}: ${field.refused}; to serve it, add it in ${file}`);
      continue;
    }
    result[property] = checkValue(field, value, at, fail, file);
  }
  return result;
}

function checkValue(field: Field, value: unknown, at: string, fail: Fail, file: string): unknown {
  if (value === unknown) return value;
  const { shape } = field;
  if (typeof shape === "object") {
    if ("block" in shape) {
      if (isObject(value)) return checkBlock(shape.block, value, `${at}.`, fail, file);
      return wrong(at, "an object", value, fail);
    }
    const item = "listOf" in shape ? shape.listOf : shape.setOf;
    if (!Array.isArray(value)) return wrong(at, "a list", value, fail);
    return value.map((part, index) => checkValue(item, part, `${at}[${index}]`, fail, file));
  }
  if (shape === "json") return checkJson(value, at, fail);
  if (shape === "textMap") {
    const good = isObject(value) && Object.values(value).every((part) => typeof part === "string");
    return good ? value : wrong(at, "a map of text to text", value, fail);
  }
  const kind = { text: "string", flag: "boolean", count: "number" }[shape];
  if (typeof value !== kind) return wrong(at, `a ${kind}`, value, fail);
  if (field.oneOf && !field.oneOf.includes(value)) {
    fail(
      at,
      `${at}: ${JSON.stringify(value)} is not one of ${field.oneOf.map((one) => JSON.stringify(one)).join(", ")}`,
    );
  }
  return value;
}

function checkJson(value: unknown, at: string, fail: Fail): unknown {
  if (hasUnknowns(value)) return unknown;
  if (isObject(value)) return JSON.stringify(value);
  if (typeof value !== "string") return wrong(at, "a JSON document", value, fail);
  if (parse(value) === undefined) fail(at, `${at} is no JSON: ${value.slice(0, 60)}`);
  return value;
}

function wrong(at: string, expected: string, value: unknown, fail: Fail): unknown {
  fail(at, `${at}: expected ${expected}, got ${Array.isArray(value) ? "a list" : typeof value}`);
  return value;
}
