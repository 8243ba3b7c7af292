import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { EntryStream } from "../../../../detective/sources/entryStream";
import { recordsIn } from "../../../../detective/sources/recordsIn";

async function entries(bytes: Buffer, size: number, lines: boolean) {
  const stream = new EntryStream(pieces(bytes, size), lines);
  const all: unknown[] = [];
  for await (const some of stream) all.push(...some);
  return { all, problem: stream.problem };
}

async function* pieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const a = '{"eventName":"Ä\\"]},{[","eventID":"1"}';
const b = '{"eventID":"2","requestParameters":{"list":[1,[2,{}]]}}';

describe("EntryStream", () => {
  const texts: [about: string, text: string][] = [
    ["a document", `{"Records":[${a},${b}]}`],
    ["spread out", `\uFEFF \n{\n "Records" : [\n ${a} ,\n\n ${b}\n ]\n}\n`],
    ["a list", `[${a},${b}]`],
    ["what is no record", `[null, ${a},5,"t,]", [], [${b},[1]], true,{}]`],
    ["lines", `${a}\n${b}\r\n\n${a}`],
    ["a broken line first", `{\n${a}\nno\n${b}\n`],
    ["documents on lines", `{"Records":[${a},null]}\n{"Records":[]}\n${b}\n[${a},${b}]\n`],
    ["cut off", `{"Records":[${a},7,${b.slice(0, -3)}`],
    ["a broken record", `{"Records":[${a},{"x":tru},${b}]}`],
    ["a comma too few", `[${a} ${b}]`],
    ["an empty list", '{"Records":[]}'],
    ["a list of documents", `[{"Records":[${a},null]},{"Events":[${b}]},{"Records":[]},${a}]`],
    ["a list of something else", '[{"detail":{"eventName":"x"}},{"a":1}]'],
    ["lists of documents on lines", `[{"Records":[${a}]},{"Records":[${b}]}]\n[{"a":1}]\n`],
  ];

  it("a list of documents has their records, one of something else says that it has none", () => {
    assert.deepEqual(recordsIn(`[{"Records":[${a}]},{"Events":[${b}]}]`), {
      records: [JSON.parse(a), JSON.parse(b)],
    });
    const { problem } = recordsIn(
      '[{"detail-type":"AWS API Call via CloudTrail","detail":{"eventName":"x"}}]',
    );
    assert.equal(problem, "it holds no CloudTrail records");
  });

  it("has the entries that a whole text has, however it comes in", async () => {
    for (const [about, text] of texts) {
      const lines = about.includes("line");
      const { records, problem } = recordsIn(text, { lines });
      for (const size of [1, 7, 1000]) {
        for (const bytes of [Buffer.from(text), gzipSync(text)]) {
          const found = await entries(bytes, size, lines);
          assert.deepEqual(found.all, records, `${about}, ${size}`);
          // Everything was read, which is what a problem is about.
          if (about === "a comma too few") continue;
          assert.equal(
            found.problem === undefined,
            problem === undefined,
            `${about}: ${found.problem}, ${problem}`,
          );
        }
      }
    }
  });

  it("says so where a list is not all of a text", async () => {
    const document = `{"Records":[${a},${b}]}`;
    for (const [text, problem] of [
      [document + document, /something follows the end of its list/],
      [`${document} ${"x".repeat(200_000)}`, /something follows/],
      [document.slice(0, -1), /it is cut off/],
      [`{"Records":[${a},${b}],"NextToken":"x"}\n`, undefined],
      [`[${a},${b}]\n`, undefined],
    ] as const)
      // A long one byte by byte takes seconds.
      for (const size of [text.length > 1000 ? 16 : 1, 1000]) {
        const found = await entries(Buffer.from(text), size, false);
        assert.equal(found.all.length, 2, text.slice(0, 200));
        if (problem) assert.match(found.problem ?? "", problem, text.slice(0, 200));
        else assert.equal(found.problem, undefined, text.slice(0, 200));
      }
  });

  it("keeps what comes before the damage of gzip data", async () => {
    const random = Array.from(
      { length: 20_000 },
      (_, at) => `{"eventID":"${(at * 2654435761) % 4294967296}"}`,
    );
    const packed = gzipSync(random.join("\n"));
    const cut = await entries(packed.subarray(0, packed.length >> 1), 4096, true);
    assert.ok(cut.all.length > 5_000 && cut.all.length < 15_000, String(cut.all.length));
    assert.match(cut.problem ?? "", /lines are no records|cut off/);
    const damaged = Buffer.from(packed);
    damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 64);
    assert.match((await entries(damaged, 4096, true)).problem ?? "", /the gzip data are damaged/);
  });

  it("does not hold what has no end", async () => {
    const wide = Buffer.alloc(20 * 1024 * 1024, "x");
    const lines = await entries(
      Buffer.concat([Buffer.from(`${b}\n`), wide, Buffer.from(`\n${b}\n`)]),
      65_536,
      true,
    );
    assert.equal(lines.all.length, 3);
    assert.equal(lines.problem, "1 of its 3 lines are no records");
    const list = await entries(Buffer.concat([Buffer.from(`[${b},"`), wide]), 65_536, false);
    assert.deepEqual(
      [list.all.length, list.problem],
      [1, "an entry is longer than 16 MB; what follows was not read"],
    );
    const empty = await entries(Buffer.from(" \n"), 1, false);
    assert.match(empty.problem ?? "", /it is empty/);
  });
});
