/**
 * Few enough for one expression: Trino takes at most 254 elements in an array, and makes one method of each column,
 * whose length has a limit.
 */
const MOST = 50;

/** The numbers (from 0) of the conditions that hold of a row, as arrays; each a column of its own. */
export function athenaMatches(conditions: readonly string[]): string[] {
  if (conditions.length === 0) return ["CAST(ARRAY[] AS ARRAY(INTEGER))"];
  const numbered = conditions.map((condition, number) => `IF(${condition}, ${number})`);
  return Array.from({ length: Math.ceil(numbered.length / MOST) }, (_, at) => {
    const some = numbered.slice(at * MOST, (at + 1) * MOST);
    return `filter(ARRAY[${some.join(",\n  ")}], x -> x IS NOT NULL)`;
  });
}
