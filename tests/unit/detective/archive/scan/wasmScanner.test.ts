import assert from "node:assert/strict";
import fc from "fast-check";
import { DOUBTFUL, ScannedRecords, SpanKind } from "../../../../../detective/archive/scan/recordScanner";
import { referenceScanner } from "../../../../../detective/archive/scan/referenceScanner";
import { WasmScanner } from "../../../../../detective/archive/scan/wasmScanner";
import { jsonText, mutated } from "./oddJson";

const FIELDS = [
  "a.b",
  "eventName",
  "userIdentity",
  "userIdentity.arn",
  "userIdentity.sessionContext.sessionIssuer.arn",
  "readOnly",
  "a",
  "a.a",
  "a.a.b",
  "b",
  "b.a",
  "__proto__",
  "__proto__.a",
  "",
  "constructor",
  "aNameThatIsLongerThanSixteenBytes",
  "aNameThatIsLongerThanSixteenBytez.and.one.that.is.longer.than.thirty-two.bytes.altogether",
];

/** How often each property is tried: more by hand than in a suite. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);

describe("WasmScanner", () => {
  const wasm = new WasmScanner(FIELDS);
  const reference = referenceScanner(FIELDS);

  it("says what a parse says, or that it doesn't know, whatever JSON it is given", () => {
    let certain = 0;
    const property = fc.property(jsonText(FIELDS), fc.boolean(), (text, thorough) => {
      const bytes = Buffer.from(text);
      const found = wasm.scan(bytes, thorough);
      assert.ok(found, `${text} is one of records`);
      certain += compare(found, reference.scan(bytes)!);
    });
    fc.assert(property, { numRuns: RUNS });
    assert.ok(certain > RUNS, `${certain} values were told without a parse`);
  });

  it("refuses what JSON.parse refuses, where it is thorough", () => {
    const property = fc.property(mutated(FIELDS), (bytes) => {
      const found = wasm.scan(bytes, true);
      const expected = reference.scan(bytes);
      assert.equal(found !== undefined, expected !== undefined, bytes.toString());
      if (found) compare(found, expected!);
    });
    fc.assert(property, { numRuns: 2 * RUNS });
  });

  it("refuses what is broken in ways that are rare by chance", () => {
    const x = "x".repeat(70);
    const inside = [
      "[}",
      "{]",
      "[{]}",
      `["${x}\n"]`,
      '["\t"]',
      `["${x}\\x"]`,
      '["\\u12g4"]',
      "[\\]",
      '[\\"]',
      "[\\n]",
      "[\v]",
      '["',
    ];
    const values = [
      "01",
      "-",
      "-01",
      "1.",
      ".5",
      "1e",
      "1e+",
      "+1",
      "nul",
      "nulll",
      "tru",
      "True",
      "falsy",
      "\u00a01",
      "1 2",
      '"a" "b"',
    ];
    const names = ["a", "1", "null", '"a', '"a"'];
    const wrap = (record: string) => `{"Records":[${record}]}`;
    const broken = [
      ...[...inside, ...values].flatMap((value) => [
        wrap(`{"a":${value}}`),
        wrap(`{"y":${value}}`),
        wrap(`{"y":[${value}]}`),
      ]),
      ...names.map((name) => wrap(`{${name}}`)),
      ...["{},", ",{}", "{}{}", "{} 1", "1", "null", "[]", '"a"', "{,}", '{"a":1,}', '{"a":1 "b":2}'].map(
        wrap,
      ),
      ...[
        "",
        " ",
        "{}",
        "[]",
        '{"Records":{}}',
        '{"records":[]}',
        '{"Records":[]}}',
        '{"Records":[]} x',
        '{"Records":[]\u0000}',
      ],
      ...[
        '{"Records":[],"a":1}',
        '{"a":1,"Records":[]}',
        '{"Records":[],"Records":[{}]}',
        '\ufeff{"Records":[]}',
        '{"Records":[]}\u0000',
      ],
    ];
    // Of lists that nobody wants, what is between their strings is not looked at where it needn't be.
    const unseen = values
      .map((value) => wrap(`{"y":[${value}]}`))
      .concat(values.map((value) => wrap(`{"a":[${value}]}`)));
    for (const text of broken) {
      assert.equal(wasm.scan(Buffer.from(text), true), undefined, text);
      if (!unseen.includes(text)) assert.equal(wasm.scan(Buffer.from(text), false), undefined, text);
    }
    for (const text of [
      '{"Records":[]}',
      ' \n{ "Records" :\t[ ]\r}\n ',
      wrap('{"y":[]}'),
      wrap("{}, {} ,{}"),
    ])
      assert.notEqual(wasm.scan(Buffer.from(text), true), undefined, text);
  });

  it("gives up on what nests deeper than anybody's", () => {
    for (const depth of [900, 1001, 100_000]) {
      const text = `{"Records":[{"y":${"[".repeat(depth)}${"]".repeat(depth)},"a":"b"}]}`;
      for (const thorough of [false, true])
        assert.equal(
          wasm.scan(Buffer.from(text), thorough)?.value(0, FIELDS.indexOf("a")),
          depth < 1000 ? "b" : undefined,
        );
    }
  });

  it("where it needn't be thorough, tells of broken records at most what is only theirs", () => {
    const property = fc.property(mutated(FIELDS), (bytes) => {
      const found = wasm.scan(bytes, false);
      const expected = reference.scan(bytes);
      if (expected) return void compare(found!, expected);
      for (let record = 0; record < (found?.count ?? 0); record++) {
        const alone = Buffer.concat([
          Buffer.from('{"Records":['),
          bytes.subarray(found!.start(record), found!.end(record)),
          Buffer.from("]}"),
        ]);
        // What is broken lies in something that nobody wanted; a record without any of it is told as ever.
        const single = reference.scan(alone);
        if (single) compareRecord(found!, record, single, 0);
      }
    });
    fc.assert(property, { numRuns: RUNS });
  });
});

/** @returns how many values were told */
function compare(found: ScannedRecords, expected: ScannedRecords): number {
  assert.equal(found.count, expected.count);
  let told = 0;
  for (let record = 0; record < found.count; record++) {
    assert.equal(found.start(record), expected.start(record));
    assert.equal(found.end(record), expected.end(record));
    told += compareRecord(found, record, expected, record);
  }
  return told;
}

function compareRecord(
  found: ScannedRecords,
  record: number,
  expected: ScannedRecords,
  expectedRecord: number,
): number {
  let told = 0;
  for (const [field, name] of FIELDS.entries()) {
    const value = found.value(record, field);
    if (value === DOUBTFUL) continue;
    told++;
    assert.equal(value, expected.value(expectedRecord, field), `${name} of ${found.bytes.toString()}`);
    const start = found.spans![2 * (record * FIELDS.length + field)]!;
    assert.equal(start >= 0, typeof value === "string");
    if (value === undefined) assert.equal(start, SpanKind.absent);
  }
  return told;
}
