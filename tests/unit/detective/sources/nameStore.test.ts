import assert from "node:assert/strict";
import fc from "fast-check";
import { ListedFiles } from "../../../../detective/sources/listedFiles";
import { NameStore } from "../../../../detective/sources/nameStore";
import { SeenEvents } from "../../../../detective/sources/seenEvents";

describe("NameStore", () => {
  it("gives names back in the order of their ranks and texts, whatever they are", () => {
    const name = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("a", "a/b", "a-b", "a/b/c", "a/bä", "a/bö", "\u{1F600}"),
      fc.string({ minLength: 1200, maxLength: 1300 }),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 60 }), fc.integer({ min: 1, max: 9 }), (names, runLength) => {
        const store = new NameStore(runLength);
        for (const each of names) store.add(each);
        assert.equal(store.length, names.length);
        assert.deepEqual([...store.inOrder()], [...names].sort());
        const rank = (text: string) => (text.length % 3 === 0 ? -Infinity : -text.length);
        const ranked = [...names].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : a > b ? 1 : 0));
        assert.deepEqual([...store.inOrder(rank)], ranked);
        assert.deepEqual([...store.inOrder()], [...names].sort());
      }),
      { numRuns: 300 },
    );
  });

  it("holds a hundred thousand paths in a few megabytes", () => {
    const list = new ListedFiles((name) => ({
      name,
      key: { from: Number(name.slice(-6)) },
      read: () => Promise.resolve(Buffer.alloc(0)),
    }));
    const COUNT = 100_000;
    const folder =
      "/logs/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/31/111122223333_CloudTrail_us-east-1";
    const before = process.memoryUsage().external;
    for (let at = 0; at < COUNT; at++) list.add(`${folder}_${String((at * 7919) % COUNT).padStart(6, "0")}`);
    const grown = process.memoryUsage().external - before;
    assert.ok(grown < 8 * 2 ** 20, `${grown} bytes`);
    const [first, second] = list.inOrder(({ from = 0 }) => -from);
    assert.deepEqual([first?.name, second?.name], [`${folder}_099999`, `${folder}_099998`]);
  });
});

describe("SeenEvents", () => {
  it("tells copies from firsts", () => {
    const seen = new SeenEvents();
    const ids = Array.from(
      { length: 20_000 },
      (_, at) => `00000000-0000-4000-8000-${String(at).padStart(12, "0")}`,
    );
    assert.ok(ids.every((id) => seen.isFirst(id)));
    assert.ok(ids.every((id) => !seen.isFirst(id)));
    assert.ok(seen.isFirst(undefined) && seen.isFirst(undefined));
    assert.equal(seen.isFirst(""), true);
    assert.equal(seen.isFirst(""), false);
  });

  it("remembers at least so many, and forgets what lies further back", () => {
    const seen = new SeenEvents(1000);
    for (let at = 0; at < 1500; at++) assert.ok(seen.isFirst(`id-${at}`));
    for (let at = 500; at < 1500; at++) assert.ok(!seen.isFirst(`id-${at}`), String(at));
    for (let at = 1500; at < 3000; at++) assert.ok(seen.isFirst(`id-${at}`));
    assert.ok(seen.isFirst("id-0"));
  });
});
