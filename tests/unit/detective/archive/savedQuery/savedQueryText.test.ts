import assert from "node:assert/strict";
import { DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { SavedQuery, SavedQueryError, savedQueryText } from "../../../../../detective";
import { parameterLiteral } from "../../../../../detective/archive/savedQuery/parameterLiteral";

const TODAY = new Date("2026-03-02T00:30:00Z");

function query(sql: string, parameters: SavedQuery["parameters"] = []): SavedQuery {
  const texts = { duckdb: sql, athena: sql };
  return { name: "q", title: "", question: "", lookAt: "", techniques: [], file: "q.sql", parameters, texts };
}

const NAME = { name: "name", kind: "text", about: "a name" } as const;

describe("savedQueryText", () => {
  it("puts each kind of value in as a literal of its kind, everywhere outside of texts, names and comments", () => {
    const text = [
      "SELECT ':name', \":name\", x::DATE -- :name",
      "FROM events WHERE :days AND a = :name AND b IN :items AND c < :moment AND d = :on /* :name */ LIMIT :most",
    ].join("\n");
    const asked = query(text, [
      NAME,
      { name: "items", kind: "list", about: "", default: "a, b" },
      { name: "moment", kind: "timestamp", about: "" },
      { name: "on", kind: "day", about: "" },
      { name: "most", kind: "integer", about: "", default: "10" },
    ]);
    const values = {
      name: "it's :most",
      moment: "2026-01-31T12:00+02:00",
      on: "2026-01-31",
      items: ["x", "y'"],
    };
    assert.deepEqual(savedQueryText(asked, values, "athena", { today: TODAY }), {
      sql: [
        "SELECT ':name', \":name\", x::DATE -- :name",
        "FROM events WHERE log_day BETWEEN '2026/02/24' AND '2026/03/02' AND a = 'it''s :most' AND b IN ('x', 'y''') AND c < TIMESTAMP '2026-01-31 10:00:00.000' AND d = '2026/01/31' /* :name */ LIMIT 10",
      ].join("\n"),
      from: "2026/02/24",
      to: "2026/03/02",
    });
  });

  it("binds the days: on Athena always, of files where they are given", () => {
    const days = (values: object, dialect: "duckdb" | "athena") =>
      savedQueryText(query("SELECT 1 WHERE :days"), { ...values }, dialect, { today: TODAY }).sql.slice(15);
    const table: [object, string, string][] = [
      [{}, "TRUE", "log_day BETWEEN '2026/02/24' AND '2026/03/02'"],
      [
        { from: "2025-12-31" },
        "(log_day IS NULL OR log_day >= '2025/12/31')",
        "log_day BETWEEN '2025/12/31' AND '2026/03/02'",
      ],
      [
        { to: "2026/01/03" },
        "(log_day IS NULL OR log_day <= '2026/01/03')",
        "log_day BETWEEN '2025/12/28' AND '2026/01/03'",
      ],
      [
        { from: "2026-01-01", to: "2026-01-01" },
        "(log_day IS NULL OR log_day >= '2026/01/01' AND log_day <= '2026/01/01')",
        "log_day BETWEEN '2026/01/01' AND '2026/01/01'",
      ],
    ];
    for (const [values, duckdb, athena] of table) {
      assert.equal(days(values, "duckdb"), duckdb);
      assert.equal(days(values, "athena"), athena);
    }
  });

  it("refuses all that is wrong in one error", () => {
    const asked = query("SELECT :name, :most WHERE :days", [
      NAME,
      { name: "most", kind: "integer", about: "rows" },
    ]);
    assert.throws(
      () => savedQueryText(asked, { nmae: "x", most: "-1", from: "2026-02-30" }, "duckdb"),
      new SavedQueryError(
        'q: "nmae" is no parameter of it; name is missing (text: a name); most: "-1" is no whole number from 0; write digits only, at most 15; from, to: "2026-02-30" is no day; write 2026-01-31. It takes from (day), to (day), name (text), most (integer)',
      ),
    );
    assert.throws(
      () => savedQueryText(query("SELECT 1 WHERE :days"), { from: "2026-01-02", to: "2026-01-01" }, "duckdb"),
      /begins on 2026\/01\/02, after its end on 2026\/01\/01/,
    );
    assert.throws(
      () => savedQueryText({ ...asked, texts: { duckdb: "SELECT 1" } }, {}, "athena"),
      new SavedQueryError("q can't be asked on Athena: there is only a text for duckdb"),
    );
    assert.throws(
      () => savedQueryText(asked, { name: "x", most: 1, ["__proto__x"]: 1 }, "duckdb"),
      /no parameter/,
    );
  });

  it("refuses values that are not of their kind", () => {
    const refused: [Parameters<typeof parameterLiteral>[0], unknown, RegExp][] = [
      ["text", "a\0b", /NUL/],
      ["text", "\ud800", /half a surrogate pair/],
      ["text", "x".repeat(4097), /4097 characters; give at most 4096/],
      ["text", { toString: () => "x" }, /is no text/],
      ["text", null, /null is no text/],
      ["integer", "1e3", /whole number/],
      ["integer", "1; DROP TABLE x", /whole number/],
      ["integer", 1.5, /whole number/],
      ["integer", -1, /whole number/],
      ["integer", NaN, /whole number/],
      ["timestamp", "yesterday", /is no time/],
      ["timestamp", "2026-02-30T00:00Z", /is no time/],
      ["timestamp", "2026-01-31T25:00Z", /is no time/],
      ["timestamp", new Date(NaN), /is no time/],
      ["timestamp", "0001-01-01T00:00+02:00", /is no time/],
      ["day", "2026-1-1", /is no day/],
      ["day", "2026-01-01'", /is no day/],
      ["day", "2026-02-29", /is no day/],
      ["list", "", /without items/],
      ["list", "a,,b", /without items, or with an empty one/],
      ["list", [], /without items/],
      ["list", Array(201).fill("x"), /201 items; give at most 200/],
      ["list", ["a", 1, {}], /is no text/],
    ];
    for (const [kind, value, message] of refused)
      assert.throws(
        () => parameterLiteral(kind, value),
        { name: "ParameterValueError", message },
        String(value),
      );
  });

  it("writes literals that DuckDB reads as the very value, whatever is in it", async () => {
    const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
    const duckdb = await instance.connect();
    try {
      const texts = fc
        .sample(
          fc.array(
            fc.oneof(
              fc.constantFrom(
                "'",
                "''",
                "\\",
                "\\'",
                "--",
                "/*",
                "*/",
                ";",
                "$$",
                "%",
                "_",
                ":days",
                "\n",
                "\r",
                "\t",
                "\u007f",
                "\u00a0",
                "\u2028",
                "\u202e",
                "’",
                "＇",
                "ʼ",
                "\u0001",
                "é",
                "😀",
                '"',
                "`",
                "E'",
                "U&'",
                "{",
                "}",
              ),
              fc.string({ unit: "grapheme", maxLength: 3 }),
            ),
            { maxLength: 12 },
          ),
          { numRuns: 300, seed: 7 },
        )
        .map((parts) => parts.join(""))
        .filter((text) => text !== "" && !text.includes("\0"));
      const asked = query("SELECT :name AS a, [:name, ' x'] AS b WHERE :days AND :name IN :names", [
        NAME,
        { name: "names", kind: "list", about: "" },
      ]);
      for (let at = 0; at < texts.length; at += 50) {
        const sql = texts
          .slice(at, at + 50)
          .map((name) => savedQueryText(asked, { name, names: ["y", name] }, "duckdb").sql)
          .join(" UNION ALL ");
        const rows = (await duckdb.runAndReadAll(sql)).getRowsJS();
        assert.deepEqual(
          rows,
          texts.slice(at, at + 50).map((name) => [name, [name, " x"]]),
        );
      }
    } finally {
      duckdb.closeSync();
      instance.closeSync();
    }
  });
});
