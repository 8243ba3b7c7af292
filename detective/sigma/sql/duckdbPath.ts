import { allElementsOf, elementsOf, named, stepOf } from "./duckdbLists";
import { duckdbLiteral } from "./duckdbLiteral";

/** Keys after one another as a JSON pointer (RFC 6901), which no key can break out of, as a literal. */
export function pointer(keys: readonly string[]): string {
  return duckdbLiteral(keys.map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`).join(""));
}

/** What a path leads to where no key of the record holds dots and no array is in another one. */
export function plainWay(steps: readonly string[]): string {
  return steps.reduce(
    (nodes, step, index) => stepOf(index === 0 ? nodes : elementsOf(nodes), pointer([step])),
    "[event]",
  );
}

/** What a path leads to in any record, over keys that hold dots, and arrays in arrays. */
export function anyWay(steps: readonly string[]): string {
  const reached = (end: number) => {
    const ways = Array.from({ length: end }, (_, from) =>
      stepOf(`r${from}`, pointer([steps.slice(from, end).join(".")])),
    );
    return ways.reduce((all, way) => `list_concat(${all}, ${way})`);
  };
  let sql = reached(steps.length);
  for (let end = steps.length - 1; end > 0; end--) sql = named(`r${end}`, allElementsOf(reached(end)), sql);
  return named("r0", "[CAST(event AS JSON)]", sql);
}
