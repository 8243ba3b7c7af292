import type { Field } from "./fields";
import { isObject, type Properties } from "./propertyValues";
import type { AnyRecord } from "./record";
import { isNothing, sameValue } from "./sameValue";

/**
 * The inputs a program would have to give to get this state.
 *
 * After a refresh, inputs that still hold stay as they were written and drift shows in those that do not; for an
 * import, where there are no last inputs, everything that differs from a default is written out.
 */
export function inputsFrom(record: AnyRecord, state: Properties, last: Properties | undefined): Properties {
  const inputs: Properties = last?.__defaults === undefined ? {} : { __defaults: last.__defaults };
  for (const [name, field] of Object.entries(record.fields)) {
    if (field.refused) continue;
    const [value, before] = [state[name], last?.[name]];
    if (!isNothing(before)) {
      if (field.stateOnly || sameValue(field, value, before)) inputs[name] = before;
      else if (!isNothing(value)) inputs[name] = asInput(field, value);
      continue;
    }
    const chosenByAws = last !== undefined && field.computed;
    const written = chosenByAws ? undefined : asInput(field, value);
    if (!isNothing(written)) inputs[name] = written;
  }
  return inputs;
}

/** A value as a program would write it: without defaults, empty parts and parts that are not served. */
function asInput(field: Field, value: unknown): unknown {
  const { shape } = field;
  if (field.refused || isNothing(value) || value === field.default) return undefined;
  if (typeof shape !== "object") return value;
  if ("block" in shape) {
    if (!isObject(value)) return undefined;
    const parts = Object.entries(shape.block).map(
      ([name, part]) => [name, asInput(part, value[name])] as const,
    );
    return Object.fromEntries(parts.filter(([, part]) => !isNothing(part)));
  }
  const item = "listOf" in shape ? shape.listOf : shape.setOf;
  return Array.isArray(value) ? value.map((part) => asInput(item, part)) : undefined;
}
