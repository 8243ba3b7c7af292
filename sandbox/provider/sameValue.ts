import { samePolicy } from "./samePolicy";
import type { Field } from "./fields";
import { hasUnknowns, isObject, unknown } from "./propertyValues";

/**
 * Whether a property's value in the state and the value a program wants mean the same to AWS.
 *
 * Nothing, "", [] and {} are one; a default stands in for nothing; sets have no order; a policy is compared by meaning.
 */
export function sameValue(field: Field, was: unknown, want: unknown): boolean {
  // What is not served cannot be wanted.
  if (field.refused) return true;
  if (want === unknown) return false;
  const wanted = isNothing(want) ? field.default : want;
  if (isNothing(wanted) && field.computed) return true;
  const { shape } = field;
  if (typeof shape === "object" && "block" in shape) {
    if (isNothing(was) && isNothing(wanted)) return true;
    const [old, now] = [isObject(was) ? was : {}, isObject(wanted) ? wanted : {}];
    return Object.entries(shape.block).every(([name, part]) => sameValue(part, old[name], now[name]));
  }
  if (isNothing(was) || isNothing(wanted)) return isNothing(was) && isNothing(wanted);
  if (hasUnknowns(wanted)) return false;
  if (field.same) return field.same(was, wanted);
  if (typeof shape === "object") {
    if (!Array.isArray(was) || !Array.isArray(wanted) || was.length !== wanted.length) return false;
    return "listOf" in shape
      ? was.every((item, index) => sameValue(shape.listOf, item, wanted[index]))
      : sameSet(shape.setOf, was, wanted);
  }
  if (shape === "json") return samePolicy(was, wanted);
  if (shape === "textMap") return sameMap(was, wanted);
  return was === wanted;
}

/** Whether a value says nothing: undefined, null, "", [] or {}. */
export function isNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  if (Array.isArray(value)) return value.length === 0;
  return isObject(value) && Object.keys(value).length === 0;
}

/** Whether two maps of text hold the same, whatever their order. */
export function sameMap(was: unknown, want: unknown): boolean {
  const [old, now] = [isObject(was) ? was : {}, isObject(want) ? want : {}];
  const names = Object.keys(old);
  return names.length === Object.keys(now).length && names.every((name) => old[name] === now[name]);
}

function sameSet(item: Field, was: unknown[], want: unknown[]): boolean {
  const left = [...was];
  return want.every((wanted) => {
    const found = left.findIndex((old) => sameValue(item, old, wanted));
    if (found >= 0) left.splice(found, 1);
    return found >= 0;
  });
}
