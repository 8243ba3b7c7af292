import assert from "node:assert/strict";
import fc from "fast-check";
import { prepare } from "../../../../../detective/archive/scan/jobs/countBy";
import { RecordFilter } from "../../../../../detective/archive/scan/recordFilter";
import { NO, YES, parsedTest, recordTest } from "../../../../../detective/archive/scan/recordTest";
import { referenceScanner } from "../../../../../detective/archive/scan/referenceScanner";
import { timeTest } from "../../../../../detective/archive/scan/timeTest";
import { WasmScanner } from "../../../../../detective/archive/scan/wasmScanner";
import { recordTime } from "../../../../../detective/detect/recordTime";

const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);
const FIELDS = ["a", "a.b", "b"];
const TEXTS = ["x", "X", "Xy", "true", "5", "é", "", '{"b":"x"}'];

/** JSON of values, some of which are written in another way than JSON.stringify's. */
const value = fc.oneof(
  fc.constantFrom(...TEXTS).map((text) => JSON.stringify(text)),
  fc.constantFrom(
    "true",
    "false",
    "null",
    "5",
    "5.0",
    '"\\u0078"',
    '"\\u0058y"',
    "[]",
    '{"b":"x"}',
    '{"b":"X","b":null}',
  ),
);
const time = fc.oneof(
  fc
    .integer({ min: 0, max: 3 * 86_400 })
    .map((second) => new Date(1e12 + second * 1000).toISOString().replace(".000", "")),
  fc.constantFrom(
    "2001-09-10T00:00:00.5Z",
    "2001-09-31T00:00:00Z",
    "2001-02-30T00:00:00Z",
    "2001-09-10T24:00:00Z",
  ),
  fc.constantFrom(
    "2001-09-10T02:00:00+02:00",
    "2001-13-10T00:00:00Z",
    "2001-09-10T00:00:60Z",
    "soon",
    "2001-09-10",
  ),
);
const entry = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.tuple(fc.constantFrom('"a"', '"b"', '"\\u0061"'), value).map((pair) => pair.join(":")),
  },
  { weight: 1, arbitrary: value.map((text) => `"CloudTrailEvent":${JSON.stringify(`{"a":${text}}`)}`) },
  { weight: 1, arbitrary: value.map((text) => `"CloudTrailEvent":${text}`) },
  { weight: 2, arbitrary: time.map((text) => `"eventTime":${JSON.stringify(text)}`) },
);
const file = fc
  .array(fc.array(entry, { maxLength: 4 }), { maxLength: 8 })
  .map((all) => `{"Records":[${all.map((entries) => `{${entries.join(",")}}`).join(",")}]}`);
const filter: fc.Arbitrary<RecordFilter> = fc.array(
  fc.array(
    fc.record(
      {
        field: fc.constantFrom(...FIELDS),
        oneOf: fc.array(fc.constantFrom(...TEXTS), { minLength: 1 }),
        ending: fc.boolean(),
        caseless: fc.boolean(),
      },
      { requiredKeys: ["field"] },
    ),
    { maxLength: 2 },
  ),
  { minLength: 1, maxLength: 3 },
);
const moment = fc.integer({ min: 1e12 - 1e8, max: 1e12 + 4e8 });

describe("countBy", () => {
  it("counts the same of what was scanned and of what was parsed", () => {
    const property = fc.property(
      file,
      fc.subarray(FIELDS),
      fc.option(filter, { nil: undefined }),
      fc.option(fc.record({ from: moment, to: moment }, { requiredKeys: [] }), { nil: undefined }),
      (text, by, where, range) => {
        const params = { by, ...(where && { where }), ...(range && { range }) };
        const job = prepare(params);
        const { Records } = JSON.parse(text) as { Records: unknown[] };
        const expected = job.parsed(Records, 0, { name: "" });
        for (const scanner of [new WasmScanner(job.fields), referenceScanner(job.fields)])
          assert.deepEqual(job.scanned(scanner.scan(Buffer.from(text))!, { name: "" }), expected, text);
      },
    );
    fc.assert(property, { numRuns: RUNS });
  });

  it("holds no record back that its filter or its range lets through, nor lets one through for certain that they don't", () => {
    const property = fc.property(file, filter, moment, moment, (text, where, from, to) => {
      const fields = [...FIELDS, "eventTime"];
      const { Records } = JSON.parse(text) as { Records: unknown[] };
      const [test, inTime, exact] = [
        recordTest(where, fields),
        timeTest({ from, to }, fields),
        parsedTest(where),
      ];
      for (const scanner of [new WasmScanner(fields), referenceScanner(fields)]) {
        const found = scanner.scan(Buffer.from(text))!;
        for (const [at, record] of Records.entries()) {
          const verdict = test(found, at);
          if (exact(record)) assert.notEqual(verdict, NO, text);
          else assert.notEqual(verdict, YES, text);
          const happened = recordTime(record);
          const isIn = happened !== undefined && happened >= from && happened <= to;
          if (isIn) assert.notEqual(inTime(found, at), NO, text);
          else assert.notEqual(inTime(found, at), YES, text);
        }
      }
    });
    fc.assert(property, { numRuns: RUNS });
  });
});
