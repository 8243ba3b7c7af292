import assert from "node:assert/strict";
import { fieldPath } from "../../../../../detective/sigma/match/fieldPath";

describe("fieldPath", () => {
  const found = (field: string, json: string): unknown => {
    const { present, values } = fieldPath(field).find(JSON.parse(json));
    return present ? values : "absent";
  };

  it("finds every value that a path leads to", () => {
    const cases: [field: string, record: string, expected: unknown][] = [
      ["a", '{"a":"x"}', ["x"]],
      ["a", '{"a":null}', [null]],
      ["a", '{"a":false}', [false]],
      ["a", '{"a":""}', [""]],
      ["a", '{"a":{"b":1}}', [{ b: 1 }]],
      ["a", '{"A":"x"}', "absent"],
      ["a.b", '{"a":{"b":"x"}}', ["x"]],
      ["a.b", '{"a":{"b":null}}', [null]],
      ["a.b", '{"a":null}', "absent"],
      ["a.b", '{"a":"b"}', "absent"],
      ["a.length", '{"a":"b"}', "absent"],
      ["a.length", '{"a":["b"]}', "absent"],
      // Arrays stand for their elements, on the way and at the end.
      ["a", '{"a":["x","y"]}', ["x", "y"]],
      ["a", '{"a":[["x"],[["y"]],[]]}', ["x", "y"]],
      ["a", '{"a":[]}', []],
      ["a", '{"a":[[]]}', []],
      ["a.b", '{"a":[]}', "absent"],
      ["a.b", '{"a":[{"b":"x"},{"c":1},{"b":["y",null]}]}', ["x", "y", null]],
      ["a.0", '{"a":["x"]}', "absent"],
      ["a.0", '{"a":{"0":"x"}}', ["x"]],
      ["a", '[{"a":"x"},[{"a":"y"}]]', ["x", "y"]],
      // Keys that hold dots stand for the steps they spell; all ways count.
      ["a.b.c", '{"a":{"b.c":"x"}}', ["x"]],
      ["a.b.c", '{"a.b":{"c":"x"}}', ["x"]],
      ["a.b.c", '{"a.b.c":"x","a.b":{"c":"y"},"a":{"b":{"c":"z"},"b.c":["w"]}}', ["x", "y", "z", "w"]],
      ["a.b", '{"a.b":null,"a":{"b":"x"}}', [null, "x"]],
      ["a.b", '{"a.b.c":"x"}', "absent"],
      ["a.b.c", '{"a.b":"x"}', "absent"],
      ["a.b", '[{"a.b":"x"}]', ["x"]],
      ["a..b", '{"a":{"":{"b":"x"}}}', ["x"]],
      ["a..b", '{"a.":{"b":"x"}}', ["x"]],
      [".", '{"":{"":"x"}}', ["x"]],
      // Names that every object inherits are only there where a record says them.
      ["constructor", "{}", "absent"],
      ["constructor.name", "{}", "absent"],
      ["__proto__", '{"__proto__":"x"}', ["x"]],
      ["__proto__.a", '{"__proto__":{"a":"x"}}', ["x"]],
      ["a.__proto__", '{"a":{}}', "absent"],
      ["toString", '{"a":1}', "absent"],
      ["a", '"text"', "absent"],
      ["a", "null", "absent"],
      ["a", "12", "absent"],
    ];
    for (const [field, record, expected] of cases)
      assert.deepEqual(found(field, record), expected, `${field} of ${record}`);
  });

  it("takes a path of many steps, and arrays 100,000 deep", () => {
    const steps = Array.from({ length: 40 }, () => "a");
    const record = steps.reduceRight((inner) => `{"a":${inner}}`, '"x"');
    assert.deepEqual(found(steps.join("."), record), ["x"]);
    assert.equal(found([...steps, "a"].join("."), record), "absent");
    assert.deepEqual(found(steps.join("."), `{"${steps.join(".")}":"y"}`), ["y"]);
    assert.deepEqual(found("a", `{"a":${"[".repeat(100_000)}"x"${"]".repeat(100_000)}}`), ["x"]);
  });
});
