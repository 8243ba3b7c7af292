import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import fc from "fast-check";
import { NumberColumn } from "../../../../../detective/archive/cache/parquet/numberColumn";
import { ParquetKind, ParquetWriter } from "../../../../../detective/archive/cache/parquet/parquetWriter";
import { TextColumn } from "../../../../../detective/archive/cache/parquet/textColumn";

describe("ParquetWriter", () => {
  const folder = mkdtempSync(join(tmpdir(), "parquet-"));
  const path = join(folder, "t.parquet");
  let instance: DuckDBInstance;
  let duckdb: DuckDBConnection;

  before(async () => {
    const { DuckDBInstance: Instance } = await import("@duckdb/node-api");
    instance = await Instance.create(":memory:", { threads: "1" });
    duckdb = await instance.connect();
  });

  after(() => {
    duckdb.closeSync();
    instance.closeSync();
    rmSync(folder, { recursive: true });
  });

  /** Writes columns in groups, and reads them with DuckDB. */
  async function roundTrip(
    columns: readonly { kind: ParquetKind; values: readonly unknown[]; unique?: boolean }[],
    groupRows: number,
  ): Promise<unknown[][]> {
    const count = columns[0]!.values.length;
    const pieces: Buffer[] = [];
    const writer = new ParquetWriter(
      columns.map(({ kind, values, unique }, at) => ({
        name: `c${at}`,
        kind,
        rows: column(kind, values, unique),
      })),
      (bytes) => pieces.push(Buffer.from(bytes)),
    );
    for (let from = 0; from < count; from += groupRows)
      writer.group(Int32Array.from({ length: Math.min(groupRows, count - from) }, (_, row) => from + row));
    const length = writer.end();
    const bytes = Buffer.concat(pieces);
    assert.equal(length, bytes.length);
    writeFileSync(path, bytes);
    const names = columns.map(({ kind }, at) => (kind === "timestamp" ? `epoch_ms(c${at})` : `c${at}`));
    const rows = (await duckdb.runAndReadAll(`SELECT ${names.join(", ")} FROM '${path}'`)).getRowsJS();
    return rows.map((row) => row.map((value) => (typeof value === "bigint" ? Number(value) : value)));
  }

  function column(
    kind: ParquetKind,
    values: readonly unknown[],
    unique?: boolean,
  ): TextColumn | NumberColumn {
    if (kind === "text" || kind === "json") {
      const texts = new TextColumn(unique);
      for (const value of values) {
        if (value === null) texts.addNothing();
        else texts.addText(value as string);
      }
      return texts;
    }
    const numbers = new NumberColumn();
    for (const value of values) numbers.add(value === null ? NaN : Number(value));
    return numbers;
  }

  it("writes what DuckDB reads back: any texts, times, flags and numbers, with and without NULL", async () => {
    const row = fc.tuple(
      fc.option(fc.oneof(fc.constantFrom("", "a", "GetObject"), fc.string({ unit: "grapheme" })), {
        freq: 3,
      }),
      fc.option(fc.string({ maxLength: 200 }), { freq: 9 }),
      fc.option(fc.jsonValue({ maxDepth: 1 }).map((value) => JSON.stringify(value))),
      fc.option(fc.integer({ min: -62135596800000, max: 253402300799999 })),
      fc.option(fc.boolean()),
      fc.option(fc.integer({ min: 0, max: 2 ** 31 - 1 })),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 120 }),
        fc.integer({ min: 1, max: 70 }),
        async (rows, groupRows) => {
          // DuckDB's texts end at no NUL, but its binding's do.
          const clean = rows.map((each) =>
            each.map((value) => (typeof value === "string" ? value.replaceAll("\0", "") : value)),
          );
          const of = (at: number) => clean.map((each) => each[at]!);
          const read = await roundTrip(
            [
              { kind: "text", values: of(0) },
              { kind: "text", values: of(1), unique: true },
              { kind: "json", values: of(2) },
              { kind: "timestamp", values: of(3) },
              { kind: "boolean", values: of(4) },
              { kind: "integer", values: of(5) },
            ],
            groupRows,
          );
          assert.deepEqual(read, clean);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("writes long runs and many different texts: dictionaries of each width", async () => {
    const values = Array.from({ length: 40_000 }, (_, at) =>
      at < 5000 ? "one" : at < 9000 ? null : `text ${at % [2, 17, 300, 5000][Math.floor(at / 10_000)]!}`,
    );
    assert.deepEqual(
      await roundTrip([{ kind: "text", values }], 16_384),
      values.map((value) => [value]),
    );
  });

  it("tells each group's least and greatest value, by which groups are passed over", async () => {
    await roundTrip(
      [
        { kind: "text", values: ["b", "ä", "a", null] },
        { kind: "timestamp", values: [3000, -5, 7, null] },
        { kind: "text", values: ["x".repeat(65), "a", "b", "c"] },
      ],
      4,
    );
    const stats = await duckdb.runAndReadAll(
      `SELECT stats_min_value, stats_max_value, stats_null_count FROM parquet_metadata('${path}')`,
    );
    assert.deepEqual(stats.getRowsJS(), [
      ["a", "ä", 1n],
      ["1969-12-31 23:59:59.995", "1970-01-01 00:00:03", 1n],
      [null, null, 0n],
    ]);
  });

  it("is a file without rows where there are none", async () => {
    assert.deepEqual(await roundTrip([{ kind: "text", values: [] }], 10), []);
  });
});
