import { JsonObject, isJsonObject } from "../json";
import { EventPatternError, Leaf, SubRule, fieldAnswer, readEventPattern } from "./eventPatternSyntax";
import { Ternary, anyOf } from "./ternary";

/** As many leaves of one name, or as many tries to make their places agree, and it is given up. */
const MOST_STEPS = 100_000;

/**
 * Whether an EventBridge rule's pattern matches an event; `undecided` for what isn't understood here, what EventBridge
 * would refuse, and what is documented nowhere.
 *
 * Source: docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function eventPatternMatches(pattern: string, event: JsonObject): Ternary {
  let rules: readonly SubRule[];
  try {
    rules = readEventPattern(JSON.parse(pattern));
  } catch (error) {
    if (error instanceof EventPatternError || error instanceof SyntaxError) return "undecided";
    throw error;
  }
  const leaves = leavesOf(event, new Set(rules.flatMap((rule) => [...rule.keys()])));
  return anyOf(rules.map((rule) => ruleMatches(rule, leaves)));
}

/** A leaf, and of each array on the way to it the element that it lies in. */
interface PlacedLeaf {
  value: Leaf;
  places: readonly (readonly [array: number, index: number])[];
}

/** The leaves of these names; arrays on the way leave no trace in a name, and a key may hold dots. */
function leavesOf(event: JsonObject, names: ReadonlySet<string>): Map<string, PlacedLeaf[]> {
  const found = new Map<string, PlacedLeaf[]>();
  const ways = new Set(
    [...names].flatMap((name) => [...name].flatMap((c, i) => (c === "." ? name.slice(0, i) : []))),
  );
  let arrays = 0;
  const todo: { node: unknown; name: string; places: PlacedLeaf["places"] }[] = [
    { node: event, name: "", places: [] },
  ];
  while (todo.length > 0) {
    const { node, name, places } = todo.pop()!;
    if (Array.isArray(node)) {
      const array = arrays++;
      // An element that is a leaf stands for its array: its place is not compared.
      node.forEach((element: unknown, index) => {
        const nested = typeof element === "object" && element !== null;
        todo.push({ node: element, name, places: nested ? [...places, [array, index]] : places });
      });
    } else if (isJsonObject(node)) {
      for (const [key, value] of Object.entries(node)) {
        const next = name === "" && node === event ? key : `${name}.${key}`;
        if (names.has(next) || ways.has(next)) todo.push({ node: value, name: next, places });
      }
    } else if (names.has(name)) {
      const list = found.get(name);
      if (list) list.push({ value: node as Leaf, places });
      else found.set(name, [{ value: node as Leaf, places }]);
    }
  }
  return found;
}

/** Every field has a leaf that matches, and no two of those lie in different elements of one array. */
function ruleMatches(rule: SubRule, leaves: ReadonlyMap<string, readonly PlacedLeaf[]>): Ternary {
  const candidates: { sure: PlacedLeaf[]; maybe: PlacedLeaf[] }[] = [];
  for (const [name, tests] of rule) {
    const values = leaves.get(name) ?? [];
    if (values.length === 0) {
      if (tests.includes("absent")) continue;
      return "no";
    }
    const sure: PlacedLeaf[] = [];
    const maybe: PlacedLeaf[] = [];
    for (const leaf of values) {
      const answer = fieldAnswer(tests, leaf.value);
      if (answer === "yes") sure.push(leaf);
      if (answer !== "no") maybe.push(leaf);
    }
    if (maybe.length === 0) return "no";
    candidates.push({ sure, maybe });
  }
  const steps = { left: MOST_STEPS };
  if (
    agree(
      candidates.map(({ sure }) => distinct(sure)),
      new Map(),
      steps,
    )
  )
    return "yes";
  if (steps.left <= 0) return "undecided";
  return agree(
    candidates.map(({ maybe }) => distinct(maybe)),
    new Map(),
    steps,
  ) || steps.left <= 0
    ? "undecided"
    : "no";
}

/** Leaves of one element are as good as each other. */
function distinct(leaves: readonly PlacedLeaf[]): PlacedLeaf[] {
  return [...new Map(leaves.map((leaf) => [JSON.stringify(leaf.places), leaf])).values()];
}

function agree(
  fields: readonly (readonly PlacedLeaf[])[],
  taken: ReadonlyMap<number, number>,
  steps: { left: number },
): boolean {
  const [first, ...rest] = fields;
  if (!first) return true;
  return first.some(({ places }) => {
    if (steps.left-- <= 0) return false;
    if (!places.every(([array, index]) => (taken.get(array) ?? index) === index)) return false;
    return rest.length === 0 || agree(rest, new Map([...taken, ...places]), steps);
  });
}
