import assert from "node:assert/strict";
import { run } from "../../../cli/run";
import { TwoWays, twoWays } from "../../support/athena/twoWays";
import { by, call } from "../../support/records";
import { FakeIo } from "./support/fakeIo";

describe("--from athena:WORKGROUP", () => {
  let both: TwoWays;
  const env = { ...process.env };
  before(async () => {
    both = await twoWays([
      call("cloudtrail:StopLogging", by.user("mallory"), {
        readOnly: false,
        requestParameters: { name: "t" },
      }),
      call("iam:ListUsers", by.user("alice"), { at: 1 }),
    ]);
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE", AWS_SECRET_ACCESS_KEY: "none" });
  });
  after(async () => {
    for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"])
      if (env[name] === undefined) delete process.env[name];
      else process.env[name] = env[name];
    await both.close();
  });

  async function ran(...args: string[]) {
    const io = new FakeIo({ env: { AWS_REGION: "us-east-1" }, now: Date.UTC(2026, 1, 1) });
    const code = await run([...args, "--endpoint", both.server.endpoint, "-q"], io);
    return { code, out: io.output, err: io.errors };
  }

  it("changes where a question, rules and SQL are asked, and nothing else", async () => {
    const asked: string[][] = [
      ["who", "mallory", "-o", "csv"],
      ["tampering", "--since", "2026-01-30", "-o", "csv"],
      ["detect", "--since", "2026-01-30", "--level", "high", "--skip-unsupported", "-o", "csv"],
      [
        "query",
        "select event_name, count(*) n from events group by 1 order by 1",
        "--since",
        "2026-01-30",
        "-o",
        "csv",
      ],
    ];
    for (const args of asked) {
      const [files, athena] = [
        await ran(...args, "--from", both.folder),
        await ran(...args, "--from", "athena:audit", "--yes"),
      ];
      assert.ok(files.out.split("\n").length > 2, files.err);
      assert.equal(athena.out, files.out, args.join(" "));
      assert.equal(athena.code, files.code, `${args.join(" ")}: ${athena.err}`);
    }
  });

  it("refuses a scan of unknown size where nobody can be asked, and runs nothing", async () => {
    const before = both.server.queries.length;
    const { code, out, err } = await ran("lookup", "--from", "athena:audit");
    assert.deepEqual([code, out], [3, ""]);
    assert.match(err, /How much the query will scan is not known: s3:\/\/trail-logs can't be listed/);
    assert.match(err, /raise --max-scan \(now 10 GB\), or say --yes\.\n$/);
    assert.equal(both.server.queries.length, before);
  });

  it("says what was scanned and what it cost", async () => {
    const { out } = await ran(
      "lookup",
      "--from",
      "athena:audit",
      "--yes",
      "--usd-per-tb",
      "10",
      "-o",
      "json",
    );
    const { coverage } = JSON.parse(out) as { coverage: { scanned: { bytes: number; usd: number } } };
    assert.equal(coverage.scanned.bytes, 12 * 1024 ** 2);
    assert.equal(coverage.scanned.usd, (12 / 1024 ** 2) * 10);
  });

  const misuses: [args: string[], says: RegExp][] = [
    [["lookup", "--from", "athena:"], /"athena:": no workgroup is named; use athena:WORKGROUP/],
    [
      ["lookup", "--from", "athena:a/b/c/d"],
      /use athena:WORKGROUP\/DATABASE\/TABLE \(default: audit_trail\/cloudtrail_logs\)/,
    ],
    [
      ["lookup", "--from", "athena:a", "--max-scan", "lots"],
      /--max-scan "lots" is no size; use 500MB, 10GB or 2TB/,
    ],
    [["lookup", "--from", "athena:a", "--usd-per-tb", "-5"], /--usd-per-tb "-5" is no price/],
    [["lookup", "--from", "athena:a", "--account", "12"], /"12" is no account id/],
    [["lookup", "--from", "athena:a", "--insight"], /the table of log files has no Insights events/],
    [["lookup", "--account", "111122223333"], /--account is for log files/],
    [["detect", "athena:a", "."], /athena:a is asked by itself/],
    [["detect", "athena:a", "--engine", "duckdb"], /--engine duckdb reads files/],
    [["query", "select 1 from events", "--from", "athena:a", "--explain"], /--explain shows DuckDB's plan/],
    [["query", "drop table x", "--from", "athena:a"], /asks nothing/],
  ];
  for (const [args, says] of misuses)
    it(`refuses ${args.join(" ")}`, async () => {
      const { code, err } = await ran(...args);
      assert.match(err, says);
      assert.equal(code, 2);
    });
});
