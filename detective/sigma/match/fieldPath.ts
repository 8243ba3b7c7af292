import { JsonObject, isJsonObject } from "../../json";

/** What a path leads to in a record; see docs/sigma.md, 1 to 3. */
export interface Found {
  /** Some way leads to the end, also to null or an empty array. */
  readonly present: boolean;
  /** Texts, numbers, booleans, nulls and objects: never an array, but what it holds. */
  readonly values: readonly unknown[];
}

/** A path, ready to be followed in many records. */
export interface FieldPath {
  find(record: unknown): Found;
}

const NOTHING: Found = { present: false, values: [] };

/** Beyond so many steps (no record nests as deep) an object's keys are looked through instead of all that may stand there. */
const MOST_STEPS = 16;

/** Reads a path as a rule writes it: `userIdentity.sessionContext.sessionIssuer.arn`. */
export function fieldPath(field: string): FieldPath {
  const steps = field.split(".");
  if (steps.length > MOST_STEPS || steps.some((step) => step in Object.prototype))
    return { find: (record) => walk(record, 0, field) };
  // Of each step but the last, the keys that stand for it and some after it: `a.b` and `a.b.c` for the `a` of `a.b.c`.
  const joins = steps.map((_, from) =>
    steps.slice(from + 1).map((_, more) => steps.slice(from, from + more + 2).join(".")),
  );
  return {
    find: (record) => {
      let node = record;
      for (let step = 0; step < steps.length; step++) {
        if (typeof node !== "object" || node === null) return NOTHING;
        if (Array.isArray(node)) return walk(record, 0, field);
        for (const join of joins[step]!)
          if ((node as JsonObject)[join] !== undefined) return walk(record, 0, field);
        node = (node as JsonObject)[steps[step]!];
        if (node === undefined) return NOTHING;
      }
      return Array.isArray(node) ? walk(node, field.length + 1, field) : { present: true, values: [node] };
    },
  };
}

/**
 * Follows every way there is, without recursion; what comes first in the record comes first in the result.
 *
 * @param start where in the path's text the step after `record` begins; past its end after the last one
 */
function walk(record: unknown, start: number, field: string): Found {
  let present = false;
  const values: unknown[] = [];
  const nodes: unknown[] = [record];
  const places: number[] = [start];
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
