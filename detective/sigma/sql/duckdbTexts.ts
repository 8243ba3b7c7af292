import { TextPattern } from "../expression";
import { duckdbLiteral } from "./duckdbLiteral";
import { TextSet } from "./sqlDialect";

/** Stands between texts that are asked together; no record that DuckDB is given has one. */
const BETWEEN = "\u0001";
const BETWEEN_REGEX = "\\x01";

/** Several texts as one, to be asked by `someOf`; empty where there are none. */
export function together(texts: string): string {
  const between = duckdbLiteral(BETWEEN);
  return `CASE WHEN len(${texts}) > 0 THEN ${between} || array_to_string(${texts}, ${between}) || ${between} ELSE '' END`;
}

/** Whether a text is in a set. */
export function isOf(text: string, { exact, patterns }: TextSet): string {
  const conditions = patterns.map((pattern) => isLike(text, pattern));
  if (exact.length === 1) conditions.unshift(`${text} = ${duckdbLiteral(exact[0]!)}`);
  // Not IN, of which DuckDB makes a join that is carried out for every record.
  if (exact.length > 1)
    conditions.unshift(`list_contains([${exact.map(duckdbLiteral).join(", ")}], ${text})`);
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(" OR ")})`;
}

function isLike(text: string, pattern: TextPattern): string {
  const simple = simpleForm(pattern);
  switch (simple?.form) {
    case "any":
      return `${text} IS NOT NULL`;
    case "begins":
      return `starts_with(${text}, ${duckdbLiteral(simple.text)})`;
    case "ends":
      return `ends_with(${text}, ${duckdbLiteral(simple.text)})`;
    case "contains":
      return `contains(${text}, ${duckdbLiteral(simple.text)})`;
    case undefined:
      // Not LIKE, which with an ESCAPE goes back over the text once more for every * there is.
      return `regexp_full_match(${text}, ${duckdbLiteral(`(?s)${regexPattern(pattern, ".")}`)})`;
  }
}

/** Whether one of several texts that are put together is in a set. */
export function someOf(texts: string, { exact, patterns }: TextSet): string {
  const found = (text: string) => `contains(${texts}, ${duckdbLiteral(text)})`;
  const conditions: string[] = [];
  const others: string[] = [];
  const [only] = exact;
  if (exact.length === 1) conditions.push(found(`${BETWEEN}${only!}${BETWEEN}`));
  else others.push(...exact.filter(isHeld).map(regexLiteral));
  for (const pattern of patterns) {
    const simple = simpleForm(pattern);
    if (!pattern.every((part) => part.kind !== "literal" || isHeld(part.text))) conditions.push("FALSE");
    else if (simple?.form === "begins") conditions.push(found(`${BETWEEN}${simple.text}`));
    else if (simple?.form === "ends") conditions.push(found(`${simple.text}${BETWEEN}`));
    else if (simple?.form === "contains") conditions.push(found(simple.text));
    else others.push(regexPattern(pattern, `[^${BETWEEN_REGEX}]`));
  }
  if (others.length > 0)
    conditions.push(
      `regexp_matches(${texts}, ${duckdbLiteral(`${BETWEEN_REGEX}(?:${others.join("|")})${BETWEEN_REGEX}`)})`,
    );
  return conditions.length === 1 ? conditions[0]! : `(${[...conditions, "FALSE"].join(" OR ")})`;
}

/** Whether a record that DuckDB is given can hold a text. */
function isHeld(text: string): boolean {
  return !text.includes(BETWEEN);
}

/** `*`, `a*`, `*a` or `*a*`; undefined for all other patterns. */
function simpleForm(
  pattern: TextPattern,
): { form: "any" | "begins" | "ends" | "contains"; text: string } | undefined {
  const kinds = pattern.map(({ kind }) => kind).join(" ");
  const literal = pattern.find((part) => part.kind === "literal");
  const text = literal?.kind === "literal" ? literal.text : "";
  switch (kinds) {
    case "anyText":
    case "anyText anyText":
      return { form: "any", text };
    case "literal anyText":
      return { form: "begins", text };
    case "anyText literal":
      return { form: "ends", text };
    case "anyText literal anyText":
      return { form: "contains", text };
    default:
      return undefined;
  }
}

function regexPattern(pattern: TextPattern, character: string): string {
  return pattern
    .map((part) => {
      if (part.kind === "anyText") return `${character}*`;
      return part.kind === "anyCharacter" ? character : regexLiteral(part.text);
    })
    .join("");
}

/** Every character that might mean something by its number. */
function regexLiteral(text: string): string {
  return text.replace(/[^\w/:@,=-]/gu, (character) => `\\x{${character.codePointAt(0)!.toString(16)}}`);
}
