/**
 * Pieces of DuckDB's SQL over lists of JSON nodes. Nothing of a rule is in them but what the caller puts in.
 */

/** Whether a condition holds for one element; false for none, and where there is no list. */
export function anyOf(list: string, condition: (element: string) => string): string {
  return `coalesce(len(list_filter(${list}, lambda x: ${condition("x")})) > 0, FALSE)`;
}

/** Gives an expression a name inside another one. */
export function named(name: string, is: string, inside: string): string {
  return `list_transform([${is}], lambda ${name}: ${inside})[1]`;
}

/** What a key leads to from each of the nodes, where it leads anywhere; none of the nodes is an array. */
export function stepOf(nodes: string, pointer: string): string {
  return `list_filter(list_transform(${nodes}, lambda x: json_extract(x, ${pointer})), lambda x: x IS NOT NULL)`;
}

/** The nodes, with the elements of an array in its place; arrays in arrays stay. */
export function elementsOf(nodes: string): string {
  return `flatten(list_transform(${nodes}, lambda x: CASE WHEN json_type(x) = 'ARRAY' THEN json_extract(x, '$[*]') ELSE [x] END))`;
}

/** The same for arrays in arrays, as deep as the record has any. */
export function allElementsOf(nodes: string): string {
  const rounds =
    "list_transform(range(len(event) - len(replace(event, '[', ''))), lambda i: CAST(NULL AS JSON[]))";
  return `list_reduce(${rounds}, lambda acc, i: ${elementsOf("acc")}, ${nodes})`;
}

/** Texts, numbers and booleans inside of an object, as text. */
export function leavesOf(object: string): string {
  return `list_transform(list_filter(json_extract(${object}, '$.**'), lambda y: json_type(y) NOT IN ('OBJECT', 'ARRAY', 'NULL')), lambda y: json_extract_string(y, '$'))`;
}

/** What a text is compared with: each node's text, and of an object its leaves and its JSON. */
export function textsOf(nodes: string): string {
  return `flatten(list_transform(${nodes}, lambda x: CASE json_type(x) WHEN 'OBJECT' THEN list_append(${leavesOf("x")}, CAST(x AS VARCHAR)) WHEN 'NULL' THEN [] ELSE [json_extract_string(x, '$')] END))`;
}

/** Texts, numbers and booleans among the nodes, as text. */
export function scalarsOf(nodes: string): string {
  return `list_transform(list_filter(${nodes}, lambda x: json_type(x) NOT IN ('OBJECT', 'NULL')), lambda x: json_extract_string(x, '$'))`;
}

/** Each text without the difference between upper and lower case. */
export function foldedAll(texts: string): string {
  return `list_transform(${texts}, lambda x: lower(x))`;
}
