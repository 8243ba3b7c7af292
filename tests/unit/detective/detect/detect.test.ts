import assert from "node:assert/strict";
import { detect, DetectOptions } from "../../../../detective/detect/detect";
import { Detection } from "../../../../detective/detect/detection";
import { DetectionFindings } from "../../../../detective/detect/detectionFinding";
import { detectionLine } from "../../../../detective/detect/detectionLine";
import { detectionTable } from "../../../../detective/detect/detectionTable";
import { DetectionEngine } from "../../../../detective/detect/engine";
import { memoryEngine } from "../../../../detective/detect/memoryEngine";
import { RecordReading } from "../../../../detective/detect/recordReading";
import { RuleSet } from "../../../../detective/sigma/rule";
import { by, correlationOf, recordAt, ruleOn } from "../sigma/correlate/correlations";

const read = ruleOn("Read", { id: "1", level: "low", reports: true, tags: ["attack.t1530", "attack.t9999"] });
const write = ruleOn("Write", { name: "writes", level: "high", reports: true });
const silent = ruleOn("Silent");
const many = correlationOf([read], { title: "Many", level: "critical" });
const then = correlationOf([many, silent], {
  title: "Then",
  type: "temporal",
  level: "informational",
  conditions: [{ comparison: "gte", than: 2 }],
});
const RULES: RuleSet = { rules: [read, write, silent], correlations: [many, then], problems: [] };

function reading(records: readonly unknown[]): RecordReading {
  return {
    async *[Symbol.asyncIterator]() {
      for (const [index, record] of (await Promise.resolve(records)).entries())
        yield { record, source: "a.json", index };
    },
    coverage: () => ({ source: "test", regions: [], events: records.length, complete: true, gaps: [] }),
  };
}

async function found(records: readonly unknown[], options?: DetectOptions, rules = RULES) {
  const detecting = await detect(reading(records), rules, options);
  const all: Detection[] = [];
  for await (const each of detecting) all.push(each);
  return { all, detecting, told: all.map(({ rule, place }) => `${rule.title} ${place.index}`) };
}

const at = (seconds: number, name: string, more: Record<string, unknown> = {}) =>
  recordAt(seconds, name, more).record;

/** Finds what the memory engine finds, but can't ask one rule and doesn't say why anything matches. */
const lacking: DetectionEngine = {
  name: "duckdb",
  async prepare(rules) {
    const asked = await memoryEngine.prepare(rules.filter((rule) => rule !== silent));
    const problems = rules.includes(silent) ? [{ at: silent.at, problem: "no", help: "none" }] : [];
    return {
      problems,
      async *matches(records) {
        for await (const { rule, at: place } of asked.matches(records)) yield { rule, at: place };
      },
    };
  },
};

describe("detect", () => {
  it("asks every record, copies too, and tells correlations at the end", async () => {
    const copy = at(1, "Write");
    const records = [
      copy,
      null,
      "text",
      copy,
      [],
      {},
      at(0, "Read"),
      at(2, "Read"),
      at(1, "Read"),
      at(3, "Silent"),
    ];
    const { told, detecting, all } = await found(records);
    assert.deepEqual(told, ["Write 0", "Write 3", "Read 6", "Read 7", "Read 8", "Many 7", "Then 9"]);
    assert.deepEqual(
      detecting.coverage().gaps.map(({ detail, inherent }) => [inherent, detail]),
      [[true, "3 of the entries are no JSON object; no rule was asked of them."]],
    );
    assert.equal(all[0]!.why, "selection: eventName: Write");
    assert.equal(all[0]!.record, copy);
    const [, , , , , burst, chain] = all;
    assert.deepEqual(
      [burst?.places.map(({ index }) => index), burst?.count, burst?.group],
      [[6, 8, 7], 3, { "userIdentity.userName": "alice" }],
    );
    assert.deepEqual([chain?.count, chain?.places.map(({ index }) => index)], [4, [6, 8, 7, 9]]);
    assert.deepEqual(burst?.record, {
      ...(records[7] as object),
      eventName: "Read",
    });
  });

  it("below a level tells nothing, and asks only what is needed for the rest", async () => {
    const records = [at(0, "Read"), at(1, "Read"), at(2, "Read"), at(3, "Write"), at(4, "Silent")];
    const levels = { low: 5, medium: 2, high: 2, critical: 1 } as const;
    for (const [level, count] of Object.entries(levels))
      assert.equal((await found(records, { level: level as keyof typeof levels })).told.length, count, level);
    const asked: string[] = [];
    const spy: DetectionEngine = {
      name: "memory",
      prepare(rules) {
        asked.push(...rules.map(({ title }) => title));
        return memoryEngine.prepare(rules);
      },
    };
    assert.deepEqual((await found(records, { level: "critical", engine: spy })).told, ["Many 2"]);
    assert.deepEqual(asked, ["Read"]);
  });

  it("of an engine that lacks a rule refuses what needs it, and explains in its place", async () => {
    const rules = { ...RULES, problems: [{ at: { ...read.at }, problem: "bad", help: "mend it" }] };
    const { told, detecting, all } = await found(
      [at(0, "Read"), at(1, "Silent")],
      { engine: lacking },
      rules,
    );
    assert.deepEqual(told, ["Read 0"]);
    assert.equal(all[0]!.why, "selection: eventName: Read");
    assert.deepEqual(
      detecting.refused.map(({ problem, title }) => [title, problem]),
      [
        [undefined, "bad"],
        [undefined, "no"],
        ["Then", 'it correlates "Silent", which this engine can\'t ask'],
      ],
    );
  });

  it("gathers detections by rule and principal", async () => {
    const records = [
      at(5, "Read", { sourceIPAddress: "192.0.2.1", requestParameters: { bucketName: "b" } }),
      at(9, "Read", { sourceIPAddress: "192.0.2.2", errorCode: "AccessDenied" }),
      at(7, "Read", by("bob")),
      { eventName: "Read" },
      at(1, "Write", { eventTime: "?" }),
    ];
    const all = new DetectionFindings();
    for (const each of (await found(records)).all) all.add(each);
    const findings = all.findings();
    assert.deepEqual(
      findings.map(({ rule, level, who, detections, first, last, outcome }) => [
        rule,
        level,
        who,
        detections,
        first,
        last,
        outcome,
      ]),
      [
        ["writes", "high", "alice", 1, "", "", "success"],
        ["1", "low", "alice", 2, "2026-01-05T08:00:05Z", "2026-01-05T08:00:09Z", "success"],
        ["1", "low", "bob", 1, "2026-01-05T08:00:07Z", "2026-01-05T08:00:07Z", "success"],
        ["1", "low", "unknown", 1, "", "", "success"],
      ],
    );
    assert.deepEqual(findings[1], {
      ...findings[1],
      kind: "detection",
      title: "Read",
      why: "selection: eventName: Read (the first of 2 detections)",
      from: ["192.0.2.1", "192.0.2.2"],
      target: "the bucket b",
      attack: [
        { id: "T1530", name: "Data from Cloud Storage" },
        { id: "T9999", name: "T9999" },
      ],
    });
    assert.equal(findings[1].evidence.length, 2);
    assert.deepEqual(all.records().length, 5);
    const table = detectionTable(findings, { source: "x", regions: [], events: 5, complete: true, gaps: [] });
    assert.deepEqual(table.rows[1], {
      level: "low",
      first: "2026-01-05T08:00:05Z",
      last: "2026-01-05T08:00:09Z",
      times: "2",
      what: "Read",
      who: "alice",
      from: "192.0.2.1 +1",
      target: "the bucket b",
      why: findings[1].why,
    });
  });

  it("as a line has the keys that programs rely on", async () => {
    const { all } = await found([at(0, "Read"), at(1, "Read"), { ...(at(2, "Read") as object), eventID: 5 }]);
    const [one, , three, many3] = all.map(detectionLine);
    assert.deepEqual(Object.keys(one!), ["rule", "title", "level", "eventID", "source", "record", "why"]);
    assert.deepEqual([one?.rule, one?.source, one?.record, three?.eventID], ["1", "a.json", 0, null]);
    assert.deepEqual(
      [many3?.rule, many3?.record, many3?.records?.map(({ record }) => record), many3?.group],
      ["Many", 2, [0, 1, 2], { "userIdentity.userName": "alice" }],
    );
  });

  it("survives whatever stands in place of a record's values", async () => {
    const deep = JSON.parse(`${'{"a":'.repeat(5_000)}1${"}".repeat(5_000)}`) as unknown;
    const odd = [
      deep,
      null,
      [],
      {},
      1e308,
      "\u0000\u202e<b>",
      "x".repeat(1e6),
      { __proto__: null },
      [[deep]],
    ];
    const names = [
      "eventID",
      "eventTime",
      "userIdentity",
      "sourceIPAddress",
      "requestParameters",
      "errorCode",
    ];
    const records = odd.flatMap((value) =>
      names.map((name) => ({ ...(at(0, "Read") as object), [name]: value })),
    );
    const { all } = await found(records);
    assert.equal(all.filter(({ rule }) => rule === read).length, records.length);
    const gathered = new DetectionFindings();
    for (const each of all) gathered.add(each);
    assert.ok(gathered.findings().length > 0);
  });
});
