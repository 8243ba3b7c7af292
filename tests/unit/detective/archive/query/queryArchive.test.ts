import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { queryArchive } from "../../../../../detective/archive/query/archiveQuery";
import { diskArchive } from "../../../../../detective/archive/query/querySource";
import { EVENT_COLUMNS } from "../../../../../detective/archive/eventColumns";
import { askArchive } from "../../../../support/archive/askArchive";
import { LogArchive, logRecord, logRecords } from "../../../../support/archive/logArchive";

describe("queryArchive", () => {
  const archive = new LogArchive();
  const temporary = mkdtempSync(join(tmpdir(), "query-"));
  const ask = (sql: string, options = {}) => askArchive(archive.folder, sql, { temporary, ...options });

  before(() => {
    archive.put({ day: "2026/01/31", name: "A" }, logRecords(0, 10));
    archive.put({ day: "2026/02/01", name: "B" }, logRecords(10, 5, { errorCode: "AccessDenied" }));
    archive.put({ day: "2026/02/01", name: "B", region: "us-east-1" }, [
      logRecord(15, { awsRegion: "us-east-1", requestParameters: { bucketName: "b", n: 12345678901 } }),
    ]);
  });

  after(() => {
    archive.remove();
    rmSync(temporary, { recursive: true });
  });

  afterEach(() => assert.deepEqual(readdirSync(temporary), [], "something temporary was left"));

  it("asks all records, and says what was read", async () => {
    const { columns, rows, coverage } = await ask(
      "SELECT event_name, count(*) AS n, min(event_time) AS first FROM events GROUP BY 1 ORDER BY 1",
    );
    assert.deepEqual(columns, ["event_name VARCHAR", "n BIGINT", "first TIMESTAMP"]);
    assert.deepEqual(rows, [
      ["GetObject", "8", "2026-01-31T12:00:00Z"],
      ["PutObject", "8", "2026-01-31T12:00:01Z"],
    ]);
    const { regions, events, files, complete } = coverage;
    assert.deepEqual(
      { regions, events, files, complete },
      {
        regions: ["eu-central-1", "us-east-1"],
        events: 16,
        files: 3,
        complete: true,
      },
    );
  });

  it("has every column, with the types that DESCRIBE tells, and needs no archive for that", async () => {
    const described = await askArchive("/nowhere", "DESCRIBE events");
    assert.deepEqual(
      described.rows.map(([name]) => name),
      EVENT_COLUMNS.map(({ name }) => name),
    );
    const { columns, rows } = await ask("SELECT * FROM events WHERE log_region = 'us-east-1'");
    assert.deepEqual(
      columns,
      described.rows.map(([name, type]) => `${name} ${type}`),
    );
    const row = Object.fromEntries(columns.map((column, at) => [column.split(" ")[0]!, rows[0]![at]]));
    assert.equal(row.request_parameters, '{"bucketName":"b","n":12345678901}');
    assert.equal(row.log_day, "2026/02/01");
    assert.equal(row.log_account, "111122223333");
    assert.equal(row.record_index, "0");
    assert.equal((JSON.parse(row.record!) as { eventID: string }).eventID, row.event_id);
    assert.ok(existsSync(row.source_file!), row.source_file!);
    assert.equal(row.issuer_arn, null);
  });

  it("reads only the files whose place can meet the conditions", async () => {
    const cases: readonly (readonly [sql: string, files: number, count: string])[] = [
      ["SELECT count(*) FROM events WHERE log_day = '2026/01/31'", 1, "10"],
      [
        "SELECT count(*) FROM events WHERE log_day >= '2026/02/01' AND log_region IN ('us-east-1', 'x')",
        1,
        "1",
      ],
      ["SELECT count(*) FROM events WHERE (log_day IS NULL OR log_day > '2026/01/31')", 2, "6"],
      [
        "SELECT count(*) FROM events a, events b WHERE a.log_day = '2026/01/31' AND b.log_region = 'us-east-1'",
        2,
        "10",
      ],
      ["SELECT count(*) FROM events WHERE log_account = 'x'", 0, "0"],
      ["SELECT count(*) FROM events WHERE event_name = 'x\nlog_day IS NULL\n'", 3, "0"],
      ["SELECT 1 + 1 AS count", 0, "2"],
    ];
    for (const [sql, files, count] of cases) {
      const { rows, coverage } = await ask(sql);
      assert.deepEqual([rows, coverage.files, coverage.complete], [[[count]], files, true], sql);
    }
  });

  it("takes a range, accounts and Regions, and names what may lie in the range", async () => {
    archive.put({ day: "2026/01/31", name: "undated" }, [{ eventID: "x", eventTime: "some day" }]);
    try {
      const range = {
        startTime: new Date(Date.UTC(2026, 0, 31, 12, 0, 2)),
        endTime: new Date(Date.UTC(2026, 0, 31, 12, 0, 11)),
      };
      const { rows, coverage } = await ask("SELECT count(*), min(event_id) FROM events", range);
      assert.deepEqual(rows, [["10", "00000000-0000-4000-8000-000000000002"]]);
      assert.deepEqual(
        coverage.gaps.filter(({ inherent }) => !inherent).map(({ detail }) => detail),
        ["1 record without a readable time left out: they may lie in the time range."],
      );
      const region = await ask("SELECT count(*) FROM events", { regions: ["us-east-1"] });
      assert.deepEqual([region.rows, region.coverage.files], [[["1"]], 1]);
      const account = await ask("SELECT count(*) FROM events", { accounts: ["999999999999"] });
      assert.deepEqual([account.rows, account.coverage.files], [[["0"]], 0]);
    } finally {
      archive.delete(
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/31/111122223333_CloudTrail_eu-central-1_20260131T1200Z_undated000000000.json.gz",
      );
    }
  });

  it("counts a record once in events, and as often as it was delivered in deliveries", async () => {
    const twice = new LogArchive();
    try {
      const unnamed = [
        { eventName: "NoId" },
        { eventName: "NoId" },
        { eventName: "Empty", eventID: "" },
        { eventName: "Empty", eventID: "" },
      ];
      twice.put({ day: "2026/01/31", name: "A" }, [...logRecords(0, 3), ...unnamed]);
      twice.put({ day: "2026/02/01", name: "B" }, [
        logRecord(2, { eventName: "Second" }),
        logRecord(3),
        logRecord(3),
      ]);
      const sql = (view: string) => `SELECT event_name, count(*) FROM ${view} GROUP BY 1 ORDER BY 1`;
      const events = await askArchive(twice.folder, sql("events"));
      assert.deepEqual(events.rows, [
        ["Empty", "2"],
        ["GetObject", "2"],
        ["NoId", "2"],
        ["PutObject", "2"],
      ]);
      assert.equal(events.coverage.events, 8);
      const deliveries = await askArchive(twice.folder, sql("deliveries"));
      assert.deepEqual(deliveries.rows, [
        ["Empty", "2"],
        ["GetObject", "2"],
        ["NoId", "2"],
        ["PutObject", "3"],
        ["Second", "1"],
      ]);
    } finally {
      twice.remove();
    }
  });

  it("names what could not be read, and answers with the rest", async () => {
    const damaged = new LogArchive();
    try {
      const whole = gzipSync(JSON.stringify({ Records: logRecords(0, 50) }));
      damaged.write("a.json.gz", whole.subarray(0, whole.length - 30));
      damaged.write("b.json", "no JSON");
      damaged.write("c.json", "");
      damaged.write(
        "d.jsonl",
        `${JSON.stringify(logRecord(60))}\n{"broken\n${JSON.stringify(logRecord(61))}\n`,
      );
      damaged.write("e.json", JSON.stringify({ digestEndTime: "x", logFiles: [] }));
      damaged.write("f.json", JSON.stringify([logRecord(70), null, "text"]));
      damaged.write(
        "g.json.gz",
        Buffer.concat([gzipSync(JSON.stringify({ Records: [logRecord(80)] })), Buffer.from("more")]),
      );
      const { rows, coverage } = await askArchive(
        damaged.folder,
        "SELECT regexp_extract(source_file, '[a-z]\\.json[a-z]*'), count(*), count(event_id) FROM events GROUP BY 1 ORDER BY 1",
      );
      const [first, ...others] = rows;
      assert.equal(first![0], "a.json");
      assert.deepEqual(others, [
        ["d.jsonl", "3", "2"],
        ["f.json", "3", "1"],
        ["g.json", "1", "1"],
      ]);
      assert.equal(coverage.complete, false);
      assert.deepEqual(
        coverage.gaps
          .filter(({ inherent }) => !inherent)
          .map(({ detail }) => detail.slice(damaged.folder.length + 1, damaged.folder.length + 12)),
        ["a.json.gz: ", "b.json: it ", "c.json: it ", "d.jsonl: 1 ", "g.json.gz: "].map((text) =>
          text.slice(0, 11),
        ),
      );
    } finally {
      damaged.remove();
    }
  });

  it("refuses SQL that reaches for more than the views, in one sentence", async () => {
    const reaching = [
      "SELECT * FROM read_text('/etc/passwd')",
      "SELECT * FROM read_csv('/etc/passwd')",
      "SELECT * FROM read_blob('/etc/passwd')",
      "SELECT * FROM read_parquet('/x.parquet')",
      "SELECT * FROM '/etc/passwd.csv'",
      "SELECT * FROM glob('/etc/*')",
      "SELECT * FROM sniff_csv('/etc/passwd')",
      "SELECT * FROM 'http://127.0.0.1:1/x.csv'",
      "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
      "SELECT * FROM duckdb_secrets()",
      "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x",
    ];
    for (const sql of reaching)
      await assert.rejects(
        ask(sql),
        { name: "QueryError", message: /^the SQL is refused: SQL may ask/ },
        sql,
      );
    const changing = [
      "COPY events TO '/tmp/x.csv'",
      `COPY (SELECT 1) TO '${temporary}/x.csv'`,
      "ATTACH '/tmp/x.db'",
      "INSTALL httpfs",
      "LOAD httpfs",
      "SET enable_external_access = true",
      "RESET lock_configuration",
      "PRAGMA database_size",
      "CREATE TABLE x AS SELECT * FROM events",
      "WITH x AS (SELECT 1) INSERT INTO events SELECT * FROM x",
      "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv'",
      // DuckDB nests comments, and ends them by other line breaks.
      "EXPLAIN ANALYZE /* /* */ SELECT */ COPY (SELECT 1) TO '/tmp/x.csv'",
      "EXPLAIN ANALYZE --\rCOPY (\nSELECT 42) TO '/tmp/x.csv'",
      " --\rEXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv' /*\nEXPLAIN SELECT 1 -- */",
      "/* /* */ EXPLAIN SELECT 1 */ EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv'",
      "EXPLAIN (ANALYZE /* ) SELECT 1 -- */ ) COPY (SELECT 1) TO '/tmp/x.csv'",
      "EXPLAIN EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/x.csv'",
      "SELECT 1; SELECT 2",
      "SELECT 1; COPY events TO '/tmp/x.csv'",
    ];
    for (const sql of changing)
      await assert.rejects(
        ask(sql),
        {
          name: "QueryError",
          message: /(?:is refused\.|is not possible\.|can't be asked|EXPLAIN comes first)/,
        },
        sql,
      );
    assert.deepEqual([existsSync("/tmp/x.csv"), existsSync("/tmp/x.db")], [false, false]);
  });

  it("says what is wrong with SQL, where, and which names are near", async () => {
    const cases: readonly (readonly [sql: string, message: RegExp])[] = [
      [
        "SELECT eventName FROM events",
        /^the SQL can't be asked: column "eventName" not found.*; is it event_name\?\nLINE 1: .*\n +\^$/,
      ],
      ["SELECT evnt_nam FROM events", /is it event_name\?/],
      [
        "SELECT e.sourceIPAdress FROM events e",
        /^the SQL can't be asked: e does not have a column named "sourceIPAdress"; is it source_ip\?/,
      ],
      ["SELECT sourceIPAddress FROM events", /is it source_ip\?/],
      ["SELECT userName FROM events", /is it user_name or issuer_name\?/],
      ["SELECT zzz FROM events", /DESCRIBE events lists the columns/],
      ["SELECT * FROM event", /the views are events and deliveries/],
      ["SELECT jsn_extract(record, 'x') FROM events", /is it json_extract/],
      ["SELECT * FORM events", /^the SQL can't be asked: syntax error at or near "events"/],
      ["SELECT CAST(event_name AS INT) FROM events", /Could not convert string '\w+' to INT32/],
      ["SELECT ?", /has parameters/],
    ];
    for (const [sql, message] of cases) await assert.rejects(ask(sql), { name: "QueryError", message }, sql);
  });

  it("stops DuckDB, and reading, when it is told to", async () => {
    const controller = new AbortController();
    const long = "SELECT count(*) FROM range(100000000) a, range(100000) b, (SELECT count(*) FROM events)";
    const asked = ask(long, {
      signal: controller.signal,
      onFile: () => setTimeout(() => controller.abort(new Error("enough")), 100),
    });
    await assert.rejects(asked, { message: "enough" });
    await assert.rejects(
      ask("SELECT count(*) FROM events", { signal: AbortSignal.abort(new Error("before")) }),
      {
        message: "before",
      },
    );
  });

  it("streams an answer of any length, and is left when nobody wants more", async () => {
    const answer = await queryArchive(
      diskArchive(archive.folder),
      "SELECT i FROM range(10000000) t(i), events",
      {
        temporary,
        threads: 0,
      },
    );
    let rows = 0;
    try {
      for await (const some of answer.rows()) if ((rows += some.length) > 5000) break;
    } finally {
      await answer.close();
    }
    assert.ok(rows < 20_000, `${rows} rows`);
  });

  it("explains without reading, and with ANALYZE reads", async () => {
    const { rows, coverage } = await ask("EXPLAIN SELECT count(*) FROM events");
    assert.deepEqual([rows[0]![0], coverage.files], ["physical_plan", 0]);
    const analyzed = await ask("EXPLAIN ANALYZE SELECT count(event_name) FROM events");
    assert.equal(analyzed.coverage.files, 3);
  });
});
