import assert from "node:assert/strict";
import { openDuckdb } from "../../../../detective/duckdb/openDuckdb";
import { recordText } from "../../../../detective/duckdb/recordText";
import { foldCase } from "../../../../detective/sigma/match/foldCase";

describe("recordText", () => {
  it("writes a record as compact JSON", () => {
    const record: unknown = JSON.parse(
      '{ "b": [1, 1.0, -0, "é\\n\\"", null], "a": {"c.d": true}, "b2": "[[[" }',
    );
    assert.equal(recordText(record), '{"b":[1,1,0,"é\\n\\"",null],"a":{"c.d":true},"b2":"[[["}');
  });

  it("leaves out what DuckDB would read otherwise", () => {
    const deep = (levels: number) => `{"a":${"[".repeat(levels - 1)}${"]".repeat(levels - 1)}}`;
    const texts: [string, boolean][] = [
      ["[]", false],
      ['"text"', false],
      ["null", false],
      ['{"a":"\\ud800"}', false],
      ['{"\\u0001":1}', false],
      ['{"a":"\\u001b[31m"}', false],
      ['{"a":"C:\\\\users"}', false],
      ['{"a":1e21}', false],
      ['{"a":1e999}', false],
      ['{"a":[{"b":-1e999}]}', false],
      ['{"a":1e20}', true],
      ['{"a":1e-9}', true],
      ['{"a":"\\ua7cb"}', false],
      ['{"a":"\\u0130"}', true],
      [deep(64), true],
      [deep(65), false],
      [deep(20_000), false],
      [`{"a":"${"[".repeat(500)}"}`.replace("[", ""), true],
      [`{"a":[${"[],".repeat(497)}[]]}`, true],
      [`{"a":[${"[],".repeat(498)}[]]}`, false],
    ];
    for (const [text, taken] of texts)
      assert.equal(recordText(JSON.parse(text)) !== undefined, taken, text.slice(0, 80));
  });

  it("leaves out every character that DuckDB folds otherwise than this process", async () => {
    const duckdb = await openDuckdb();
    try {
      const connection = await duckdb.connect();
      const result = await connection.runAndReadAll(
        "SELECT code, hex(lower(chr(code))) FROM (SELECT CAST(unnest(range(1, 1114112)) AS INTEGER) AS code) WHERE NOT code BETWEEN 55296 AND 57343 AND hex(lower(chr(code))) <> hex(chr(code))",
      );
      const lower = new Map(result.getRowsJS() as [number, string][]);
      const other: string[] = [];
      for (let code = 1; code < 0x110000; code++) {
        if (code >= 0xd800 && code <= 0xdfff) continue;
        const character = String.fromCodePoint(code);
        const folded = foldCase(character);
        if (folded === character && !lower.has(code)) continue;
        if (Buffer.from(folded).toString("hex").toUpperCase() === lower.get(code)) continue;
        if (recordText({ a: character }) !== undefined) other.push(code.toString(16));
      }
      assert.deepEqual(other, []);
    } finally {
      duckdb.close();
    }
  });
});
