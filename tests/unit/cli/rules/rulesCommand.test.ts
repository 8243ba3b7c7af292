import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rules } from "../../../../cli/commands/rules";
import { run } from "../../../../cli/run";
import { FakeIo } from "../support/fakeIo";

const STOPPED = `title: A trail was stopped
id: 01234567-89ab-cdef-0123-456789abcdef
name: stopped
level: high
tags: [attack.defense-evasion, attack.t1562.008]
logsource: {product: aws, service: cloudtrail}
detection:
  stop: {eventSource: cloudtrail.amazonaws.com, eventName: StopLogging}
  denied: {errorCode|exists: true}
  condition: stop and not denied
`;
const MANY = `title: Many reads
level: medium
correlation: {type: event_count, rules: [read], group-by: [userIdentity.arn], timespan: 5m, condition: {gte: 3}}
---
title: A read
name: read
logsource: {product: aws}
detection:
  s: {eventName|re: '^Get(Object|Item)$', sourceIPAddress|cidr: 10.0.0.0/8}
  condition: s
`;
const CASES = `base: {eventVersion: "1.11", eventTime: "2026-11-21T10:00:00Z", eventSource: cloudtrail.amazonaws.com, eventName: StopLogging}
cases:
  - {name: stopped, match: true}
  - {name: refused, match: false, with: {errorCode: AccessDenied}}
`;

describe("audit-trail rules", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "rules-cli-"));
    const files: Record<string, string> = {
      "good/stopped.yml": STOPPED,
      "good/stopped.cases.yml": CASES,
      "good/many.yml": MANY,
      "failing/stopped.yml": STOPPED.replace("stop and not denied", "stop"),
      "failing/stopped.cases.yml": CASES,
      "broken/stopped.yml": `${STOPPED}---\n${STOPPED.replace("A trail", "Another")
        .replace("stop and", "halt and")
        .replace(/^(id|name).*\n/gm, "")}`,
      "broken/stopped.cases.yml": CASES,
      "uncased/stopped.yml": STOPPED,
      "expand/rule.yml": STOPPED.replace("eventName: StopLogging", "eventName|expand: '%calls%'"),
      "wrong/stopped.yml": STOPPED,
      "wrong/stopped.cases.yml": "base: x\n",
    };
    for (const [name, content] of Object.entries(files)) {
      await mkdir(join(folder, name, ".."), { recursive: true });
      await writeFile(join(folder, name), content);
    }
  });
  after(() => rm(folder, { recursive: true }));

  const ran = async (...args: string[]) => {
    const io = new FakeIo({ env: { COLUMNS: "100" } });
    const code = await run(["rules", ...args.map((arg) => arg.replace("@", `${folder}/`))], io);
    return { code, out: io.output, err: io.errors.replaceAll(`${folder}/`, "@") };
  };
  const jsonOf = async (...args: string[]) => JSON.parse((await ran(...args)).out) as never;

  it("lists what reports, the gravest first", async () => {
    const { code, out, err } = await ran("list", "@good");
    assert.equal(code, 0);
    assert.match(out, /high +A trail was stopped +rule +T1562\.008[^]*medium +Many reads +correlation/);
    assert.ok(!out.includes("A read"), out);
    assert.equal(err, "2 rules, and 1 that only correlations use\n");
    const listed: { title: string; reports: boolean; at: { line: number } }[] = await jsonOf(
      "list",
      "@good",
      "-o",
      "json",
    );
    assert.deepEqual(
      listed.map(({ title, reports, at }) => [title, reports, at.line]),
      [
        ["A trail was stopped", true, 1],
        ["Many reads", true, 1],
      ],
    );
    assert.deepEqual(await jsonOf("list", "--rules", "@good", "--level", "critical", "-o", "json"), []);
    assert.match((await ran("list", "@good", "read", "-q")).out, /A read/);
  });

  it("the parts' examples are accepted by their own parsers", async () => {
    for (const { name, command } of rules.parts)
      for (const { line } of command.examples) {
        assert.ok(line.startsWith(`audit-trail rules ${name}`), line);
        const words = line
          .replace(/ >.*/, "")
          .match(/'[^']*'|\S+/g)!
          .slice(2);
        assert.deepEqual(
          [(await ran(...words.map((word) => word.replace(/'/g, "")), "--help")).code, line],
          [0, line],
        );
      }
  });

  it("this package's own rules are the default", async () => {
    const listed: { id?: string; level: string }[] = await jsonOf("list", "-o", "json");
    assert.ok(listed.length >= 90);
    assert.equal(new Set(listed.map(({ id }) => id)).size, listed.length);
  });

  it("refused rules are named, and the answer is incomplete unless that is said to be fine", async () => {
    const { code, out, err } = await ran("list", "@broken", "-q");
    assert.equal(code, 3);
    assert.match(out, /A trail was stopped/);
    assert.equal(
      err,
      'Refused: @broken/stopped.yml:19:14: "Another was stopped": the condition "halt and not denied": no selection is called "halt"; the selections are "stop", "denied"\n',
    );
    assert.equal((await ran("list", "@broken", "--skip-unsupported")).code, 0);
    assert.equal((await ran("list", "@expand")).code, 3);
    assert.equal((await ran("list", "@expand", "--placeholder", "calls=StopLogging,DeleteTrail")).code, 0);
  });

  it("paths and names that lead nowhere are wrong use", async () => {
    const table: [string[], RegExp][] = [
      [["list", "--rules", "@missing"], /^audit-trail rules list: @missing: no such file or folder/],
      [["list", "@missing.yml"], /no such file or folder/],
      [["list", ""], /no rule has the id, name or title ""/],
      [["show", "@good", "nothing"], /no rule has the id, name or title "nothing"/],
      [["show", "@good", "a"], /"a" is in 3 titles/],
      [["show"], /missing required argument/],
      [["compile", "@good"], /required option '--to/],
      [["compile", "--to", "splunk"], /Allowed choices are eventbridge/],
      [["compile", "--to", "duckdb", "--profile", "cis"], /--profile cis is of metric filters/],
      [["compile", "--to", "metric-filter", "--profile", "cis", "@good"], /takes no rules/],
      [["list", "--placeholder", "x"], /Use name=value/],
      [["lst"], /Did you mean list/],
      [
        ["list", "--sort"],
        /^audit-trail rules list: unknown option '--sort'\nSee: audit-trail rules list --help/,
      ],
      [[], /Usage: audit-trail rules <part>/],
    ];
    for (const [args, message] of table) {
      const { code, out, err } = await ran(...args);
      assert.deepEqual([code, out], [2, ""], args.join(" "));
      assert.match(err, message, args.join(" "));
    }
  });

  it("shows how a rule was understood, by id, name, title or a part of it", async () => {
    for (const word of [
      "01234567-89AB-CDEF-0123-456789abcdef",
      "stopped",
      "a trail WAS stopped",
      "was stop",
    ]) {
      const { code, out } = await ran("show", "@good/stopped.yml", word);
      assert.equal(code, 0, word);
      assert.ok(out.includes(STOPPED), out);
      assert.match(
        out,
        /# {3}all of\n# {5}all of\n# {7}eventSource is "cloudtrail\.amazonaws\.com"\n# {7}eventName is "StopLogging"\n# {5}not errorCode is present\n/,
      );
      assert.match(out, /# {3}eventbridge: yes\n/);
    }
    const { out } = await ran("show", "@good/many.yml");
    assert.match(
      out,
      /at least 3 records that match, within 5m, with the same userIdentity\.arn:\n# +A read\n/,
    );
    assert.match(
      (await ran("show", "@good", "read")).out,
      /eventName matches \/\^Get\(Object\|Item\)\$\/\n.*sourceIPAddress is an address in 10\.0\.0\.0\/8/,
    );
  });

  it("test runs the cases beside the rules, says what failed and why", async () => {
    assert.deepEqual(await ran("test", "@good"), {
      code: 0,
      out: "2 cases passed, 0 failed, in 1 file\n",
      err: "No cases: @good/many.yml\n",
    });
    const failed = await ran("test", "@failing");
    assert.equal(failed.code, 1);
    assert.match(
      failed.out,
      /^FAIL .*stopped\.yml: refused: should not match, but "A trail was stopped" did\n1 case passed, 1 failed, in 1 file\n$/,
    );
    assert.equal((await ran("test", "@broken")).code, 3);
    assert.equal((await ran("test", "@uncased")).code, 3);
    assert.deepEqual(
      [(await ran("test", "@wrong")).code, (await ran("test", "@wrong")).err.split(":")[0]],
      [3, "Cases not understood"],
    );
    const tried: { name: string; passed: boolean }[] = await jsonOf("test", "@failing", "-o", "json");
    assert.deepEqual(
      tried.map(({ name, passed }) => [name, passed]),
      [
        ["stopped", true],
        ["refused", false],
      ],
    );
  });

  it("coverage puts rules into ATT&CK's matrix, as wide as the terminal", async () => {
    const { code, out } = await ran("coverage", "@good");
    assert.equal(code, 0);
    assert.equal(
      out,
      "Defense Evasion (TA0005): 1 technique, 1 rule\nT1562.008   1  Disable or Modify Cloud Logs\n\n1 technique in 1 tactic; 1 rule without a technique\n",
    );
    const {
      tactics,
    }: { tactics: { id: string; techniques: { id: string; rules: { title: string }[] }[] }[] } = await jsonOf(
      "coverage",
      "@good",
      "-o",
      "json",
    );
    assert.deepEqual(
      tactics.map(({ id, techniques }) => [id, techniques.map((each) => [each.id, each.rules.length])]),
      [["TA0005", [["T1562.008", 1]]]],
    );
    assert.match(
      (await ran("coverage", "@good", "-o", "md")).out,
      /\| T1562\.008 \| Impair Defenses: Disable or Modify Cloud Logs \| 1 \|/,
    );
    for (const columns of [40, 79, 200]) {
      const io = new FakeIo({ columns });
      assert.equal(await run(["rules", "coverage", "--no-color"], io), 0);
      for (const line of io.output.split("\n")) assert.ok(line.length <= columns, line);
    }
  });

  it("compile prints what a language has words for, and what it hasn't", async () => {
    interface Compiled {
      rules: { title: string; pattern?: unknown; sql?: string }[];
      notExpressible: { title: string; part: string; reason: string }[];
    }
    const bridge: Compiled = await jsonOf("compile", "--to", "eventbridge", "@good", "stopped");
    assert.equal(bridge.rules.length, 1);
    assert.match(JSON.stringify(bridge.rules[0]!.pattern), /StopLogging/i);
    const filter: Compiled = await jsonOf("compile", "--to", "metric-filter", "@good");
    assert.deepEqual(filter.notExpressible.map(({ title, part }) => [title, part]).at(-1), [
      "Many reads",
      "correlation: event_count",
    ]);
    assert.equal((await ran("compile", "--to", "duckdb", "@good")).code, 3);
    assert.equal((await ran("compile", "--to", "duckdb", "@good", "--skip-unsupported")).code, 0);
    assert.equal((await ran("compile", "--to", "duckdb", "@good/stopped.yml")).code, 0);
    assert.equal((await ran("compile", "--to", "eventbridge", "@broken")).code, 3);
  });

  it("the CIS profile is number → pattern", async () => {
    const cis: Record<string, string> = await jsonOf("compile", "--to", "metric-filter", "--profile", "cis");
    assert.deepEqual(
      Object.keys(cis),
      Array.from({ length: 15 }, (_, n) => String(n + 1)),
    );
    for (const pattern of Object.values(cis))
      assert.ok(pattern.startsWith("{") && pattern.length <= 1024, pattern);
    const hub: Record<string, string> = await jsonOf(
      "compile",
      "--to",
      "metric-filter",
      "--profile",
      "security-hub",
    );
    assert.equal(Object.keys(hub).length, 14);
  });
});
