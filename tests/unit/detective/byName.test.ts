import assert from "node:assert/strict";
import { byName } from "../../../detective/byName";

describe("byName", () => {
  it("judges a name once, and a name of its own for itself", () => {
    const asked: string[] = [];
    const lengthOf = byName<number>((name) => (asked.push(name), name.length));
    assert.deepEqual(
      ["ab", "abc", "ab", "__proto__", "constructor", "__proto__"].map(lengthOf),
      [2, 3, 2, 9, 11, 9],
    );
    assert.deepEqual(asked, ["ab", "abc", "__proto__", "constructor"]);
  });

  it("remembers null", () => {
    let asked = 0;
    const nothing = byName<string | null>(() => (asked++, null));
    assert.deepEqual([nothing("a"), nothing("a"), asked], [null, null, 1]);
  });

  it("remembers no more than a bounded number of names, and none of a length that no service uses", () => {
    const asked: string[] = [];
    const judge = byName<boolean>((name) => (asked.push(name), true));
    judge("first");
    judge("x".repeat(201));
    judge("x".repeat(201));
    for (let index = 0; index < 10_000; index++) judge(`made-up-${index}`);
    judge("first");
    assert.deepEqual(
      asked.filter((name) => !name.startsWith("made-up-")).map(({ length }) => length),
      [5, 201, 201, 5],
    );
  });
});
