import { strict as assert } from "node:assert";
import { parseRules } from "../../../../../detective/sigma/load/parseRules";
import { SigmaCorrelation } from "../../../../../detective/sigma/rule";
import { brief, ruleText } from "./ruleText";

const rule = (name: string, field = name) =>
  ruleText(`s: {${field}: x}\ncondition: s`, `name: ${name}\n`).replace("A rule", `Rule ${name}`);

const correlation = (body: string, head = "") =>
  `title: C\n${head}correlation:\n${body.trimEnd().replace(/^/gm, "  ")}\n`;

const read = (...documents: string[]) => parseRules(documents.join("---\n"), "a.yml");

const problems = (...documents: string[]) => read(...documents).problems.map(({ problem }) => problem);

describe("Sigma correlations and filters", () => {
  it("a correlation holds the rules that it names, which are silent then", () => {
    const { rules, correlations } = read(
      correlation(
        "type: temporal_ordered\nrules: [one, '01234567-89ab-CDEF-0123-456789abcdef']\ngroup-by: [who, sourceIPAddress]\n" +
          "timespan: 90m\naliases:\n  who: {one: userIdentity.arn, two: requestParameters.user}\n",
        "level: high\n",
      ),
      rule("one"),
      rule("two").replace("name:", "id: 01234567-89AB-cdef-0123-456789abcdef\nname:"),
    );
    assert.equal(correlations.length, 1);
    const [{ type, of, groupBy, aliases, timespanMs, conditions, countedFields, reports, level }] =
      correlations as [SigmaCorrelation];
    assert.deepEqual(
      { type, groupBy, timespanMs, conditions, countedFields, reports, level },
      {
        type: "temporal_ordered",
        groupBy: ["who", "sourceIPAddress"],
        timespanMs: 5_400_000,
        conditions: [{ comparison: "gte", than: 2 }],
        countedFields: [],
        reports: true,
        level: "high",
      },
    );
    assert.deepEqual(of, rules);
    assert.deepEqual(
      [...aliases].map(([name, fields]) => [name, [...fields]]),
      [
        [
          "who",
          [
            [0, "userIdentity.arn"],
            [1, "requestParameters.user"],
          ],
        ],
      ],
    );
    assert.deepEqual(
      rules.map(({ reports }) => reports),
      [false, false],
    );
  });

  it("generate lets the rules report for themselves, inside correlation or beside it", () => {
    const count = "type: event_count\nrules: one\ntimespan: 1h\ncondition: {gt: 100, lte: 200}\n";
    for (const [text, expected] of [
      [correlation(count), false],
      [correlation(`${count}generate: false\n`), false],
      [correlation(`${count}generate: true\n`), true],
      [correlation(count, "generate: true\n"), true],
    ] as const)
      assert.equal(read(text, rule("one")).rules[0]!.reports, expected, text);
    const { correlations } = read(correlation(count), rule("one"));
    assert.deepEqual(correlations[0]!.conditions, [
      { comparison: "gt", than: 100 },
      { comparison: "lte", than: 200 },
    ]);
    assert.deepEqual(correlations[0]!.groupBy, []);
    assert.equal(
      read(correlation(count), correlation(`${count}generate: true`), rule("one")).rules[0]!.reports,
      true,
    );
  });

  it("timespans", () => {
    const spans: Record<string, number> = {
      "1s": 1e3,
      "15m": 9e5,
      "1h": 36e5,
      "1d": 864e5,
      "2w": 12096e5,
      "1M": 2629746e3,
      "1y": 31556952e3,
    };
    for (const [span, ms] of Object.entries(spans)) {
      const text = correlation(`type: temporal\nrules: [one]\ntimespan: ${span}`);
      assert.equal(read(text, rule("one")).correlations[0]!.timespanMs, ms, span);
    }
    for (const span of ["0s", "5", "m", "1.5h", "5 m", "5x", "-1m", "1H", "9999999999s"])
      assert.match(
        problems(correlation(`type: temporal\nrules: [one]\ntimespan: ${span}`), rule("one"))[0]!,
        /is no timespan/,
        span,
      );
  });

  it("what a correlation can't mean is refused, and its rules stay silent", () => {
    const base =
      "type: value_count\nrules: [one]\ntimespan: 1h\ngroup-by: [u]\ncondition: {field: f, gte: 3}\n";
    const table: Record<string, RegExp> = {
      [base.replace("value_count", "value_sum")]: /the correlation type "value_sum" cannot be run here/,
      [base.replace("type: value_count\n", "")]: /has no type/,
      [base.replace("field: f, ", "")]: /no field to count/,
      [base.replace("value_count", "event_count")]: /the condition of event_count has no key "field"/,
      [base.replace("gte: 3", "gte: '3'")]: /gte takes a whole number|^$/,
      [base.replace("gte: 3", "gte: 1.5")]: /gte takes a whole number/,
      [base.replace("gte: 3", "gte: -1")]: /gte takes a whole number/,
      [base.replace(", gte: 3", "")]: /compares with no number/,
      [base.replace("gte: 3", "ge: 3")]: /has no key "ge"/,
      [base.replace(/condition.*\n/, "")]: /value_count has no condition/,
      [base.replace(/condition.*\n/, "condition: one and two\n")]: /condition is a text/,
      [base.replace("timespan: 1h\n", "")]: /no timespan/,
      [base.replace("timespan", "timeframe")]: /no key "timeframe"/,
      [base.replace("group-by", "group_by")]: /no key "group_by"/,
      [base.replace("[one]", "[]")]: /names no rules/,
      [base.replace("[one]", "[one, one]")]: /names "one" twice/,
      [base.replace("[one]", "[one, none]")]: /no rule is called "none"/,
      [`${base}aliases: {u: {none: x}}\n`]: /the alias "u" names "none"/,
      [`${base}aliases: {w: {one: x}}\n`]: /the alias "w" is not in group-by/,
      [`${base}aliases: {f: {one: x}}\n`]: /the alias "f" is counted/,
      [`${base}aliases: {u: x}\n`]: /the alias "u" is a text/,
      [`${base}aliases: {u: {one: }}\n`]: /names no field for "one"/,
      [base.replace("[u]", "['']")]: /group-by: "" is no field/,
      [base.replace("field: f", "field: ' f'")]: /field: " f" is a field with blanks/,
      [`${base}generate: maybe\n`]: /generate takes true or false/,
    };
    for (const [body, problem] of Object.entries(table)) {
      const set = read(correlation(body), rule("one"));
      assert.equal(set.correlations.length, 0, body);
      assert.match(set.problems.map(({ problem }) => problem).join(), problem, body);
      if (body.includes("[one")) assert.equal(set.rules[0]!.reports, false, body);
    }
  });

  it("a correlation of a refused rule is refused and names it; circles are named", () => {
    const temporal = (name: string, ...rules: string[]) =>
      correlation(`type: temporal\nrules: [${rules.join(", ")}]\ntimespan: 1h`, `name: ${name}\n`);
    assert.deepEqual(
      problems(temporal("c", "one", "two"), rule("one"), rule("two").replace("condition: s", "condition: t")),
      [
        'the rule "two" that it correlates is refused: a.yml:24:14',
        'the condition "t": no selection is called "t"',
      ],
    );
    assert.deepEqual(problems(temporal("d", "c"), temporal("c", "none"), rule("one")), [
      'the rule "c" that it correlates is refused: a.yml:12:11',
      'no rule is called "none"',
    ]);
    assert.deepEqual(problems(temporal("c", "c")), ['it correlates itself, or what does: "c" → …']);
    assert.deepEqual(
      problems(temporal("a", "b"), temporal("b", "one", "a"), temporal("c", "a"), rule("one")),
      [
        'it correlates itself, or what does: "a" → "b" → …',
        'it correlates itself, or what does: "b" → "a" → …',
        'it correlates itself, or what does: "c" → "a" → "b" → …',
      ],
    );
    const chain = (length: number) => [
      rule("r0"),
      ...Array.from({ length }, (_, n) => temporal(`r${n + 1}`, `r${n}`)),
    ];
    assert.deepEqual(problems(...chain(11)), []);
    assert.match(problems(...chain(12).reverse())[0]!, /deeper than 10/);
    assert.equal(problems(...chain(500)).length, 489);
    const nested = read(temporal("outer", "inner"), temporal("inner", "one"), rule("one"));
    assert.deepEqual(
      nested.correlations.map(({ name, reports }) => [name, reports]),
      [
        ["outer", true],
        ["inner", false],
      ],
    );
    assert.equal(nested.correlations[0]!.of[0], nested.correlations[1]);
  });

  it("ids and names that stand twice are refused the second time", () => {
    const id = "id: 01234567-89ab-cdef-0123-456789abcdef\n";
    assert.deepEqual(
      problems(
        ruleText("s: {a: x}\ncondition: s", id),
        ruleText("s: {a: y}\ncondition: s", id.toUpperCase().replace("ID", "id")),
        rule("one"),
        rule("one"),
      ),
      [
        'the id "01234567-89AB-CDEF-0123-456789ABCDEF" is taken by a.yml:1:1',
        'the name "one" is taken by a.yml:19:1',
      ],
    );
  });

  it("a filter's condition is what is left of its rules' matches", () => {
    const filter = (
      rules: string,
      source = "product: aws, service: cloudtrail",
      condition = "not selection",
    ) =>
      `title: F\nlogsource: {${source}}\nfilter:\n  rules: ${rules}\n  selection: {user: admin}\n  condition: ${condition}\n`;
    const expressions = (...documents: string[]) =>
      read(...documents).rules.map(({ expression }) => brief(expression));
    assert.deepEqual(expressions(filter("[one]"), rule("one"), rule("two")), [
      "one=x and not user=admin",
      "two=x",
    ]);
    assert.deepEqual(expressions(rule("one"), filter("one", "product: aws", "selection")), [
      "one=x and user=admin",
    ]);
    assert.deepEqual(expressions(rule("one"), rule("two"), filter("any")), [
      "one=x and not user=admin",
      "two=x and not user=admin",
    ]);
    assert.deepEqual(expressions(rule("one"), filter("[one]"), filter("[one, one]")), [
      "one=x and not user=admin and not user=admin",
    ]);
    const wide = rule("one").replace("  service: cloudtrail\n", "");
    const table: [string[], RegExp][] = [
      [[filter("[none]"), rule("one")], /no rule is called "none"/],
      [[filter("[]"), rule("one")], /names no rules/],
      [[filter("[one]", "product: linux"), rule("one")], /not CloudTrail's/],
      [[filter("[one]"), wide], /the log source of the rule "one" is wider/],
      [[filter("[one]", undefined, "not other"), rule("one")], /no selection is called "other"/],
      [
        [filter("[c]"), correlation("type: temporal\nrules: [one]\ntimespan: 1h", "name: c\n"), rule("one")],
        /is a correlation/,
      ],
    ];
    for (const [documents, problem] of table) {
      const set = read(...documents);
      assert.match(set.problems.map(({ problem }) => problem).join(), problem);
      assert.equal(brief(set.rules[0]!.expression), "one=x", "the rule runs without");
    }
    assert.equal(
      read(filter("[one, two]"), rule("one"), rule("two").replace("condition: s", "condition: t")).problems
        .length,
      1,
    );
  });
});
