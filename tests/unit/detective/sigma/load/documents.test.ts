import { strict as assert } from "node:assert";
import { parseRules } from "../../../../../detective/sigma/load/parseRules";
import { positionText } from "../../../../../detective/sigma/rulePosition";
import { problemOf, ruleText } from "./ruleText";

const GOOD = ruleText("s: {a: x}\ncondition: s");

describe("documents of Sigma rules", () => {
  it("reads a rule's head, and its YAML as it was", () => {
    const text = [
      "# a comment",
      "title: 'Trail: stopped'",
      "id: 01234567-89AB-cdef-0123-456789abcdef",
      "name: trail_stopped",
      "status: test",
      "description: |",
      "  Two",
      "  lines",
      "references: [https://example.com/a]",
      "author: Ann",
      "date: 2026-11-21",
      "tags:",
      "  - attack.t1562.008",
      "falsepositives: Administration",
      "level: high",
      "logsource: {product: aws, service: cloudtrail, definition: any}",
      "detection: {s: {eventName: StopLogging}, condition: s}",
      "custom: {deep: [1, {more: x}]}",
    ].join("\n");
    const { rules, problems } = parseRules(text, "a.yml");
    assert.deepEqual(problems, []);
    assert.deepEqual(rules, [
      {
        kind: "rule",
        title: "Trail: stopped",
        id: "01234567-89AB-cdef-0123-456789abcdef",
        name: "trail_stopped",
        status: "test",
        description: "Two\nlines",
        author: "Ann",
        date: "2026-11-21",
        references: ["https://example.com/a"],
        tags: ["attack.t1562.008"],
        falsepositives: ["Administration"],
        fields: [],
        level: "high",
        at: { file: "a.yml", line: 2, column: 1 },
        text: `${text}\n`,
        logsource: { product: "aws", service: "cloudtrail" },
        expression: {
          kind: "test",
          field: "eventName",
          test: { kind: "text", pattern: [{ kind: "literal", text: "StopLogging" }], cased: false },
          selection: "s",
          text: "eventName: StopLogging",
          at: { file: "a.yml", line: 17, column: 28 },
        },
        reports: true,
      },
    ]);
  });

  it("one broken document leaves the others as they are", () => {
    const broken: Record<string, RegExp> = {
      "title: 'open quote": /no YAML/,
      "title: [": /no YAML/,
      "a: b\n\tc: d": /no YAML/,
      "just text": /a text, not a mapping/,
      "- a list": /a list, not a mapping/,
      "title: only": /no detection, correlation or filter/,
      "%YAML 1.1": /directives/,
      "a: *nowhere": /anchor|Unresolved alias/,
      [`a: ${"[".repeat(5_000)}`]: /no YAML/,
      [`a: ${"- ".repeat(5_000)}x`]: /no YAML/,
      [`a: ${"[".repeat(100)}${"]".repeat(100)}`]: /nested deeper than 64/,
      [`a: "${"x".repeat(1_000_001)}"`]: /a document of \d+ characters/,
    };
    for (const [text, problem] of Object.entries(broken)) {
      const set = parseRules(`${GOOD}---\n${text}\n---\n${GOOD}...\n`, "a.yml");
      assert.equal(set.rules.length, 2, text.slice(0, 80));
      assert.equal(set.problems.length, 1, text.slice(0, 80));
      assert.match(set.problems[0]!.problem, problem, text.slice(0, 80));
      assert.equal(set.rules[1]!.at.line, 9 + 1 + text.split("\n").length);
    }
  });

  it("empty documents, comments, markers, BOM and CRLF don't matter", () => {
    for (const text of ["", "\n\n", "# only\n# comments", "---\n---\n...\n", "\uFEFF", "%YAML 1.2\n---\n"])
      assert.deepEqual(
        parseRules(text, "a.yml"),
        { rules: [], correlations: [], problems: [] },
        JSON.stringify(text),
      );
    for (const text of [
      `\uFEFF${GOOD}`,
      GOOD.replaceAll("\n", "\r\n"),
      `---\n${GOOD}---\n`,
      `%YAML 1.2\n---\n${GOOD}`,
      `--- # a comment\n${GOOD}`,
      `# a comment\n---\n${GOOD}...\n# the end`,
      `${GOOD}# ${"\r\n".repeat(200)}x: y`,
    ]) {
      const { rules, problems } = parseRules(text, "a.yml");
      assert.deepEqual(problems, []);
      assert.equal(rules.length, 1, JSON.stringify(text));
    }
  });

  it("positions count lines and columns in the file", () => {
    const at = (text: string) => positionText(problemOf(text).at);
    assert.equal(at(ruleText("s: {a: x}\ncondition: t")), "rule.yml:7:14");
    assert.equal(at(`# ä\n\n---\n${ruleText("s:\n  a|like: x\ncondition: s")}`), "rule.yml:10:5");
    assert.equal(at(ruleText("s:\n  a: [x, null]\ncondition: s").replaceAll("\n", "\r\n")), "rule.yml:7:12");
    assert.equal(at(ruleText("s: {a: x}\ncondition: s", "level: urgent\n")), "rule.yml:2:8");
  });

  it("what a rule has to have, and words that Sigma doesn't", () => {
    const table: Record<string, RegExp> = {
      [GOOD.replace("title: A rule\n", "")]: /no title/,
      [GOOD.replace("A rule", "''")]: /no title/,
      [GOOD.replace("A rule", "x".repeat(257))]: /title has 257 characters/,
      [GOOD.replace("A rule", "[x]")]: /title has a list/,
      [GOOD.replace("A rule", "true")]: /title has a boolean/,
      [GOOD.replace("title", "Title")]: /no key is called "Title"/,
      [GOOD.replace("detection:", "detections:")]: /no detection, correlation or filter/,
      [GOOD.replace(/logsource:\n.*\n.*\n/, "")]: /no logsource/,
      [GOOD.replace(/logsource:\n.*\n.*\n/, "logsource: aws\n")]: /logsource is a text/,
      [GOOD.replace("cloudtrail", "s3")]: /the log source product "aws", service "s3" is not CloudTrail's/,
      [GOOD.replace("product: aws", "product: windows")]: /not CloudTrail's/,
      [GOOD.replace("product: aws", "category: audit")]: /not CloudTrail's/,
      [GOOD.replace("service: cloudtrail", "category: audit")]: /not CloudTrail's/,
      [GOOD.replace("service", "servce")]: /no key is called "servce"/,
      [`${GOOD}level: severe\n`]: /the level "severe"/,
      [`${GOOD}level: High\n`]: /the level "High"/,
      [`${GOOD}levle: high\n`]: /no key is called "levle"/,
      [`${GOOD}status: done\n`]: /the status "done"/,
      [`${GOOD}taxonomy: ecs\n`]: /the taxonomy "ecs"/,
      [`${GOOD}title: Again\n`]: /the key "title" stands twice, first in line 1/,
      [`${GOOD}correlation: {}\n`]: /detection and correlation in one document/,
      [GOOD.replace(/detection:[^]*/, "detection: x\n")]: /detection is a text/,
      [`action: global\n${GOOD}`]: /action: global belongs to/,
    };
    for (const [text, problem] of Object.entries(table)) assert.match(problemOf(text).problem, problem, text);
    for (const extra of ["service: cloudtrail\n", "definition: x\n"])
      assert.equal(parseRules(GOOD.replace("service: cloudtrail\n", extra), "a.yml").rules.length, 1);
    assert.equal(parseRules(GOOD, "a.yml").rules[0]!.level, "medium");
  });

  it("rules after action: global are refused with it, up to a reset", () => {
    const { rules, problems } = parseRules(
      [`action: global\ntitle: All\n`, GOOD, GOOD, "action: reset\n", GOOD].join("---\n"),
      "a.yml",
    );
    assert.equal(rules.length, 1);
    assert.deepEqual(
      problems.map(({ problem, at }) => `${at.line} ${problem.slice(0, 40)}`),
      [
        "1 action: global belongs to the rule colle",
        "4 the document builds on action: global in",
        "12 the document builds on action: global in",
        "20 action: reset belongs to the rule collec",
      ],
    );
  });

  it("aliases are followed once, however often they are used, and never round", () => {
    const shared = ruleText("s:\n  a: &names [x, y]\n  b: *names\ncondition: s");
    assert.deepEqual(parseRules(shared, "a.yml").problems, []);
    const laughs = Array.from(
      { length: 30 },
      (_, n) => `l${n + 1}: &l${n + 1} [${Array(10).fill(`*l${n}`).join(",")}]`,
    );
    const bomb = parseRules(`l0: &l0 ha\n${laughs.join("\n")}\n${GOOD}`, "a.yml");
    assert.equal(bomb.rules.length, 1, "custom fields may be anything");
    assert.match(
      problemOf(`l0: &l0 ha\n${laughs.join("\n")}\n${ruleText("s: {a: *l30}\ncondition: s")}`).problem,
      /a list among its values/,
    );
    assert.match(problemOf(`${GOOD}x: &x [*x]\n`).problem, /\*x stands inside what it names/);
  });
});
