import assert from "node:assert/strict";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { trinoMacros } from "../../../../../detective/archive/query/trinoNames";
import { SavedQuerySet, loadSavedQueries, savedQueryText } from "../../../../../detective";
import { QUERY_CASES } from "../../../../support/savedQueries/queryCases";
import { nearMisses, rowTexts } from "../../../../support/savedQueries/queryCase";
import { eventsTable } from "../../../../support/savedQueries/eventsTable";

describe("the saved queries", () => {
  let set: SavedQuerySet;
  let instance: DuckDBInstance;
  let duckdb: DuckDBConnection;

  before(async () => {
    const { DuckDBInstance: Instance } = await import("@duckdb/node-api");
    set = await loadSavedQueries();
    instance = await Instance.create(":memory:", { threads: "1" });
    duckdb = await instance.connect();
    for (const macro of trinoMacros()) await duckdb.run(macro);
  });

  after(() => {
    duckdb.closeSync();
    instance.closeSync();
  });

  it("are all read, each with a case", () => {
    assert.deepEqual(set.problems, []);
    assert.deepEqual(
      set.queries.map(({ name }) => name),
      Object.keys(QUERY_CASES).sort(),
    );
    assert.ok(set.queries.length >= 25);
  });

  it("find exactly their rows in DuckDB, of the days asked for", async () => {
    const wrong: Record<string, unknown> = {};
    for (const query of set.queries) {
      const { values, records, rows } = QUERY_CASES[query.name]!;
      const before = records.map((record) => ({ ...record, day: "2026/04/30" }));
      const others = nearMisses(query.texts.duckdb!, records);
      await eventsTable(duckdb, [...records, ...before, ...others]);
      const { sql } = savedQueryText(query, { from: "2026-05-01", to: "2026-05-31", ...values }, "duckdb");
      const found = await duckdb.runAndReadAll(sql).then(
        (result) => rowTexts(result.getRows()),
        (error: Error) => [error.message],
      );
      assert.ok(rows.length > 0, `${query.name} finds nothing in its case`);
      if (JSON.stringify(found) !== JSON.stringify(rows)) wrong[query.name] = { found, rows };
    }
    assert.deepEqual(wrong, {});
  });
});
