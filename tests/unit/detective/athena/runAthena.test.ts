import assert from "node:assert/strict";
import { AthenaError } from "../../../../detective/athena/athenaError";
import { AthenaProgress, LONGEST_QUERY, runAthena } from "../../../../detective/athena/runAthena";
import { OpenServer, openServer, quickClock } from "../../../support/athena/openServer";
import { AthenaServerOptions } from "../../../support/athenaServer";

const FIVE =
  "SELECT n, n > 2 AS big, CAST(n AS varchar) AS word FROM (VALUES (1), (2), (3), (NULL), (5)) t(n)";

describe("a query in Athena", () => {
  let server: OpenServer;
  const open = async (options: AthenaServerOptions = {}) => (server = await openServer(options));
  afterEach(() => server.close());

  const run = (sql: string, more: Parameters<typeof runAthena>[2] = {}) =>
    runAthena({ client: server.client, workgroup: "audit", database: "audit_trail" }, sql, {
      clock: quickClock(),
      random: () => 0.5,
      ...more,
    });

  const rowsOf = async (rows: AsyncIterable<readonly unknown[]>) => {
    const all: unknown[] = [];
    for await (const row of rows) all.push(row);
    return all;
  };

  it("answers with typed rows, page by page, and tells how far it is meanwhile", async () => {
    await open({ pageRows: 2, looks: 3 });
    const progress: AthenaProgress[] = [];
    const result = await run(FIVE, { onProgress: (one) => progress.push(one) });
    assert.deepEqual(result.columns, [
      { name: "n", type: "integer" },
      { name: "big", type: "boolean" },
      { name: "word", type: "varchar" },
    ]);
    assert.deepEqual(await rowsOf(result.rows), [
      [1, false, "1"],
      [2, false, "2"],
      [3, true, "3"],
      [null, null, null],
      [5, true, "5"],
    ]);
    assert.deepEqual([result.queryId, result.bytes], ["query-1", 12 * 1024 ** 2]);
    assert.deepEqual(
      progress.map(({ state }) => state),
      ["QUEUED", "RUNNING", "RUNNING", "SUCCEEDED"],
    );
    assert.equal(server.calls.filter(({ api }) => api === "GetQueryResults").length, 3);
    const { ClientRequestToken: token, ...begun } = server.calls[0]!.body;
    assert.match(token as string, /^[0-9a-f-]{36}$/);
    assert.deepEqual(begun, {
      QueryString: FIVE,
      QueryExecutionContext: { Database: "audit_trail" },
      WorkGroup: "audit",
    });
  });

  it("is begun once, whatever gets lost or is throttled on the way", async () => {
    await open({
      fault: (api, call) => {
        if (api === "StartQueryExecution" && call === 1) return "drop";
        if (call < 4) return { error: "TooManyRequestsException", message: "Rate exceeded" };
        return undefined;
      },
    });
    const { rows } = await run(FIVE);
    assert.equal((await rowsOf(rows)).length, 5);
    assert.equal(server.queries.length, 1);
    assert.equal(server.calls.filter(({ api }) => api === "StartQueryExecution").length, 4);
  });

  it("is begun again where Athena says that it may be, and then given up", async () => {
    await open({
      end: (_, query) =>
        query < 3 ? { state: "FAILED", reason: "GENERIC_INTERNAL_ERROR", retryable: true } : undefined,
    });
    assert.equal((await run(FIVE)).queryId, "query-3");
    await server.close();
    await open({ end: () => ({ state: "FAILED", reason: "GENERIC_INTERNAL_ERROR: oh", retryable: true }) });
    await assert.rejects(run(FIVE), /query query-3 in Athena .* failed: GENERIC_INTERNAL_ERROR: oh\./);
  });

  const failures: [reason: string, says: RegExp][] = [
    ["Bytes scanned limit was exceeded", /more than the workgroup allows .* --since and --until/],
    [
      "Unable to verify/create output bucket my-results",
      /bucket for results can't be used: allow s3:GetBucketLocation/,
    ],
    [
      "Access denied when writing output to url: s3://r/x.csv . Please ensure you are allowed to access the S3 bucket.",
      /A permission is missing/,
    ],
    ["User is not authorized to perform: kms:Decrypt on resource: arn", /allow kms:Decrypt on the key/],
    [
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.a.b' does not exist",
      /athena:WORKGROUP\/DATABASE\/TABLE/,
    ],
    ["COLUMN_NOT_FOUND: line 1:8: Column 'x' cannot be resolved", /DESCRIBE events names the columns/],
    [
      "CONSTRAINT_VIOLATION: For the injected projected partition column account, the WHERE clause must contain only static equality conditions",
      /name the accounts with --account/,
    ],
    [
      "HIVE_BAD_DATA: Error reading s3://trail-logs/AWSLogs/1/a.json.gz: bad",
      /s3:\/\/trail-logs\/AWSLogs\/1\/a\.json\.gz could not be read, and Athena then gives no answer at all/,
    ],
    ["HIVE_CURSOR_ERROR: Row is not a valid JSON Object", /A file of the table could not be read/],
    ["Query exhausted resources at this scale factor", /too large for one query/],
    ["something new", /failed: something new\. Look at it in the console/],
  ];
  it("that fails says which it was, why, and what to do", async () => {
    let reason = "";
    await open({ end: () => ({ state: "FAILED", reason }) });
    for (const [index, [said, says]] of failures.entries()) {
      reason = said;
      await assert.rejects(run(FIVE), (error) => {
        assert.ok(error instanceof AthenaError);
        assert.equal(error.queryId, `query-${index + 1}`);
        assert.match(
          error.message,
          /^query query-\d+ in Athena \(workgroup audit, database audit_trail\) failed: /,
        );
        assert.match(error.message, says);
        return true;
      });
    }
  });

  it("that can't be begun says what is missing", async () => {
    let message = "";
    let error = "InvalidRequestException";
    await open({ fault: (api) => (api === "StartQueryExecution" ? { error, message } : undefined) });
    message = "No output location provided. An output location is required either through the Workgroup";
    await assert.rejects(run(FIVE), /The workgroup has no place for results: give it one/);
    [error, message] = ["AccessDeniedException", "not authorized to perform: athena:StartQueryExecution"];
    await assert.rejects(run(FIVE), /No permission for athena:StartQueryExecution/);
    await assert.rejects(
      run("x".repeat(LONGEST_QUERY + 1)),
      /the query has 262145 bytes; Athena takes 262144/,
    );
  });

  it("of which nobody knows whether it was begun is not taken for one that was not", async () => {
    await open({ fault: (api) => (api === "StartQueryExecution" ? "drop" : undefined) });
    await assert.rejects(run(FIVE), /may have begun nevertheless.* list-query-executions --work-group audit/);
  });

  it("is stopped when nobody waits any more, and its id is not lost", async () => {
    await open({ looks: Infinity });
    const controller = new AbortController();
    const stopped = run(FIVE, {
      signal: controller.signal,
      onProgress: () => controller.abort(new Error("interrupted by SIGINT")),
    });
    await assert.rejects(stopped, /^Error: interrupted by SIGINT$/);
    assert.deepEqual(server.stopped, ["query-1"]);
    await assert.rejects(
      run(FIVE, { deadlineMs: 60_000 }),
      /query query-2 .* did not end within 60 s and is stopped/,
    );
    assert.deepEqual(server.stopped, ["query-1", "query-2"]);
    await assert.rejects(run(FIVE, { signal: controller.signal }), /interrupted/);
    assert.equal(server.queries.length, 2);
  });

  it("that can't be stopped is named, with the command that stops it", async () => {
    await open({
      looks: Infinity,
      fault: (api) =>
        api === "StopQueryExecution" ? { error: "AccessDeniedException", message: "no" } : undefined,
    });
    await assert.rejects(
      run(FIVE, { deadlineMs: 1_000 }),
      /query query-1 could not be stopped and may go on: aws athena stop-query-execution --query-execution-id query-1$/,
    );
  });

  it("is not left where its state can't be read for a while, but is where it never can", async () => {
    let lost = 12;
    await open({
      fault: (api) =>
        api === "GetQueryExecution" && lost-- > 0
          ? { error: "InternalServerException", message: "oh" }
          : undefined,
    });
    assert.equal((await run(FIVE)).queryId, "query-1");
    lost = Infinity;
    await assert.rejects(run(FIVE), /athena:GetQueryExecution.*\(query query-2\)/);
    assert.deepEqual(server.stopped, ["query-2"]);
  });
});
