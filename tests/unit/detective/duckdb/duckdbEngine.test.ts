import assert from "node:assert/strict";
import { RawRecord } from "../../../../detective/detect/detection";
import { DetectionEngine } from "../../../../detective/detect/engine";
import { memoryEngine } from "../../../../detective/detect/memoryEngine";
import { duckdbEngine } from "../../../../detective/duckdb/duckdbEngine";
import { openDuckdb } from "../../../../detective/duckdb/openDuckdb";
import { runDuckdb } from "../../../../detective/duckdb/runDuckdb";
import { NotExpressible } from "../../../../detective/sigma/notExpressible";
import { SigmaRule } from "../../../../detective/sigma/rule";
import { all, is, keyword, not, regex, rule } from "../sigma/match/expressions";

const RULES = [
  rule(is("eventName", "Delete*"), "a deletion"),
  rule(all(is("eventSource", "s3.amazonaws.com"), not(is("errorCode", "*"))), "S3 without an error"),
  rule(is("requestParameters.tags.key", "owner"), "a tag"),
  rule(keyword("10.0.0.7"), "an address anywhere"),
];

/** Some of everything, also of what DuckDB is not given. */
const RECORDS: readonly object[] = Array.from({ length: 50 }, (_, index) => ({
  eventName: ["DeleteTrail", "GetObject", ["x", "deletebucket"], null, 7][index % 5],
  ...(index % 3 > 0 && { eventSource: "S3.amazonaws.com" }),
  ...(index % 4 === 0 && { errorCode: index % 8 === 0 ? "AccessDenied" : null }),
  requestParameters: {
    tags: [{ key: index % 7 === 0 ? "Owner" : "x" }, "10.0.0.7".slice(0, 1 + (index % 9))],
    ...(index % 10 === 0 && { odd: "\u0000", large: 1e300 }),
    ...(index % 11 === 0 && { "a.b": [[1], [2]] }),
  },
}));

describe("the DuckDB engine", () => {
  it("finds what the matcher finds, in whatever batches", async () => {
    const wanted = await found(memoryEngine, RULES);
    assert.ok(wanted.length > 40);
    for (const batchRecords of [1, 7, 1000])
      for (const threads of [1, 2])
        assert.deepEqual(await found(duckdbEngine({ batchRecords, threads }), RULES), wanted);
    assert.deepEqual(await found(duckdbEngine({ batchCharacters: 500 }), RULES), wanted);
  });

  it("names the rules that it isn't asked, and asks the others", async () => {
    const refused = rule(regex("eventName", "\\p{Greek}"), "Greek");
    const prepared = await duckdbEngine().prepare([refused, ...RULES]);
    assert.deepEqual(
      prepared.problems.map(({ title, problem }) => [title, problem.slice(0, 60)]),
      [["Greek", 'duckdb cannot express "…": classes of Unicode (\\p) differ wi']],
    );
    assert.equal(
      (await drained(prepared.matches(records()))).length,
      (await found(memoryEngine, RULES)).length,
    );
  });

  it("names the one rule whose pattern DuckDB does not take", async () => {
    const named = rule(regex("eventName", "(?<name>D)"), "a named group");
    const results = await runDuckdb([RULES[0]!, named], RECORDS);
    assert.equal((results.get(RULES[0]!) as readonly number[]).length, 20);
    assert.ok(results.get(named) instanceof NotExpressible);
  });

  it("can be left before the end, and asked nothing", async () => {
    const prepared = await duckdbEngine({ batchRecords: 5 }).prepare(RULES);
    for await (const { at } of prepared.matches(records())) {
      assert.equal(at.source, "file");
      break;
    }
    const none = await duckdbEngine().prepare([]);
    assert.deepEqual(await drained(none.matches(records())), []);
    assert.deepEqual(await runDuckdb([], RECORDS), new Map());
  });

  it("hands on what goes wrong in reading", async () => {
    async function* broken(): AsyncGenerator<RawRecord> {
      yield* records();
      await Promise.resolve();
      throw new Error("the disk is gone");
    }
    const prepared = await duckdbEngine({ batchRecords: 20 }).prepare(RULES);
    await assert.rejects(drained(prepared.matches(broken())), /the disk is gone/);
  });

  it("reaches neither files nor the network", async () => {
    const duckdb = await openDuckdb();
    try {
      const connection = await duckdb.connect();
      for (const sql of [
        "SELECT * FROM read_text('/etc/hostname')",
        "COPY (SELECT 1) TO '/tmp/x.csv'",
        "ATTACH '/tmp/x.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET memory_limit = '100GB'",
      ])
        await assert.rejects(connection.run(sql), /disabled|locked|not exist|Permission/i, sql);
    } finally {
      duckdb.close();
    }
  });
});

async function* records(): AsyncGenerator<RawRecord> {
  for (const [index, record] of RECORDS.entries())
    yield await Promise.resolve({ record, source: "file", index });
}

async function found(engine: DetectionEngine, rules: readonly SigmaRule[]): Promise<string[]> {
  const prepared = await engine.prepare(rules);
  assert.deepEqual(prepared.problems, []);
  return drained(prepared.matches(records()));
}

async function drained(matches: AsyncIterable<{ at: RawRecord; rule: SigmaRule }>): Promise<string[]> {
  const lines: string[] = [];
  for await (const { at, rule: one } of matches) lines.push(`${at.index} ${one.title}`);
  return lines.sort();
}
