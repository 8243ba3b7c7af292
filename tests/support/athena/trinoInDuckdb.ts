/**
 * Athena's SQL in DuckDB's words, as far as this product writes it: other names for the same functions, and functions
 * of Trino's that `trinoFunctions` brings.
 *
 * What it doesn't know it leaves, and DuckDB then refuses it.
 */
export function trinoInDuckdb(sql: string): string {
  const tokens = tokensOf(sql);
  return translate(tokens, 0, tokens.length).replaceAll(" WITH ARRAY WRAPPER", "");
}

const NAMES: Readonly<Record<string, string>> = {
  transform: "list_transform",
  filter: "list_filter",
  cardinality: "len",
  array_join: "array_to_string",
  arrays_overlap: "list_has_any",
  regexp_like: "trino_regexp_like",
  regexp_replace: "trino_regexp_replace",
  json_query: "trino_json_query",
  json_exists: "trino_json_exists",
};

/** Functions that another form stands for, by what stands between their parentheses. */
const FORMS: Readonly<Record<string, (args: readonly string[]) => string>> = {
  any_match: ([list, test]) =>
    `CASE WHEN ${list} IS NOT NULL THEN coalesce(list_bool_or(list_transform(${list}, ${test})), FALSE) END`,
  if: ([condition, then, otherwise = " NULL"]) => `CASE WHEN ${condition} THEN ${then} ELSE ${otherwise} END`,
  json_extract_scalar: ([json, path]) =>
    path?.trim() === "'$'"
      ? `trino_json_extract_scalar(${json}, '$')`
      : `json_extract_scalar(${json}, ${path})`,
  // What is null in a resource stands in its JSON here, and not in Athena's.
  map_filter: ([map]) => `${map}`,
  json_parse: ([text]) => `CAST(${text} AS JSON)`,
  json_format: ([json]) => `CAST(${json} AS VARCHAR)`,
};

/** Texts and quoted names, words, and every other character by itself. */
function tokensOf(sql: string): readonly string[] {
  return sql.match(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[A-Za-z_$][\w$]*|[\s\S]/g) ?? [];
}

function translate(tokens: readonly string[], from: number, to: number): string {
  let sql = "";
  for (let at = from; at < to; at++) {
    const token = tokens[at]!;
    const name = token.toLowerCase();
    if (tokens[at + 1] !== "(" || !/^[a-z_]/.test(name)) {
      sql += token;
      continue;
    }
    const end = closing(tokens, at + 1);
    if (name === "array") sql += `${translate(tokens, at + 2, end)}[]`;
    else {
      const form = FORMS[name];
      sql += form
        ? form(parts(tokens, at + 2, end).map(([first, last]) => translate(tokens, first, last)))
        : `${NAMES[name] ?? token}(${translate(tokens, at + 2, end)})`;
    }
    at = end;
  }
  return sql;
}

function closing(tokens: readonly string[], opening: number): number {
  let level = 0;
  for (let at = opening; at < tokens.length; at++) {
    if (tokens[at] === "(") level++;
    if (tokens[at] === ")" && --level === 0) return at;
  }
  throw new Error(`a parenthesis is not closed: ${tokens.slice(opening, opening + 20).join("")}`);
}

function parts(tokens: readonly string[], from: number, to: number): [number, number][] {
  const found: [number, number][] = [];
  let level = 0;
  let start = from;
  for (let at = from; at < to; at++) {
    if ("([".includes(tokens[at]!)) level++;
    else if (")]".includes(tokens[at]!)) level--;
    else if (tokens[at] === "," && level === 0) {
      found.push([start, at]);
      start = at + 1;
    }
  }
  return [...found, [start, to]];
}
