import assert from "node:assert/strict";
import { QueryDuckdb, queryDuckdb } from "../../../../../detective/archive/query/queryDuckdb";
import { resultColumns } from "../../../../../detective/archive/query/queryResult";
import { firstRow } from "../../../../support/archive/firstRow";

describe("values of an answer", () => {
  let duckdb: QueryDuckdb;
  before(async () => {
    duckdb = await queryDuckdb({ threads: 1 });
  });
  after(() => duckdb.close());

  it("are text and JSON of every type, with each digit, in UTC", async () => {
    const cases: readonly (readonly [sql: string, text: string | undefined, json: string])[] = [
      ["NULL", undefined, "null"],
      ["true", "true", "true"],
      ["'a\"b'", 'a"b', '"a\\"b"'],
      ["42", "42", "42"],
      ["9007199254740991::BIGINT", "9007199254740991", "9007199254740991"],
      ["9007199254740993::BIGINT", "9007199254740993", '"9007199254740993"'],
      [
        "170141183460469231731687303715884105727::HUGEINT",
        "170141183460469231731687303715884105727",
        '"170141183460469231731687303715884105727"',
      ],
      ["1.50::DECIMAL(5,2)", "1.50", "1.50"],
      ["12345678901234567890.12::DECIMAL(30,2)", "12345678901234567890.12", '"12345678901234567890.12"'],
      ["0.1::DOUBLE", "0.1", "0.1"],
      ["'nan'::DOUBLE", "NaN", '"NaN"'],
      ["TIMESTAMP '2026-01-31 12:00:00'", "2026-01-31T12:00:00Z", '"2026-01-31T12:00:00Z"'],
      ["TIMESTAMP '2026-01-31 12:00:00.1'", "2026-01-31T12:00:00.100Z", '"2026-01-31T12:00:00.100Z"'],
      [
        "TIMESTAMP '2026-01-31 12:00:00.123456'",
        "2026-01-31T12:00:00.123456Z",
        '"2026-01-31T12:00:00.123456Z"',
      ],
      ["TIMESTAMPTZ '2026-01-31 14:00:00+02'", "2026-01-31T12:00:00Z", '"2026-01-31T12:00:00Z"'],
      [
        "'2026-01-31 12:00:00.123456789'::TIMESTAMP_NS",
        "2026-01-31T12:00:00.123456789Z",
        '"2026-01-31T12:00:00.123456789Z"',
      ],
      ["'infinity'::TIMESTAMP", "infinity", '"infinity"'],
      ["DATE '2026-01-31'", "2026-01-31", '"2026-01-31"'],
      ["INTERVAL '2' DAY", "2 days", '"2 days"'],
      [`'{"a":1}'::JSON`, '{"a":1}', '{"a":1}'],
      ["['a', NULL]", '["a",null]', '["a",null]'],
      [`['{"a":1}'::JSON]`, '[{"a":1}]', '[{"a":1}]'],
      [
        "{a: 1, b: TIMESTAMP '2026-01-31 12:00:00'}",
        '{"a":1,"b":"2026-01-31T12:00:00Z"}',
        '{"a":1,"b":"2026-01-31T12:00:00Z"}',
      ],
      ["MAP {'k': 1::HUGEINT}", '{"k":1}', '{"k":1}'],
      ["'a'::BLOB", "0x61", '"0x61"'],
    ];
    const wrong: unknown[] = [];
    for (const [sql, text, json] of cases) {
      const row = await firstRow(duckdb.connection, `SELECT ${sql}`);
      const found = [row.texts()[0], row.json()[0]];
      if (found[0] !== text || found[1] !== json) wrong.push({ sql, found });
    }
    assert.deepEqual(wrong, []);
  });

  it("have columns by names of their own, and types", async () => {
    const result = await duckdb.connection.stream(`SELECT 1 a, 2::HUGEINT a, '1'::JSON j, now() t, 1.5 d`);
    assert.deepEqual(
      resultColumns(result).map(({ name, type, isNumber }) => `${name} ${type} ${isNumber}`),
      [
        "a INTEGER true",
        "a:1 HUGEINT true",
        "j JSON false",
        "t TIMESTAMP WITH TIME ZONE false",
        "d DECIMAL(2,1) true",
      ],
    );
  });

  it("pass through what hides secrets, wherever a text stands", async () => {
    const hide = (text: string) => text.replaceAll("secret", "***");
    const row = await firstRow(
      duckdb.connection,
      `SELECT 'secret', ['secret'], {a: 'secret'}, '"secret"'::JSON, MAP {'secret': 1}`,
    );
    assert.deepEqual(row.json(hide), ['"***"', '["***"]', '{"a":"***"}', '"***"', '{"***":1}']);
    assert.deepEqual(row.texts(hide), ["***", '["***"]', '{"a":"***"}', '"***"', '{"***":1}']);
    // A secret may be known by its name alone.
    const byName = (text: string) => text.replaceAll('"password":"x"', '"password":"***"');
    const named = await firstRow(
      duckdb.connection,
      "SELECT {password: 'x'}, MAP {'password': 'x'}, [{password: 'x'}]",
    );
    const hidden = ['{"password":"***"}', '{"password":"***"}', '[{"password":"***"}]'];
    assert.deepEqual([named.json(byName), named.texts(byName)], [hidden, hidden]);
  });

  it("are one line in JSON, however JSON was written", async () => {
    const row = await firstRow(duckdb.connection, `SELECT E'{"a":\\n\\r 1}'::JSON, [E'{\\n"a":1}'::JSON]`);
    assert.deepEqual(row.json(), ['{"a":  1}', '[{ "a":1}]']);
  });
});
