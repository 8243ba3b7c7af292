import { JsonObject, isJsonObject } from "../../json";

/** What a path leads to in a record; see docs/sigma.md, 1 to 3. */
export interface Found {
  /** Some way leads to the end, also to null or an empty array. */
  readonly present: boolean;
  /** Texts, numbers, booleans, nulls and objects: never an array, but what it holds. */
  readonly values: readonly unknown[];
}

/** What stands at the end of a path where it has to be looked at more closely: arrays, or several ways. */
export const SEVERAL = Symbol("several");

/** A path, ready to be followed in many records. */
export interface FieldPath {
  find(record: unknown): Found;
  /** The only value there is, undefined where the field is absent, or SEVERAL where only `find` can tell. */
  only(record: unknown): unknown;
}

const NOTHING: Found = { present: false, values: [] };

/** Beyond so many steps (no record nests as deep) an object's keys are looked through instead of all that may stand there. */
const MOST_STEPS = 16;

/** Reads a path as a rule writes it: `userIdentity.sessionContext.sessionIssuer.arn`. */
export function fieldPath(field: string): FieldPath {
  const steps = field.split(".");
  if (steps.length > MOST_STEPS || steps.some((step) => step in Object.prototype))
    return { find: (record) => walk(record, field), only: () => SEVERAL };
  // Of each step but the last, the keys that stand for it and some after it: `a.b` and `a.b.c` for the `a` of `a.b.c`.
  const joins = steps.map((_, from) =>
    steps.slice(from + 1).map((_, more) => steps.slice(from, from + more + 2).join(".")),
  );
  const only = (record: unknown): unknown => {
    let node = record;
    for (let step = 0; step < steps.length; step++) {
      if (typeof node !== "object" || node === null) return undefined;
      if (Array.isArray(node)) return SEVERAL;
      for (const join of joins[step]!) if ((node as JsonObject)[join] !== undefined) return SEVERAL;
      node = (node as JsonObject)[steps[step]!];
    }
    return Array.isArray(node) ? SEVERAL : node;
  };
  return {
    only,
    find: (record) => {
      const value = only(record);
      if (value === SEVERAL) return walk(record, field);
      return value === undefined ? NOTHING : { present: true, values: [value] };
    },
  };
}

/**
 * Follows every way there is, without recursion; what comes first in the record comes first in the result.
 *
 * Places are those of the path's text where the next step begins: past its end after the last one.
 */
function walk(record: unknown, field: string): Found {
  let present = false;
  const values: unknown[] = [];
  const nodes: unknown[] = [record];
  const places: number[] = [0];
  while (nodes.length > 0) {
    const node = nodes.pop();
    const from = places.pop()!;
    const atEnd = from > field.length;
    if (atEnd) present = true;
    if (Array.isArray(node)) {
      for (let index = node.length - 1; index >= 0; index--) {
        nodes.push(node[index]);
        places.push(from);
      }
    } else if (atEnd) values.push(node);
    else if (isJsonObject(node)) {
      const keys = Object.keys(node);
      for (let index = keys.length - 1; index >= 0; index--) {
        const to = from + keys[index]!.length;
        if ((to === field.length || field[to] === ".") && field.startsWith(keys[index]!, from)) {
          nodes.push(node[keys[index]!]);
          places.push(to + 1);
        }
      }
    }
  }
  return present ? { present, values } : NOTHING;
}
