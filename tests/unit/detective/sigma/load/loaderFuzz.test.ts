import { strict as assert } from "node:assert";
import fc from "fast-check";
import { parseRules } from "../../../../../detective/sigma/load/parseRules";
import { ruleText } from "./ruleText";

const GOOD = [
  ruleText(
    "s:\n  eventName|startswith: [Delete, 'Put*', 012]\n  a.b|re|i: 'x.{1,3}$'\n  c|cidr: 10.0.0.0/8\n  d|hour|gte: 20\n" +
      "k:\n  - one\n  - two: &x [a, b]\n    three|contains|all: *x\n_f: {z|exists: false, n: null}\n" +
      "condition: (s or 1 of k*) and not _f",
    "id: 01234567-89ab-cdef-0123-456789abcdef\nname: one\nlevel: high\n",
  ),
  "title: C\ncorrelation:\n  type: value_count\n  rules: [one]\n  group-by: [u]\n  timespan: 10m\n  aliases: {u: {one: a.b}}\n" +
    "  condition: {field: f, gte: 3}\n",
  "title: F\nlogsource: {product: aws}\nfilter: {rules: any, selection: {u: x}, condition: not selection}\n",
].join("---\n");

/** Pieces that YAML, conditions and modifiers give a meaning. */
const PIECES = [
  ..."[]{}()|>*&!%@`\"'#:,?-~\\ \t\n\r\0\uFEFF\u2028\u0085",
  ...[
    "---\n",
    "...",
    "\n  ",
    "- ",
    ": ",
    "? ",
    "&a ",
    "*a",
    "*x",
    "!!str ",
    "!!binary ",
    "<<: ",
    "|-\n",
    "null",
    "[]",
  ],
  ...[
    "1 of them",
    " and ",
    " not ",
    "not (",
    "|all",
    "|re",
    "|base64offset",
    "|expand",
    "|windash",
    "|wide",
    "'|all': ",
  ],
  ...[
    "__proto__",
    "constructor",
    "0x1F",
    "1e999",
    "-0",
    "9".repeat(400),
    "action: global\n",
    "condition: ",
    "\u{1F600}",
    "\uD800",
  ],
];

/** Never throws, and every document comes to something. */
function understandable(text: string): void {
  const { rules, correlations, problems } = parseRules(text, "fuzz.yml", { placeholders: { x: ["a", "b"] } });
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const { at, problem, help } of problems) {
    assert.ok(problem !== "" && help !== "", problem);
    assert.ok(at.line >= 1 && at.line <= lines && at.column >= 1, JSON.stringify(at));
    assert.ok(!/cannot be read|undefined|\[object/.test(problem), problem);
    assert.ok(problem.length < 1_000, problem);
  }
  for (const { title, text, level } of [...rules, ...correlations])
    assert.ok(title !== "" && text !== "" && level);
}

describe("the loader of Sigma rules, fuzzed", () => {
  const runs = { seed: 20261121, numRuns: Number(process.env.FUZZ_RUNS ?? 300) };

  it("survives rules with pieces put in, taken out and moved", () => {
    const edit = fc.record({
      at: fc.nat(GOOD.length),
      take: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: fc.nat(30) }),
      put: fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary", maxLength: 4 })),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) =>
        understandable(
          edits.reduce((text, { at, take, put }) => text.slice(0, at) + put + text.slice(at + take), GOOD),
        ),
      ),
      runs,
    );
  });

  it("survives detections of any shape", () => {
    const scalar = fc.oneof(
      fc.constantFrom(...PIECES),
      fc.string(),
      fc.double(),
      fc.boolean(),
      fc.constant(null),
    );
    const key = fc.oneof(
      fc.constantFrom(
        "s",
        "condition",
        "a|re",
        "a|cidr",
        "b|all",
        "'|all'",
        "x|lt",
        "t|hour",
        "rules",
        "selection",
      ),
      fc.constantFrom(...PIECES),
    );
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: "small", withCrossShrink: true },
        scalar,
        fc.array(tie("value"), { maxLength: 4 }),
        fc.dictionary(key, tie("value"), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    const section = fc.constantFrom("detection", "filter", "correlation");
    fc.assert(
      fc.property(section, value, fc.boolean(), (name, body, condition) => {
        const whole =
          condition && typeof body === "object" && body !== null
            ? { s: "x", ...body, condition: "1 of *" }
            : body;
        const head = { title: "x", logsource: { product: "aws" } };
        understandable(JSON.stringify({ ...head, [name]: whole }));
      }),
      runs,
    );
  });
});
