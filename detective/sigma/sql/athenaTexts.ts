import { athenaLiteral } from "./athenaLiteral";
import { likePattern } from "./likePattern";
import { TextSet } from "./sqlDialect";

/** Whether a text is in a set. */
export function isOfAthena(text: string, { exact, patterns }: TextSet): string {
  const conditions: string[] = [];
  if (exact.length === 1) conditions.push(`${text} = ${athenaLiteral(exact[0]!)}`);
  if (exact.length > 1) conditions.push(`${text} IN (${exact.map(athenaLiteral).join(", ")})`);
  for (const pattern of patterns)
    conditions.push(
      pattern.every(({ kind }) => kind === "anyText")
        ? `${text} IS NOT NULL`
        : `${text} LIKE ${athenaLiteral(likePattern(pattern))} ESCAPE '\\'`,
    );
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(" OR ")})`;
}
