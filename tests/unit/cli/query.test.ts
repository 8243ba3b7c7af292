import assert from "node:assert/strict";
import { run } from "../../../cli/run";
import { LogArchive, logRecord, logRecords } from "../../support/archive/logArchive";
import { FakeIo } from "./support/fakeIo";

describe("audit-trail query", () => {
  const archive = new LogArchive();
  const ask = async (line: readonly string[], columns?: number) => {
    const io = new FakeIo(columns === undefined ? {} : { columns });
    const code = await run(["query", ...line], io);
    return { code, out: io.output, err: io.errors };
  };

  before(() => {
    archive.put({ day: "2026/01/31", name: "A" }, [
      ...logRecords(0, 3),
      logRecord(3, {
        eventName: "=cmd|' /C calc'!A0",
        userAgent: "a\u001b[31m\nb|<b>",
        requestParameters: { password: "hunter2", name: "x" },
      }),
    ]);
  });

  after(() => archive.remove());

  it("writes a table with what was read below it, for people", async () => {
    const sql =
      "SELECT event_name, count(*) AS n, max(event_time) AS last FROM events GROUP BY 1 ORDER BY n DESC, 1 LIMIT 2";
    const { code, out, err } = await ask([sql, "--from", archive.folder]);
    assert.equal(
      out,
      [
        "event_name          n  last",
        "──────────────────  ─  ────────────────────",
        "GetObject           2  2026-01-31T12:00:02Z",
        "=cmd|' /C calc'!A0  1  2026-01-31T12:00:03Z",
        "",
      ].join("\n"),
    );
    assert.equal(
      err,
      `2 rows.\nRead: log files in ${archive.folder} in eu-central-1: 4 events.\nNot covered: No data event is in these files: the trail may not record object reads and the like.\n`,
    );
    assert.equal(code, 0);
  });

  it("writes each form so that what was recorded stays text", async () => {
    const sql =
      "SELECT event_name, user_agent, request_parameters, -1 AS n FROM events WHERE user_agent IS NOT NULL";
    const forms = {
      csv:
        "event_name,user_agent,request_parameters,n\r\n" +
        `'=cmd|' /C calc'!A0,"a\u001b[31m\nb|<b>","{""password"":""[redacted: password]"",""name"":""x""}",-1\r\n`,
      jsonl: `${JSON.stringify({ event_name: "=cmd|' /C calc'!A0", user_agent: "a\u001b[31m\nb|<b>", request_parameters: { password: "[redacted: password]", name: "x" }, n: -1 })}\n`,
      md: '| event\\_name | user\\_agent | request\\_parameters | n |\n| --- | --- | --- | ---: |\n| =cmd\\|\' /C calc\'\\!A0 | a\ufffd\\[31m b\\|&lt;b> | \\{"password":"\\[redacted: password\\]","name":"x"\\} | -1 |\n',
    };
    for (const [form, expected] of Object.entries(forms))
      assert.equal((await ask([sql, "--from", archive.folder, "-o", form, "-q"])).out, expected, form);
    const shown = await ask([sql, "--from", archive.folder, "-o", "csv", "--show-secrets"]);
    assert.match(shown.out, /hunter2/);
    const { columns, rows, coverage } = JSON.parse(
      (await ask([sql, "--from", archive.folder, "-o", "json"])).out,
    ) as {
      columns: object[];
      rows: { n: number }[];
      coverage: { complete: boolean };
    };
    assert.deepEqual(columns.at(-1), { name: "n", type: "INTEGER" });
    assert.deepEqual([rows.length, rows[0]!.n, coverage.complete], [1, -1, true]);
  });

  it("asks saved queries, lists and shows them", async () => {
    const asked = await ask([
      "--name",
      "events-by-name",
      "--param",
      "most=1",
      "--from",
      archive.folder,
      "-o",
      "csv",
      "-q",
    ]);
    assert.match(asked.out, /\r\ns3\.amazonaws\.com,GetObject,2,0,/);
    assert.match((await ask(["--list"])).out, /^events-by-name\n {4}\S.*\n {4}--param source, most$/m);
    const listed = JSON.parse((await ask(["--list", "-o", "json"])).out) as {
      name: string;
      parameters: { name: string }[];
    }[];
    assert.deepEqual(
      listed.find(({ name }) => name === "events-by-name")!.parameters.map(({ name }) => name),
      ["from", "to", "source", "most"],
    );
    assert.match((await ask(["--show", "events-by-name"])).out, /^-- title: [^]*\nSELECT\n/);
  });

  it("uses a cache that archive build made", async () => {
    const io = new FakeIo();
    const line = ["archive", "build", archive.folder, "--cache", archive.cache];
    assert.equal(await run(line, io), 0);
    assert.match(
      io.output,
      /: 4 records of 1 file in 1 partition, \d.*\nRead 1 file; 1 partition made new or changed, 0 removed\.\n$/,
    );
    const { out, code } = await ask([
      "SELECT count(*) FROM events",
      "--from",
      archive.folder,
      "--cache",
      archive.cache,
      "-o",
      "csv",
    ]);
    assert.deepEqual([out, code], ["count_star()\r\n4\r\n", 0]);
    const status = new FakeIo();
    assert.equal(await run(["archive", "status", archive.folder, "--cache", archive.cache], status), 0);
    assert.match(status.output, /^Fresh {7}1 partition$/m);
    const prune = new FakeIo();
    assert.equal(
      await run(["archive", "prune", "--older-than", "2026-02-01", "--cache", archive.cache], prune),
      0,
    );
    assert.match(prune.output, /^Removed 2 files of the cache, .*; 1 partition less\.\n$/);
    assert.equal(await run(["archive", "status", archive.folder, "--cache", archive.cache], new FakeIo()), 1);
  });

  it("says what can't be meant, and the way out", async () => {
    const wrong: readonly (readonly [line: readonly string[], message: RegExp])[] = [
      [[], /nothing is asked: give SQL in quotes, or --name/],
      [["SELECT 1 FROM events"], /--from is missing/],
      [["SELECT 1 FROM events", "--from", "api"], /--from api: SQL is asked of files/],
      [["SELECT 1 FROM events", "--from", "/no/such"], /there is no such folder/],
      [["SELECT", "1", "--from", archive.folder], /2 texts were given; put the SQL into quotes/],
      [["SELECT 1", "--name", "root-use", "--from", archive.folder], /both SQL and --name/],
      [["SELECT 1", "--param", "a=b", "--from", archive.folder], /--param is for --name/],
      [["--name", "root-uses", "--from", archive.folder], /is it root-use\?/],
      [["--name", "events-by-name", "--param", "most", "--from", archive.folder], /write --param name=value/],
      [["--name", "events-by-name", "--param", "most=x", "--from", archive.folder], /is no whole number/],
      [["SELECT eventName FROM events", "--from", archive.folder], /is it event_name\?/],
      [["DROP VIEW events", "--from", archive.folder], /DROP is refused/],
      [["SELECT 1 FROM events", "--from", archive.folder, "--memory", "much"], /write 500MB or 2GB/],
      [["SELECT 1 FROM events", "--from", archive.folder, "--account", "12"], /is no account id/],
    ];
    for (const [line, message] of wrong) {
      const { code, err, out } = await ask(line);
      assert.deepEqual([code, out], [2, ""], line.join(" "));
      assert.match(err, message, line.join(" "));
    }
  });

  it("ends with 3 where a file could not be read, and names it", async () => {
    archive.write("broken.json", "no JSON");
    const { code, err, out } = await ask([
      "SELECT count(*) AS n FROM events",
      "--from",
      archive.folder,
      "-o",
      "csv",
      "-q",
    ]);
    assert.deepEqual([code, out], [3, "n\r\n4\r\n"]);
    assert.match(err, /, INCOMPLETE\.\nMissing: .*broken\.json: it is not JSON/);
  });
});
