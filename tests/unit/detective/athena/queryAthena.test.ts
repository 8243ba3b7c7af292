import assert from "node:assert/strict";
import { QueryAnswer, queryArchive } from "../../../../detective/archive/query/archiveQuery";
import { diskArchive } from "../../../../detective/archive/query/querySource";
import { loadSavedQueries } from "../../../../detective/archive/savedQuery/loadSavedQueries";
import { savedQueryText } from "../../../../detective/archive/savedQuery/savedQueryText";
import { queryAthena } from "../../../../detective/athena/queryAthena";
import { ScanRefused } from "../../../../detective/athena/scanGate";
import { QueryError } from "../../../../detective/source";
import { TwoWays, twoWays } from "../../../support/athena/twoWays";
import { STRANGER, everydayWork, stolenInstanceRole } from "../../../support/incidents";

const SAMPLE = [
  "address-activity",
  "denials-by-action",
  "events-by-name",
  "errors-by-code",
  "new-access-keys",
];

async function rowsOf(answer: QueryAnswer): Promise<string[]> {
  const rows: string[] = [];
  for await (const some of answer.rows())
    for (const row of some)
      rows.push(
        row
          .texts()
          .map((text) => text ?? "-")
          .join(" | "),
      );
  await answer.close();
  return rows;
}

describe("SQL over events in Athena", () => {
  let both: TwoWays;
  before(async () => {
    both = await twoWays([...stolenInstanceRole(10), ...everydayWork(20)]);
  });
  after(() => both.close());

  it("answers saved queries as files do", async () => {
    const { queries } = await loadSavedQueries();
    const values = { from: "2026/01/30", to: "2026/02/01" };
    for (const name of SAMPLE) {
      const query = queries.find((one) => one.name === name)!;
      const own = query.parameters.some(({ default: usual }) => usual === undefined)
        ? { address: STRANGER }
        : {};
      const [files, athena] = (["duckdb", "athena"] as const).map((dialect) =>
        savedQueryText(query, { ...values, ...own }, dialect),
      );
      const expected = await rowsOf(await queryArchive(diskArchive(both.folder), files!.sql));
      assert.ok(expected.length > 0, name);
      const session = await both.server.session();
      assert.deepEqual(
        await rowsOf(await queryAthena(session, athena!.sql, { days: values })),
        expected,
        name,
      );
    }
  });

  it("binds the days, the accounts and the moments, whatever the statement asks", async () => {
    const session = await both.server.session({ accounts: ["111122223333"] });
    const answer = await queryAthena(
      session,
      "WITH e AS (SELECT * FROM events) SELECT count(*) AS n, count(*) n FROM e",
      {
        startTime: new Date("2026-01-31T12:00:00Z"),
        endTime: new Date("2026-01-31T12:00:30.500Z"),
      },
    );
    assert.deepEqual(
      answer.columns.map(({ name, type, isNumber }) => [name, type, isNumber]),
      [
        ["n", "BIGINT", true],
        ["n_1", "BIGINT", true],
      ],
    );
    const inFiles = both.files.read({
      startTime: new Date("2026-01-31T12:00:00Z"),
      endTime: new Date("2026-01-31T12:00:30.500Z"),
    });
    let count = 0;
    for await (const _ of inFiles) count++;
    assert.deepEqual(await rowsOf(answer), [`${count} | ${count}`]);
    const sql = both.server.queries.at(-1)!;
    assert.match(sql, /^WITH events AS \(\nSELECT \* FROM \(\n/);
    assert.match(
      sql,
      /WHERE "account" IN \('111122223333'\)\n {2}AND "timestamp" >= '2026\/01\/30'\n {2}AND "timestamp" <= '2026\/02\/01'/,
    );
    assert.match(
      sql,
      /event_time >= TIMESTAMP '2026-01-31 12:00:00\.000' AND event_time <= TIMESTAMP '2026-01-31 12:00:30\.500'/,
    );
    assert.match(sql, /,\ne AS \(SELECT \* FROM events\) SELECT count/);
  });

  it("gives times, flags and NULLs as files do", async () => {
    const statement =
      "SELECT event_time, read_only, error_code, mfa, resources FROM events ORDER BY event_time, event_id LIMIT 5";
    const expected = await rowsOf(await queryArchive(diskArchive(both.folder), statement));
    const answer = await queryAthena(await both.server.session(), statement);
    assert.deepEqual(await rowsOf(answer), expected);
    assert.equal(answer.coverage.complete, true);
    assert.match(
      answer.coverage.gaps.map(({ detail }) => detail).join(" "),
      /counts as often as it was delivered/,
    );
  });

  it("takes one SELECT and nothing else", async () => {
    const session = await both.server.session();
    const before = both.server.queries.length;
    for (const statement of [
      "DROP TABLE cloudtrail_logs",
      "SELECT 1; SELECT 2",
      "",
      "UNLOAD (SELECT 1) TO 's3://x/'",
    ])
      await assert.rejects(queryAthena(session, statement), QueryError, statement);
    assert.equal(both.server.queries.length, before);
  });

  it("estimates by the days that its own conditions name", async () => {
    const listed: string[] = [];
    const listing = {
      listObjectsV2: ({ Prefix }: { Prefix: string }) => {
        listed.push(Prefix.slice(-11));
        return Promise.resolve({ Contents: [{ Key: Prefix, Size: 1024 ** 3 }] });
      },
    };
    const session = await both.server.session({ maxScan: 1024 ** 3, listing, regions: ["us-east-1"] });
    const days = "log_day BETWEEN '2026/01/30' AND '2026/01/31' AND log_day < '2026/02/05'";
    await assert.rejects(queryAthena(session, `SELECT 1 FROM events WHERE ${days}`), (error) => {
      assert.ok(error instanceof ScanRefused);
      assert.match(error.message, /about 2\.0 GB, for about 0\.0098 USD \(the sizes of 2 files of 2 days/);
      return true;
    });
    assert.deepEqual(listed, ["2026/01/30/", "2026/01/31/"]);
  });
});
