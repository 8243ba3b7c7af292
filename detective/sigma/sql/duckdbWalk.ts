/**
 * What a path leads to in a record, worked out in SQL for the records where it is more than one text.
 *
 * The SQL is the same for all paths, which are data to it: DuckDB keeps room for 2,048 values of every expression of a
 * query, and hundreds of paths times dozens of expressions would take gigabytes.
 */

/** What is known of a path's values; `texts` and `scalars` as the names of docs/sigma.md, `there` is presence. */
export const WALKED = "STRUCT(there BOOLEAN, has_null BOOLEAN, texts VARCHAR[], scalars VARCHAR[])";

/** No record nests deeper that DuckDB is given. */
const MOST_LEVELS = 64;

const STATE = "STRUCT(node JSON, rest VARCHAR)[]";

/**
 * @param field an expression for the field: its `path`, and its `place` as a JSON pointer; `event`, and `odd` (it has
 *   arrays in arrays or keys that hold dots), are columns
 * @param straight whether the place leads somewhere
 * @returns an expression of the type `WALKED`
 */
export function walk(field: string, straight: string): string {
  return letIn("found", ends(field, straight), letIn("nodes", nodesOf("found"), walked()));
}

/** Gives an expression a name inside another one. */
function letIn(name: string, is: string, inside: string): string {
  return `list_transform([${is}], lambda ${name}: ${inside})[1]`;
}

/**
 * Where all ways along the path end: nodes that are no arrays, and a NULL for each time that the end was reached.
 *
 * Each round takes a step from every node or puts an array's elements in its place; there are at most as many rounds as
 * the path has letters between dots, and levels of arrays after each.
 */
function ends(field: string, straight: string): string {
  const path = `${field}.path`;
  const steps = `(len(${path}) - len(replace(${path}, '.', '')) + 1)`;
  const count = `CASE WHEN odd THEN ${steps} + least(len(event) - len(replace(event, '[', '')), ${MOST_LEVELS}) WHEN ${straight} THEN 1 ELSE 2 * ${steps} END`;
  const rounds = `list_transform(range(${count}), lambda i: CAST(NULL AS ${STATE}))`;
  const end = "{'node': CAST(NULL AS JSON), 'rest': CAST(NULL AS VARCHAR)}";
  const start = `CASE WHEN NOT odd AND ${straight} THEN [${end}, {'node': json_extract(event, ${field}.place), 'rest': CAST(NULL AS VARCHAR)}] ELSE [{'node': CAST(event AS JSON), 'rest': ${path}}] END`;
  const pointer = "'/' || replace(replace(k, '~', '~0'), '/', '~1')";
  const step = [
    "CASE WHEN z.node IS NULL THEN [z]",
    "WHEN json_type(z.node) = 'ARRAY' THEN list_transform(json_extract(z.node, '$[*]'), lambda x: {'node': x, 'rest': z.rest})",
    "WHEN z.rest IS NULL THEN [z]",
    "WHEN json_type(z.node) = 'OBJECT' THEN flatten(list_transform(list_filter(json_keys(z.node), lambda k: z.rest = k OR starts_with(z.rest, k || '.')), lambda k:",
    `CASE WHEN z.rest = k THEN [${end}, {'node': json_extract(z.node, ${pointer}), 'rest': CAST(NULL AS VARCHAR)}]`,
    `ELSE [{'node': json_extract(z.node, ${pointer}), 'rest': substr(z.rest, len(k) + 2)}] END))`,
    "ELSE [] END",
  ].join(" ");
  return `list_reduce(${rounds}, lambda acc, i: flatten(list_transform(acc, lambda z: ${step})), ${start})`;
}

function nodesOf(found: string): string {
  return `list_transform(list_filter(${found}, lambda z: z.node IS NOT NULL), lambda z: z.node)`;
}

function walked(): string {
  const texts = `flatten(list_transform(nodes, lambda x: CASE json_type(x) WHEN 'OBJECT' THEN list_append(${leavesOf("x")}, CAST(x AS VARCHAR)) WHEN 'NULL' THEN [] ELSE [json_extract_string(x, '$')] END))`;
  const scalars =
    "list_transform(list_filter(nodes, lambda x: json_type(x) NOT IN ('OBJECT', 'NULL')), lambda x: json_extract_string(x, '$'))";
  const hasNull = "len(list_filter(nodes, lambda x: json_type(x) = 'NULL')) > 0";
  return `{'there': len(found) > 0, 'has_null': ${hasNull}, 'texts': ${texts}, 'scalars': ${scalars}}`;
}

/** Texts, numbers and booleans inside of an object, as text. */
export function leavesOf(object: string): string {
  return `list_transform(list_filter(json_extract(${object}, '$.**'), lambda y: json_type(y) NOT IN ('OBJECT', 'ARRAY', 'NULL')), lambda y: json_extract_string(y, '$'))`;
}
