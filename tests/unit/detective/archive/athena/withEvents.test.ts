import assert from "node:assert/strict";
import { withEvents } from "../../../../../detective/archive/athena/withEvents";

describe("withEvents", () => {
  it("puts the query before a statement, whatever it begins with", () => {
    const table: [string, string][] = [
      ["SELECT 1 FROM events;", "WITH events AS (\nE\n)\nSELECT 1 FROM events"],
      ["-- why\n  select ':a', :b", "-- why\n  WITH events AS (\nE\n)\nselect ':a', :b"],
      ["WITH a AS (SELECT 1) SELECT 2", "WITH events AS (\nE\n),\na AS (SELECT 1) SELECT 2"],
      ["with\n  recursive a AS (x) SELECT 2", "WITH RECURSIVE events AS (\nE\n),\na AS (x) SELECT 2"],
      ["WITH/**/a AS (SELECT 1) SELECT 2", "WITH events AS (\nE\n),\n/**/a AS (SELECT 1) SELECT 2"],
      [
        "SELECT 1 FROM (WITH a AS (SELECT 1) SELECT 2)",
        "WITH events AS (\nE\n)\nSELECT 1 FROM (WITH a AS (SELECT 1) SELECT 2)",
      ],
    ];
    for (const [statement, expected] of table) assert.equal(withEvents(statement, "E"), expected);
    assert.throws(() => withEvents("DROP TABLE x", "E"), /asks nothing/);
    assert.throws(() => withEvents("SELECT 1; SELECT 2", "E"), /more than one statement/);
  });
});
