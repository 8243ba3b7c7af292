import assert from "node:assert/strict";
import fc from "fast-check";
import { cachedColumns } from "../../../../../detective/archive/cache/cacheFormat";
import { FileColumns, prepare } from "../../../../../detective/archive/cache/columnsJob";
import { isOfRecord } from "../../../../../detective/archive/cache/eventRows";
import { PackedColumn, addPacked } from "../../../../../detective/archive/cache/packedColumns";
import { NumberColumn } from "../../../../../detective/archive/cache/parquet/numberColumn";
import { TextColumn } from "../../../../../detective/archive/cache/parquet/textColumn";
import { EVENT_COLUMNS } from "../../../../../detective/archive/eventColumns";
import { recordScannerFor } from "../../../../../detective/archive/scan/recordScannerFor";
import { jsonText } from "../scan/oddJson";

const HOT = cachedColumns(false).filter((name) => isOfRecord({ name }));
const ALL = cachedColumns(true).filter((name) => isOfRecord({ name }));

describe("columnsJob", () => {
  it("reads off the bytes what a parse of the file gives, however it is written", () => {
    for (const columns of [HOT, ALL]) {
      const fields = EVENT_COLUMNS.flatMap(({ name, field }) =>
        columns.includes(name) && field ? [field] : [],
      );
      const job = prepare({ columns });
      const scanner = recordScannerFor(job.fields);
      let scanned = 0;
      fc.assert(
        fc.property(jsonText(fields), (text) => {
          const records = scanner.scan(Buffer.from(text));
          if (!records) return;
          scanned += records.count;
          const fast = rowsOf(columns, job.scanned(records, { name: "f" }));
          const { Records } = JSON.parse(text) as { Records: unknown[] };
          assert.deepEqual(fast, rowsOf(columns, job.parsed(Records, 0, { name: "f" })));
        }),
        { numRuns: columns === HOT ? 150 : 50 },
      );
      assert.ok(scanned > 50, `only ${scanned} records were scanned`);
    }
  });

  it("gives each value as the view says: texts, JSON, times, flags, NULL", () => {
    const cases: readonly (readonly [columns: string, value: unknown, expected: unknown])[] = [
      ["event_name", "GetObject", "GetObject"],
      ["event_name", "", ""],
      ["event_name", "é\u0001\ud800", "é\u0001\ufffd"],
      ["event_name", 5, "5"],
      ["event_name", true, "true"],
      ["event_name", { a: [1] }, '{"a":[1]}'],
      ["event_name", null, undefined],
      ["event_name", undefined, undefined],
      ["event_time", "2026-01-31T12:00:00Z", Date.UTC(2026, 0, 31, 12)],
      ["event_time", "2026-01-30T12:00:00Z", Date.UTC(2026, 0, 30, 12)],
      ["event_time", "2026-02-28T23:59:59Z", Date.UTC(2026, 1, 28, 23, 59, 59)],
      ["event_time", "2026-01-31T12:00:00.5+02:00", Date.UTC(2026, 0, 31, 10, 0, 0, 500)],
      ["event_time", "2026-13-31T12:00:00Z", NaN],
      ["event_time", "2026-01-31T24:01:00Z", NaN],
      ["event_time", "2026-01-31", NaN],
      ["event_time", "yesterday, all my tro", NaN],
      ["event_time", 1769860800, NaN],
      ["read_only", true, 1],
      ["read_only", false, 0],
      ["read_only", "true", 1],
      ["read_only", "false", 0],
      ["read_only", "True", NaN],
      ["read_only", 1, NaN],
      ["request_parameters", { b: 1, a: "x" }, '{"b":1,"a":"x"}'],
      ["request_parameters", "x", '"x"'],
      ["request_parameters", null, undefined],
    ];
    for (const [column, value, expected] of cases) {
      const { field } = EVENT_COLUMNS.find(({ name }) => name === column)!;
      const job = prepare({ columns: [column] });
      const text = JSON.stringify({ Records: [{ [field!]: value }] });
      const records = recordScannerFor(job.fields).scan(Buffer.from(text))!;
      const given = `${column} of ${text}`;
      assert.deepEqual(rowsOf([column], job.scanned(records, { name: "f" })), [[expected]], given);
      assert.deepEqual(
        rowsOf([column], job.parsed([{ [field!]: value }], 0, { name: "f" })),
        [[expected]],
        given,
      );
    }
  });

  it("has a row for every entry, also for what is no record, and looks into rows of LookupEvents", () => {
    const job = prepare({ columns: ["event_name", "record"] });
    const inside = { CloudTrailEvent: '{"eventName":"X"}', EventName: "Y" };
    const entries = [null, "text", 5, [1], inside, { CloudTrailEvent: "no JSON" }];
    const expected = [
      [undefined, "null"],
      [undefined, '"text"'],
      [undefined, "5"],
      [undefined, "[1]"],
      ["X", '{"eventName":"X"}'],
      [undefined, '"no JSON"'],
    ];
    assert.deepEqual(rowsOf(["event_name", "record"], job.parsed(entries, 0, { name: "f" })), expected);
    const records = recordScannerFor(job.fields).scan(Buffer.from(JSON.stringify({ Records: [inside] })))!;
    assert.deepEqual(rowsOf(["event_name", "record"], job.scanned(records, { name: "f" })), [expected[4]]);
  });

  it("keeps bytes that are no UTF-8 as a parse of their text would", () => {
    const job = prepare({ columns: ["event_name", "event_id"] });
    const bad = Buffer.concat([
      Buffer.from('{"Records":[{"eventName":"a'),
      Buffer.of(0xff),
      Buffer.from('","eventID":"é"}]}'),
    ]);
    const records = recordScannerFor(job.fields).scan(bad)!;
    assert.deepEqual(rowsOf(["event_name", "event_id"], job.scanned(records, { name: "f" })), [
      ["a\ufffd", "é"],
    ]);
  });

  function rowsOf(columns: readonly string[], { rows, packed }: FileColumns): unknown[][] {
    const into = columns.map((name): PackedColumn => {
      const { type } = EVENT_COLUMNS.find((column) => column.name === name)!;
      return type === "text" || type === "json" ? new TextColumn() : new NumberColumn();
    });
    // What came before must not be mixed up with it.
    for (const column of into) {
      if (column instanceof TextColumn) column.addText("before");
      else column.add(1);
    }
    addPacked(into, packed, rows);
    return Array.from({ length: rows }, (_, row) => into.map((column) => valueAt(column, row + 1)));
  }

  function valueAt(column: PackedColumn, row: number): unknown {
    if (column instanceof NumberColumn) return column.values[row];
    const entry = column.entries[row]!;
    return entry < 0
      ? undefined
      : column.bytes.toString("utf8", column.starts[entry], column.starts[entry + 1]);
  }
});
