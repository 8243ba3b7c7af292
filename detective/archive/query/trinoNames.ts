/**
 * Functions by the names and with the meaning that they have in Trino, Athena's engine, where DuckDB lacks them or means
 * something else: so that one text runs in both.
 *
 * Written as DuckDB's macros; `system.main.` is DuckDB's own function where a macro has the same name.
 * Source: trino.io/docs/current/functions.html
 */
export const TRINO_NAMES: Readonly<Record<string, readonly string[]>> = {
  // A text, number or flag as text; NULL for an object, a list, null, what is missing, and a text that is no JSON.
  json_extract_scalar: [
    "(json, path) AS CASE WHEN json_valid(json) AND json_type(json, trino_path(path)) NOT IN ('OBJECT', 'ARRAY', 'NULL') THEN json_extract_string(json, trino_path(path)) END",
  ],
  json_parse: ["(text) AS CAST(text AS JSON)"],
  json_format: ["(json) AS CAST(json AS VARCHAR)"],
  json_size: [
    "(json, path) AS CASE json_type(json, trino_path(path)) WHEN 'OBJECT' THEN CAST(len(json_keys(json, trino_path(path))) AS BIGINT) WHEN 'ARRAY' THEN CAST(system.main.json_array_length(json, trino_path(path)) AS BIGINT) WHEN 'NULL' THEN 0 ELSE CASE WHEN json_type(json, trino_path(path)) IS NOT NULL THEN 0 END END",
  ],
  // NULL for what is no list.
  json_array_length: [
    "(json) AS CASE WHEN json_valid(json) AND json_type(json) = 'ARRAY' THEN CAST(system.main.json_array_length(json) AS BIGINT) END",
  ],
  json_array_contains: [
    "(json, value) AS CASE WHEN json_valid(json) AND json_type(json) = 'ARRAY' THEN list_contains(CAST(json AS JSON[]), CAST(to_json(value) AS JSON)) END",
  ],
  json_array_get: [
    "(json, place) AS CASE WHEN json_valid(json) AND json_type(json) = 'ARRAY' THEN nullif(system.main.json_extract(json, CASE WHEN place < 0 THEN '$[#' || place || ']' ELSE '$[' || place || ']' END), 'null') END",
  ],
  json_object_keys: ["(json) AS json_keys(json)"],
  is_json_scalar: ["(json) AS json_type(json) NOT IN ('OBJECT', 'ARRAY')"],
  approx_distinct: ["(x) AS approx_count_distinct(x)", "(x, error) AS approx_count_distinct(x)"],
  approx_percentile: ["(x, part) AS approx_quantile(x, part)"],
  count_if: ["(condition) AS CAST(system.main.count_if(condition) AS BIGINT)"],
  every: ["(condition) AS bool_and(condition)"],
  array_join: [
    "(items, comma) AS array_to_string(items, comma)",
    "(items, comma, missing) AS array_to_string(list_transform(items, lambda item: coalesce(CAST(item AS VARCHAR), missing)), comma)",
  ],
  cardinality: ["(x) AS CAST(len(x) AS BIGINT)"],
  contains: ["(items, item) AS list_contains(items, item)"],
  element_at: ["(items, place) AS items[place]"],
  slice: [
    "(items, begin, length) AS CASE WHEN begin < 0 THEN list_slice(items, len(items) + begin + 1, len(items) + begin + length) ELSE list_slice(items, begin, begin + length - 1) END",
  ],
  array_union: ["(a, b) AS list_distinct(list_concat(a, b))"],
  array_except: ["(a, b) AS list_distinct(list_filter(a, lambda item: NOT list_contains(b, item)))"],
  arrays_overlap: ["(a, b) AS list_has_any(a, b)"],
  array_remove: ["(items, item) AS list_filter(items, lambda each: each <> item)"],
  // A moment in UTC; DuckDB's columns have no zone.
  from_iso8601_timestamp: ["(text) AS CAST(CAST(text AS TIMESTAMPTZ) AS TIMESTAMP)"],
  from_iso8601_date: ["(text) AS CAST(text AS DATE)"],
  to_iso8601: [
    "(moment) AS CASE WHEN typeof(moment) = 'DATE' THEN strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%d') ELSE strftime(CAST(moment AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%gZ') END",
  ],
  from_unixtime: ["(seconds) AS make_timestamp(CAST(round(seconds * 1000) AS BIGINT) * 1000)"],
  to_unixtime: ["(moment) AS epoch(CAST(moment AS TIMESTAMP))"],
  // Whole units that lie between, not borders that are crossed.
  date_diff: ["(unit, a, b) AS date_sub(unit, CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP))"],
  date_add: [
    "(unit, count, moment) AS moment + CASE lower(unit) WHEN 'millisecond' THEN to_milliseconds(count) WHEN 'second' THEN to_seconds(count) WHEN 'minute' THEN to_minutes(count) WHEN 'hour' THEN to_hours(count) WHEN 'day' THEN to_days(CAST(count AS INTEGER)) WHEN 'week' THEN to_weeks(CAST(count AS INTEGER)) WHEN 'month' THEN to_months(CAST(count AS INTEGER)) WHEN 'quarter' THEN to_months(CAST(3 * count AS INTEGER)) WHEN 'year' THEN to_years(CAST(count AS INTEGER)) ELSE error('date_add: ' || unit || ' is no unit') END",
  ],
  // MySQL's signs.
  date_format: [`(moment, form) AS ${dateFormat()}`],
  day_of_week: ["(moment) AS isodow(moment)"],
  dow: ["(moment) AS isodow(moment)"],
  day_of_month: ["(moment) AS day(moment)"],
  day_of_year: ["(moment) AS dayofyear(moment)"],
  doy: ["(moment) AS dayofyear(moment)"],
  week_of_year: ["(moment) AS week(moment)"],
  regexp_like: ["(text, pattern) AS regexp_matches(text, pattern)"],
  // NULL, not '', where nothing matches.
  regexp_extract: [
    "(text, pattern) AS CASE WHEN regexp_matches(text, pattern) THEN system.main.regexp_extract(text, pattern) END",
    "(text, pattern, part) AS CASE WHEN regexp_matches(text, pattern) THEN system.main.regexp_extract(text, pattern, part) END",
  ],
  // Every place, and $1 for what the first brackets match.
  regexp_replace: [
    "(text, pattern) AS system.main.regexp_replace(text, pattern, '', 'g')",
    "(text, pattern, other) AS system.main.regexp_replace(text, pattern, system.main.regexp_replace(other, '\\$(\\d)', '\\\\\\1', 'g'), 'g')",
  ],
  regexp_count: ["(text, pattern) AS CAST(len(regexp_extract_all(text, pattern)) AS BIGINT)"],
  regexp_split: ["(text, pattern) AS regexp_split_to_array(text, pattern)"],
  split: ["(text, comma) AS string_split(text, comma)"],
  // NULL, not '', behind the last part.
  split_part: ["(text, comma, place) AS string_split(text, comma)[place]"],
  replace: [
    "(text, part) AS system.main.replace(text, part, '')",
    "(text, part, other) AS system.main.replace(text, part, other)",
  ],
  codepoint: ["(text) AS unicode(text)"],
  to_utf8: ["(text) AS encode(text)"],
  from_utf8: ["(bytes) AS decode(bytes)"],
  is_nan: ["(x) AS isnan(x)"],
  rand: ["() AS random()"],
};

/** `$["a b"]` as DuckDB writes it: `$."a b"`. */
const PATH =
  "(path) AS CAST(system.main.regexp_replace(path, '\\[\"([^\"]*)\"\\]', '.\"\\1\"', 'g') AS VARCHAR)";

/**
 * The statements that make them known to DuckDB.
 *
 * @param sql only what this text may name. @default all of them
 */
export function trinoMacros(sql?: string): string[] {
  const words = sql === undefined ? undefined : new Set(sql.toLowerCase().match(/\w+/g));
  const isNamed = (name: string) => words?.has(name) ?? true;
  const named = Object.entries(TRINO_NAMES).filter(([name]) => isNamed(name));
  const paths = named.some(([, forms]) => forms.some((form) => form.includes("trino_path("))) ? [PATH] : [];
  return [...paths.map((path) => ["trino_path", [path]] as const), ...named].map(
    ([name, forms]) => `CREATE MACRO ${name}${forms.join(", ")}`,
  );
}

/** MySQL's signs, each with what DuckDB's `strftime` calls it; a format that is put together there must be constant. */
function dateFormat(): string {
  const signs: Readonly<Record<string, string>> = {
    "%Y": "%Y",
    "%y": "%y",
    "%m": "%m",
    "%c": "%-m",
    "%M": "%B",
    "%b": "%b",
    "%d": "%d",
    "%e": "%-d",
    "%j": "%j",
    "%W": "%A",
    "%a": "%a",
    "%H": "%H",
    "%k": "%-H",
    "%h": "%I",
    "%I": "%I",
    "%l": "%-I",
    "%i": "%M",
    "%s": "%S",
    "%S": "%S",
    "%f": "%f",
    "%p": "%p",
    "%T": "%H:%M:%S",
    "%r": "%I:%M:%S %p",
  };
  return Object.entries(signs).reduce(
    (form, [sign, own]) =>
      `system.main.replace(${form}, '${sign}', strftime(CAST(moment AS TIMESTAMP), '${own}'))`,
    "form",
  );
}
