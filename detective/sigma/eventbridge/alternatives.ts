import { NotExpressible } from "../notExpressible";
import { Literals } from "../patternLanguage/literals";
import { fieldShape } from "../patternLanguage/recordField";
import { NotComparable } from "../patternLanguage/textAtom";
import { fieldLeaves } from "./fieldLeaves";
import { LeafSet, exclusion, intersection, isEmpty, isExclusion, isEverything, unionOf } from "./leafSet";

/** One way for a record to match: all of these fields are one of these. */
export type Alternative = ReadonlyMap<string, LeafSet>;

/** Source: EventBridge user guide, "$or" in event patterns: 1,000 combinations at most. */
const MOST = 1000;

/**
 * All the ways for a record to match.
 *
 * @throws NotExpressible where EventBridge has no words for one of them
 */
export function alternatives(condition: Literals): readonly Alternative[] {
  if (condition.kind === "literal") {
    const set = fieldLeaves(condition);
    return isEmpty(set) ? [] : [new Map([[condition.test.field!, set]])];
  }
  if (condition.kind === "any") return merged(condition.of.flatMap(alternatives));
  let found: readonly Alternative[] = [new Map()];
  for (const ways of together(condition.of.map(alternatives))) {
    if (found.length * ways.length > MOST * 4) tooMany();
    found = merged(found.flatMap((one) => ways.flatMap((other) => both(one, other))));
  }
  return found;
}

/** With all that one field must not be in one place, since rules may name thousands. */
function together(parts: readonly (readonly Alternative[])[]): (readonly Alternative[])[] {
  const excluded = new Map<string, LeafSet[]>();
  const others: (readonly Alternative[])[] = [];
  for (const ways of parts) {
    const [[field, set] = []] = ways.length === 1 && ways[0]!.size === 1 ? [...ways[0]!] : [];
    if (field === undefined || !set || !isExclusion(set)) others.push(ways);
    else if (excluded.has(field)) excluded.get(field)!.push(set);
    else excluded.set(field, [set]);
  }
  for (const [field, sets] of excluded) others.push([new Map([[field, exclusion(sets)]])]);
  return others;
}

function both(one: Alternative, other: Alternative): Alternative[] {
  const result = new Map(one);
  for (const [field, set] of other) {
    const before = result.get(field);
    const now = before ? meet(field, before, set) : set;
    if (isEmpty(now)) return [];
    result.set(field, now);
  }
  return [result];
}

function meet(field: string, a: LeafSet, b: LeafSet): LeafSet {
  if (text(a) === text(b)) return a;
  const [from] = [...a.texts, ...b.texts, ...a.but.flat(), ...b.but.flat(), ...a.networks, ...b.networks];
  // Of a list, one element may be the one and another the other.
  if (fieldShape(field) === "unknown")
    throw new NotExpressible(
      "eventbridge",
      from?.from.text ?? field,
      `a pattern asks ${field} only one thing at a time`,
    );
  try {
    return intersection(a, b);
  } catch (error) {
    if (!(error instanceof NotComparable)) throw error;
    const reason = `a pattern asks ${field} only one thing at a time, and this does not fit with another condition on it`;
    throw new NotExpressible("eventbridge", error.atom.from.text, reason);
  }
}

/** Joins ways that differ in one field only, until there are none. */
function merged(ways: readonly Alternative[]): readonly Alternative[] {
  let found = ways.map(simple);
  if (found.some(({ size }) => size === 0)) return [new Map()];
  for (let before = -1; before !== found.length;) {
    before = found.length;
    const fields = new Set(found.flatMap((way) => [...way.keys()]));
    for (const field of fields) found = mergedBy(field, found);
  }
  if (found.length > MOST) tooMany();
  return found;
}

function mergedBy(field: string, ways: readonly Alternative[]): Alternative[] {
  const groups: Alternative[][] = [];
  const byKey = new Map<string, Alternative[]>();
  for (const way of ways) {
    const key = way.has(field) ? others(way, field) : undefined;
    const known = key !== undefined && byKey.get(key);
    if (known) known.push(way);
    else {
      const group = [way];
      groups.push(group);
      if (key !== undefined) byKey.set(key, group);
    }
  }
  return groups.map(([first, ...more]) =>
    more.length === 0
      ? first!
      : simple(new Map([...first!, [field, unionOf([first!, ...more].map((way) => way.get(field)!))]])),
  );
}

/** What a way says of other fields. */
function others(way: Alternative, field: string): string {
  const rest = [...way].filter(([name]) => name !== field);
  return rest
    .map(([name, set]) => `${JSON.stringify(name)}${text(set)}`)
    .sort()
    .join();
}

/** Without the fields that may be anything. */
function simple(way: Alternative): Alternative {
  return [...way.values()].some(isEverything)
    ? new Map([...way].filter(([, set]) => !isEverything(set)))
    : way;
}

const texts = new WeakMap<LeafSet, string>();

/** A set as text, equal for sets that say the same in the same words. */
export function text(set: LeafSet): string {
  let found = texts.get(set);
  if (found === undefined) {
    found = JSON.stringify(set, (key, value: unknown) =>
      key === "from" || key === "pattern" ? undefined : value,
    );
    texts.set(set, found);
  }
  return found;
}

function tooMany(): never {
  throw new NotExpressible(
    "eventbridge",
    "condition",
    `it comes to more than ${MOST} combinations; divide the rule`,
  );
}
