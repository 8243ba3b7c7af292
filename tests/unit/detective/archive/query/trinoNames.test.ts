import assert from "node:assert/strict";
import { QueryDuckdb, queryDuckdb } from "../../../../../detective/archive/query/queryDuckdb";
import { firstRow } from "../../../../support/archive/firstRow";

/** What Trino's documentation says of each. */
const CASES: readonly (readonly [sql: string, expected: string | null])[] = [
  [`json_extract_scalar('{"a":{"b":1}}', '$.a.b')`, "1"],
  [`json_extract_scalar('{"a":{"b":1}}', '$.a')`, null],
  [`json_extract_scalar('{"a":["x","y"]}', '$.a[1]')`, "y"],
  [`json_extract_scalar('{"a":["x"]}', '$.a')`, null],
  [`json_extract_scalar('{"a b":{"c.d":true}}', '$["a b"]["c.d"]')`, "true"],
  [`json_extract_scalar('{"a":null}', '$.a')`, null],
  [`json_extract_scalar('{"a":1}', '$.b')`, null],
  [`json_extract_scalar('no JSON', '$.a')`, null],
  [`json_extract_scalar(NULL, '$.a')`, null],
  [`json_extract_scalar('"x"', '$')`, "x"],
  [`json_extract('{"a":[1, 2]}', '$.a')`, "[1,2]"],
  [`json_format(json_parse('{"a":1}'))`, '{"a":1}'],
  [`json_size('{"a":[1,2]}', '$.a')`, "2"],
  [`json_size('{"a":{"x":1}}', '$')`, "1"],
  [`json_size('{"a":1}', '$.a')`, "0"],
  [`json_size('{"a":1}', '$.b')`, null],
  [`json_array_length('[1,2,3]')`, "3"],
  [`json_array_length('{"a":1}')`, null],
  [`json_array_length('no JSON')`, null],
  [`json_array_contains('["a","b"]', 'b')`, "true"],
  [`json_array_contains('[1,2]', 3)`, "false"],
  [`json_array_contains('{}', 'a')`, null],
  [`json_array_get('["a","b"]', 0)`, '"a"'],
  [`json_array_get('["a","b"]', -1)`, '"b"'],
  [`json_array_get('["a"]', 1)`, null],
  [`is_json_scalar('1')`, "true"],
  [`is_json_scalar('[1]')`, "false"],
  [`approx_distinct(x) FROM (VALUES (1), (2), (2), (NULL)) t(x)`, "2"],
  [`count_if(x > 1) FROM (VALUES (1), (2), (NULL)) t(x)`, "1"],
  [`every(x > 0) FROM (VALUES (1), (2)) t(x)`, "true"],
  [`array_join(ARRAY['a', NULL, 'b'], ',')`, "a,b"],
  [`array_join(ARRAY['a', NULL], ',', '-')`, "a,-"],
  [`cardinality(ARRAY['a', 'b'])`, "2"],
  [`cardinality(NULL)`, null],
  [`contains(ARRAY['a'], 'a')`, "true"],
  [`element_at(ARRAY['a', 'b'], -1)`, "b"],
  [`element_at(ARRAY['a'], 2)`, null],
  [`slice(ARRAY[1, 2, 3, 4], 2, 2)`, "[2,3]"],
  [`slice(ARRAY[1, 2, 3, 4], -2, 2)`, "[3,4]"],
  [`array_except(ARRAY[1, 2, 2], ARRAY[1])`, "[2]"],
  [`arrays_overlap(ARRAY[1], ARRAY[2])`, "false"],
  [`from_iso8601_timestamp('2026-01-31T14:00:00+02:00')`, "2026-01-31T12:00:00Z"],
  [`from_iso8601_date('2026-01-31')`, "2026-01-31"],
  [`to_iso8601(TIMESTAMP '2026-01-31 12:00:00.5')`, "2026-01-31T12:00:00.500Z"],
  [`from_unixtime(1.5)`, "1970-01-01T00:00:01.500Z"],
  [`to_unixtime(TIMESTAMP '1970-01-01 00:00:02')`, "2"],
  [`date_diff('day', TIMESTAMP '2026-01-01 23:00', TIMESTAMP '2026-01-02 01:00')`, "0"],
  [`date_diff('day', DATE '2026-01-01', DATE '2026-01-03')`, "2"],
  [`date_diff('minute', TIMESTAMP '2026-01-01 00:01', TIMESTAMP '2026-01-01 00:00')`, "-1"],
  [`date_diff('hour', NULL, TIMESTAMP '2026-01-01 00:00')`, null],
  [`date_add('day', -1, TIMESTAMP '2026-01-01 00:00')`, "2025-12-31T00:00:00Z"],
  [`date_add('month', 1, TIMESTAMP '2026-01-31 00:00')`, "2026-02-28T00:00:00Z"],
  [`date_trunc('hour', TIMESTAMP '2026-01-31 12:34:56')`, "2026-01-31T12:00:00Z"],
  [
    `date_format(TIMESTAMP '2026-01-02 15:04:05', '%Y-%m-%d %H:%i:%s, %W %e %M')`,
    "2026-01-02 15:04:05, Friday 2 January",
  ],
  [`day_of_week(DATE '2026-02-01')`, "7"],
  [`regexp_like('GetObject', '^Get')`, "true"],
  [`regexp_extract('role/admin', 'role/(.*)', 1)`, "admin"],
  [`regexp_extract('user', 'role/(.*)', 1)`, null],
  [`regexp_replace('a1b2', '\\d')`, "ab"],
  [`regexp_replace('a1b2', '(\\d)', '<$1>')`, "a<1>b<2>"],
  [`regexp_count('a1b2', '\\d')`, "2"],
  [`split('a/b', '/')`, '["a","b"]'],
  [`split_part('a/b', '/', 2)`, "b"],
  [`split_part('a//b', '/', 2)`, ""],
  [`split_part('a/b', '/', 3)`, null],
  [`replace('a/b/c', '/')`, "abc"],
  [`url_decode('a%20b%2F')`, "a b/"],
  [`strpos('abc', 'c')`, "3"],
  [`strpos('abc', 'x')`, "0"],
  [`try_cast('x' AS bigint)`, null],
  [`TRY(CAST('x' AS bigint))`, null],
];

describe("Trino's names in DuckDB", () => {
  let duckdb: QueryDuckdb;
  before(async () => {
    duckdb = await queryDuckdb({ threads: 1 });
  });
  after(() => duckdb.close());

  it("mean what Trino means by them", async () => {
    const wrong: Record<string, unknown> = {};
    for (const [sql, expected] of CASES) {
      const found = await ask(`SELECT ${sql}`).catch((error: Error) => error.message);
      if (found !== expected) wrong[sql] = { found, expected };
    }
    assert.deepEqual(wrong, {});
  });

  it("count in BIGINT, as Trino does", async () => {
    const types = await ask(
      "SELECT typeof(count_if(true)) || typeof(cardinality(ARRAY[1])) || typeof(json_array_length('[]'))",
    );
    assert.equal(types, "BIGINTBIGINTBIGINT");
  });

  async function ask(sql: string): Promise<string | null> {
    return (await firstRow(duckdb.connection, sql)).texts()[0] ?? null;
  }
});
