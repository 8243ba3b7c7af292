import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { run } from "../../../cli/run";
import { FakeIo } from "./support/fakeIo";

const RULES = `
title: Stopped
id: 11111111-1111-4111-8111-111111111111
level: high
tags: [attack.t1562.008]
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: StopLogging
  condition: selection
---
title: Read
name: read
level: low
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: GetObject
  condition: selection
---
title: Many reads
level: medium
correlation:
  type: event_count
  rules: [read]
  group-by: [userIdentity.userName]
  timespan: 5m
  condition:
    gte: 3
`;

const BROKEN = `
title: Counts as it was done once
logsource: { product: aws, service: cloudtrail }
detection:
  selection:
    eventName: ConsoleLogin
  condition: selection | count() > 5
`;

const record = (eventName: string, id: number) => ({
  eventVersion: "1.11",
  eventID: `id-${id}`,
  eventName,
  eventTime: `2025-12-11T08:00:0${id}Z`,
  userIdentity: { type: "IAMUser", userName: "alice" },
  requestParameters: { password: "hunter22" },
});

describe("audit-trail detect", () => {
  let folder: string;
  const at = (name: string) => join(folder, name);
  const write = async (name: string, content: string | Buffer) => {
    await mkdir(dirname(at(name)), { recursive: true });
    await writeFile(at(name), content);
  };
  const ran = async (...args: string[]) => {
    const io = new FakeIo();
    const code = await run(["detect", ...args], io);
    return { code, out: io.output, err: io.errors };
  };
  const jsonLines = (text: string) =>
    text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "detect-"));
    await write("rules/all.yml", RULES);
    await write("broken/old.yml", BROKEN);
    await write(
      "logs/a.json",
      JSON.stringify({ Records: [record("StopLogging", 1), null, record("StopLogging", 1)] }),
    );
    const lines = [
      "{oops",
      "",
      JSON.stringify(record("GetObject", 4)),
      JSON.stringify(record("GetObject", 2)),
    ];
    await write(
      "logs/deep/b.jsonl.gz",
      gzipSync([...lines, JSON.stringify(record("GetObject", 3))].join("\n")),
    );
    await write("logs/notes.json", '{"name":"no log"}');
    await write("clean/a.json", JSON.stringify({ Records: [record("ListBuckets", 1)] }));
  });
  after(async () => {
    await rm(folder, { recursive: true });
  });

  for (const engine of ["memory", "duckdb"]) {
    it(`writes a line for each match of a dirty folder, by ${engine}`, async () => {
      const { code, out, err } = await ran(
        "--rules",
        at("rules"),
        "--engine",
        engine,
        "-o",
        "jsonl",
        at("logs"),
      );
      assert.equal(code, 3);
      const [a, b] = [at("logs/a.json"), at("logs/deep/b.jsonl.gz")];
      const found = jsonLines(out);
      assert.deepEqual(
        found.map(({ title, source, record, eventID, level }) => [title, source, record, eventID, level]),
        [
          ["Stopped", a, 0, "id-1", "high"],
          ["Stopped", a, 2, "id-1", "high"],
          ["Many reads", b, 1, "id-4", "medium"],
        ],
      );
      assert.deepEqual(found[0], {
        rule: "11111111-1111-4111-8111-111111111111",
        title: "Stopped",
        level: "high",
        eventID: "id-1",
        source: a,
        record: 0,
        why: "selection: eventName: StopLogging",
      });
      assert.deepEqual(found[2]?.records, [
        { eventID: "id-2", source: b, record: 2 },
        { eventID: "id-3", source: b, record: 3 },
        { eventID: "id-4", source: b, record: 1 },
      ]);
      assert.match(err, /Missing: .*b\.jsonl\.gz: 1 of its 4 lines are no records\./);
      assert.match(err, /Missing: .*notes\.json: it holds no CloudTrail records\./);
    });
  }

  it("says by its exit code what it found", async () => {
    const rules = ["--rules", at("rules/all.yml")];
    const a = at("logs/a.json");
    const cases: [args: string[], code: number][] = [
      [[...rules, a], 1],
      [[...rules, "--from", a], 1],
      [[...rules, "--level", "critical", a], 0],
      [[...rules, at("clean")], 0],
      [[...rules, at("clean"), a], 1],
      [[...rules, "--from", at("clean"), a], 1],
      [[...rules, "--rules", at("broken"), a], 3],
      [[...rules, "--rules", at("broken"), "--skip-unsupported", a], 1],
      [[`--rules=${at("rules")},${at("broken")}`, "--skip-unsupported", at("clean")], 0],
      [[...rules, at("broken/old.yml"), "--skip-unsupported", at("clean")], 0],
      [["--rules", at("broken"), "--skip-unsupported", a], 3],
      [[...rules, at("nowhere")], 2],
      [["--rules", at("nowhere"), a], 2],
      [["--rules", at("logs"), a], 2],
      [[...rules, "--level", "dire", a], 2],
      [[...rules, "--engine", "sqlite", a], 2],
      [[...rules, at("rules")], 2],
      [["--rules", at("broken"), at("rules"), "--skip-unsupported", a], 1],
      [["--from", a, "--rules", at("broken"), at("rules"), "--skip-unsupported"], 1],
      [[...rules, "--since", "2025-12-11T08:00:02Z", a], 0],
    ];
    for (const [args, code] of cases) {
      const { code: ended, err } = await ran(...args);
      assert.equal(ended, code, `${args.join(" ")}\n${err}`);
    }
  });

  it("names what it refuses, and asks the rest", async () => {
    const { out, err } = await ran(
      "-q",
      "--rules",
      at("rules"),
      "--rules",
      at("broken"),
      "-o",
      "jsonl",
      at("logs/a.json"),
    );
    assert.equal(jsonLines(out).length, 2);
    const [head, problem] = err.split("\n");
    assert.equal(head, "audit-trail detect: 1 rule refused");
    assert.ok(problem?.startsWith(`${at("broken/old.yml")}:7:`), problem);
    assert.match(problem ?? "", /\(Counts as it was done once\); \S/);
  });

  it("gathers by rule and principal in a table, JSON, CSV and a report", async () => {
    const asked = ["--rules", at("rules"), "--rules", at("broken"), at("logs/a.json")];
    const table = await ran("--utc", ...asked);
    assert.match(table.out, /^Detections\n/);
    assert.match(table.out, /high +2025-12-11T08:00:01Z +2025-12-11T08:00:01Z +2 +Stopped +alice/);
    const found = JSON.parse((await ran("-o", "json", ...asked)).out) as {
      items: { rule: string; detections: number }[];
      refused: { title: string }[];
    };
    assert.deepEqual(
      [
        found.items.map(({ rule, detections }) => [rule, detections]),
        found.refused.map(({ title }) => title),
      ],
      [[["11111111-1111-4111-8111-111111111111", 2]], ["Counts as it was done once"]],
    );
    assert.match((await ran("-o", "csv", ...asked)).out, /^level,first,last,times,.*\r\nhigh,.*,id-1\r\n$/);
    const { out } = await ran("-o", "md", ...asked);
    assert.match(out, /### HIGH: Stopped/);
    assert.match(out, /Refused: .*old\.yml:7:/);
    assert.doesNotMatch(out, /hunter22/);
  });

  it("writes SARIF and OCSF", async () => {
    const asked = ["--rules", at("rules"), at("logs")];
    const sarif = JSON.parse((await ran("-o", "sarif", ...asked)).out) as {
      runs: [
        {
          results: unknown[];
          tool: { driver: { rules: { id: string }[] } };
          invocations: [{ toolExecutionNotifications: unknown[] }];
        },
      ];
    };
    const [{ results, tool, invocations }] = sarif.runs;
    assert.equal(results.length, 3);
    assert.deepEqual(
      tool.driver.rules.map(({ id }) => id),
      ["11111111-1111-4111-8111-111111111111", "Many reads"],
    );
    assert.equal(invocations[0].toolExecutionNotifications.length, 2);
    const ocsf = jsonLines((await ran("-o", "ocsf", ...asked)).out);
    assert.deepEqual(
      ocsf.map(({ class_uid, severity }) => [class_uid, severity]),
      [
        [2004, "High"],
        [2004, "High"],
        [2004, "Medium"],
      ],
    );
    const empty = JSON.parse(
      (await ran("-o", "sarif", "--rules", at("rules"), at("clean"))).out,
    ) as typeof sarif;
    assert.deepEqual(empty.runs[0].results, []);
  });

  it("without --rules asks those of the package", async () => {
    const { out } = await ran("-o", "jsonl", "--level", "high", at("clean"));
    assert.equal(out, "");
  });
});
