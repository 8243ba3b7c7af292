import { AskedField } from "./askedField";
import { athenaLiteral, cannot } from "./athenaLiteral";
import { AFTER, ANY_VALUE, BEFORE, ESCAPE, TEXT_IN_QUOTES, jsonTextForms } from "./jsonTextForms";
import { TextSet } from "./sqlDialect";

/** Each step more doubles the ways that keys with dots can go. */
const MOST_STEPS = 5;
/** Characters of keys that JSON paths of SQL take between quotes as they are. */
const PLAIN_KEY = /^[\w .:/@+=-]+$/;
/** An array's elements, of arrays in arrays too, two levels deep; anything else is taken as it is. */
const ELEMENTS = "[*][*]";

/**
 * A field inside of a column that holds JSON as text. All it leads to is taken as one JSON text, and a test is a
 * question about that.
 *
 * @param column is NULL where the record has null or nothing
 * @throws NotExpressible on a path that can't be said
 */
export function athenaJsonField(column: string, steps: readonly string[]): AskedField {
  if (steps.length > MOST_STEPS) throw cannot(`a path of more than ${MOST_STEPS} steps inside of ${column}`);
  if (!steps.every((step) => PLAIN_KEY.test(step)))
    throw cannot("a key with other characters than letters, digits and _ . : / @ + = - in it");
  const places = ways(steps).map((keys) => `lax $${keys.map((key) => `${ELEMENTS}."${key}"`).join("")}`);
  const found = places.map(
    (place) => `json_query(${column}, ${athenaLiteral(place + ELEMENTS)} WITH ARRAY WRAPPER)`,
  );
  // What leads nowhere is NULL, and left out.
  const json = found.length === 1 ? `coalesce(${found[0]!}, '')` : `concat_ws(',', ${found.join(", ")})`;
  const isThere = (path: string) => `coalesce(json_exists(${column}, ${athenaLiteral(path)}), FALSE)`;
  const scalars = (cased: boolean) => {
    const lists = found.map((one) => `coalesce(CAST(json_parse(${one}) AS ARRAY(JSON)), ARRAY[])`);
    const texts = `transform(flatten(ARRAY[${lists.join(", ")}]), x -> json_extract_scalar(x, '$'))`;
    return cased ? texts : `transform(${texts}, x -> lower(x))`;
  };
  return {
    someText: (texts) => someText(texts.cased ? json : `lower(${json})`, texts),
    someMatch: () => {
      throw cannot("a regular expression on a value inside of JSON, which may be an object");
    },
    someScalar: (predicate) => `any_match(${scalars(true)}, x -> coalesce(${predicate("x")}, FALSE))`,
    isNull: () => {
      if (steps.length === 0) return `(${column} IS NULL)`;
      const some = places.map((place) => isThere(place + ELEMENTS));
      const nulls = places.map((place) => isThere(`${place}${ELEMENTS} ? (@ == null)`));
      return `(NOT (${some.join(" OR ")}) OR ${nulls.join(" OR ")})`;
    },
    exists: () => {
      if (steps.length === 0)
        throw cannot("the table does not tell a field that is null from one that is absent");
      return `(${places.map(isThere).join(" OR ")})`;
    },
    scalars,
  };
}

/** The keys that a path may stand for: each dot is one between keys, or one in a key. */
function ways(steps: readonly string[]): string[][] {
  if (steps.length === 0) return [[]];
  return steps.flatMap((_, index) =>
    ways(steps.slice(index + 1)).map((rest) => [steps.slice(0, index + 1).join("."), ...rest]),
  );
}

function someText(json: string, texts: TextSet): string {
  const { any, quoted, bare, parts } = jsonTextForms(texts);
  const like = (text: string, regex: string) => `regexp_like(${text}, ${athenaLiteral(regex)})`;
  const without = (regex: string, instead: string) =>
    `regexp_replace(${json}, ${athenaLiteral(regex)}, ${athenaLiteral(instead)})`;
  const between = (forms: readonly string[]) => `${BEFORE}(?:${forms.join("|")})${AFTER}`;
  const conditions = [
    ...(any ? [like(json, ANY_VALUE)] : []),
    ...(quoted.length > 0 ? [like(json, between(quoted))] : []),
    ...(bare.length > 0 ? [like(without(TEXT_IN_QUOTES, '""'), between(bare))] : []),
    ...parts.map((part) => `strpos(${without(ESCAPE, "\u0001")}, ${athenaLiteral(part)}) > 0`),
  ];
  return `(${conditions.join(" OR ")})`;
}
