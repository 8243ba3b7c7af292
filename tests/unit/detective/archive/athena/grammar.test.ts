import assert from "node:assert/strict";
import { HiveSQL } from "dt-sql-parser/dist/parser/hive";
import { TrinoSQL } from "dt-sql-parser/dist/parser/trino";
import {
  CLOUDTRAIL_HIVE_COLUMNS,
  athenaNamedQueries,
  athenaTableDdl,
  athenaViewDdl,
  athenaViews,
  loadSavedQueries,
  savedQueryText,
  withEvents,
} from "../../../../../detective";
import { athenaEvents } from "../../../../../detective/archive/athena/athenaEvents";
import { QUERY_CASES } from "../../../../support/savedQueries/queryCases";

const ARGS = {
  bucket: "trail-logs",
  accounts: ["111111111111", "222222222222"],
  regions: ["eu-west-1", "us-gov-east-1"],
  firstDay: "2024/01/31",
};

describe("what is written for Athena, by Trino's and Hive's grammars", () => {
  const trino = new TrinoSQL();

  function parses(name: string, sql: string): void {
    const [error] = trino.validate(sql);
    assert.equal(error, undefined, `${name}: line ${error?.startLine}: ${error?.message}`);
  }

  it("refuses what only DuckDB takes, so that it proves something", () => {
    for (const sql of [
      "SELECT x::DATE FROM t",
      "SELECT * EXCLUDE (a) FROM t",
      "FROM t",
      "SELECT 1 FROM t QUALIFY x",
    ])
      assert.ok(trino.validate(sql).length > 0, sql);
  });

  it("holds for every saved query, with values in it, as a workgroup stores it, and with its own events", async () => {
    const { queries } = await loadSavedQueries();
    const events = athenaEvents();
    for (const query of queries) {
      const { sql } = savedQueryText(query, QUERY_CASES[query.name]!.values ?? {}, "athena");
      parses(query.name, sql);
      // One is enough: what is put before is always the same.
      if (query.name === "bursts-by-hour") parses(query.name, withEvents(sql, events));
    }
    const stored = athenaNamedQueries(queries);
    assert.equal(stored.length, queries.length);
    for (const { name, description, sql } of stored) {
      parses(name, sql);
      assert.ok(description.length <= 1024 && sql.length < 262_144 && name.length <= 128, name);
      assert.match(sql, /^WITH events AS \(\n {2}SELECT \* FROM all_events\n {2}WHERE log_day BETWEEN /m);
      assert.doesNotMatch(sql, /:days/);
    }
  });

  it("leaves room for accounts where the table reads only those that are named", async () => {
    const { queries } = await loadSavedQueries();
    const { sql } = athenaNamedQueries(queries.slice(0, 1), { namesAccounts: true })[0]!;
    parses("named", sql);
    assert.match(sql, /'%Y\/%m\/%d'\)\n {4}AND log_account IN \('<account>'\)\n\)\nSELECT/);
  });

  it("holds for the views, of which events shows the last days only", () => {
    for (const ddl of athenaViewDdl({ days: 30 })) parses("view", ddl);
    const [all, events] = athenaViews({ days: 30 });
    assert.match(
      events!.select,
      /^SELECT \*\nFROM all_events\nWHERE log_day >= date_format\(\(current_timestamp AT TIME ZONE 'UTC'\) - INTERVAL '29' DAY, '%Y\/%m\/%d'\)$/,
    );
    assert.match(all!.select, /\n {2}"timestamp" AS log_day\nFROM cloudtrail_logs$/);
    assert.throws(() => athenaViews({ days: 0 }), /days: 0 is not allowed/);
  });

  it("takes places from the file's name where the table has no partitions, and NULL for columns that it lacks", () => {
    const sql = athenaEvents({ from: "t", has: (field) => !field.startsWith("tlsDetails") }, [
      "a = 1",
      "b = 2",
    ]);
    parses("events", sql);
    assert.match(sql, /CAST\(NULL AS varchar\) AS tls_version/);
    assert.match(
      sql,
      /regexp_extract\("\$path", '[^']*', 3\) AS log_day\nFROM t\nWHERE a = 1\n {2}AND b = 2$/,
    );
  });

  it("holds for the table, whose folders can't be those of digests", () => {
    const sql = athenaTableDdl({ ...ARGS, prefix: "/my/trail/", organizationId: "o-a1b2c3d4e5" });
    assert.deepEqual(new HiveSQL().validate(sql), []);
    assert.match(
      sql,
      /'storage.location.template' = 's3:\/\/trail-logs\/my\/trail\/AWSLogs\/o-a1b2c3d4e5\/\$\{account\}\/CloudTrail\/\$\{region\}\/\$\{timestamp\}'/,
    );
    assert.match(sql, /'projection.timestamp.range' = '2024\/01\/31,NOW'/);
    assert.equal(CLOUDTRAIL_HIVE_COLUMNS.length, 29);
    const wrong: Partial<Parameters<typeof athenaTableDdl>[0]>[] = [
      { bucket: "b'; DROP" },
      { name: "a`b" },
      { prefix: "a'b" },
      { organizationId: "o-'" },
      { accounts: [] },
      { accounts: ["1'"] },
      { regions: ["eu-west-1'"] },
      { firstDay: "2024-01-31" },
    ];
    for (const one of wrong)
      assert.throws(() => athenaTableDdl({ ...ARGS, ...one }), /is not allowed; it must look like/);
  });
});
