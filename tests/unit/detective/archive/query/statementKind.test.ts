import assert from "node:assert/strict";
import { statementKind } from "../../../../../detective/archive/query/statementKind";

describe("statementKind", () => {
  it("takes questions, however they begin", () => {
    const kinds = {
      "select 1": "rows",
      "  -- why\n/* and\nhow */ SELECT 1": "rows",
      "((select 1))": "rows",
      "WITH x AS (SELECT 1) SELECT * FROM x": "rows",
      "FROM events LIMIT 1": "rows",
      "VALUES (1)": "rows",
      "summarize events": "rows",
      "explain analyze select 1": "rows",
      "EXPLAIN (ANALYZE, FORMAT JSON) select 1": "rows",
      "EXPLAIN select 1": "description",
      "explain (format json) select 1": "description",
      "describe events": "description",
      "SHOW TABLES": "description",
    };
    for (const [sql, kind] of Object.entries(kinds)) assert.equal(statementKind(sql), kind, sql);
  });

  it("refuses what does more than ask, by its first word", () => {
    const refused = [
      "copy events to 'x'",
      "ATTACH 'x'",
      "install httpfs",
      "LOAD httpfs",
      "set threads = 4",
      "PRAGMA database_size",
      "call pragma_version()",
      "create table x(i int)",
      "insert into events select * from events",
      "drop view events",
      "export database 'x'",
      "use memory",
      "checkpoint",
      "explain copy events to 'x'",
      "explain analyze create table x as select 1",
      "explain (analyze) delete from events",
      "begin",
      "",
      "-- only a comment",
      ";",
    ];
    for (const sql of refused) assert.throws(() => statementKind(sql), { name: "QueryError" }, sql);
    assert.throws(() => statementKind("drop view events"), {
      message:
        "DROP is refused. SQL may only ask: one SELECT (or WITH, FROM, VALUES), EXPLAIN, DESCRIBE, SUMMARIZE or SHOW over the view events",
    });
  });
});
