import assert from "node:assert/strict";
import { RawRecord } from "../../../../../detective/detect/detection";
import { Correlated } from "../../../../../detective/sigma/correlate/correlated";
import { Correlator, CorrelatorOptions } from "../../../../../detective/sigma/correlate/correlator";
import { CorrelationCondition, SigmaCorrelation, SigmaRule } from "../../../../../detective/sigma/rule";
import { START, by, correlationOf, recordAt, ruleOn } from "./correlations";

const read = ruleOn("Read");
const write = ruleOn("Write");
const list = ruleOn("List");

/** What a run of correlations finds, where each record matches the rules of its eventName. */
function found(
  correlations: SigmaCorrelation | readonly SigmaCorrelation[],
  records: readonly RawRecord[],
  options: CorrelatorOptions = {},
): { found: Correlated[]; gaps: string[]; correlator: Correlator } {
  const correlator = new Correlator("kind" in correlations ? [correlations] : correlations, options);
  const all: Correlated[] = [];
  for (const at of records) {
    for (const rule of correlator.rules) if (holds(rule, at)) correlator.add(at, rule);
    all.push(...correlator.due());
  }
  all.push(...correlator.end());
  return { found: all, gaps: correlator.gaps().map(({ detail }) => detail), correlator };
}

function holds(rule: SigmaRule, { record }: RawRecord): boolean {
  const { eventName } = record as { eventName: string };
  return eventName === rule.title || eventName === "Any";
}

/** Seconds after the start at which something is reported. */
function times(correlations: SigmaCorrelation | readonly SigmaCorrelation[], records: readonly RawRecord[]) {
  return found(correlations, records).found.map(({ time }) => (time - START) / 1000);
}

const reads = (...seconds: number[]) => seconds.map((second) => recordAt(second, "Read"));
const condition = (comparison: CorrelationCondition["comparison"], than: number) => ({
  conditions: [{ comparison, than }],
});

describe("correlations", () => {
  it("count events in a window whose both ends count, and report a burst once", () => {
    const cases: [about: string, seconds: number[], reported: number[]][] = [
      ["two are too few", [0, 10], []],
      ["three", [0, 10, 20], [20]],
      ["the third exactly a timespan after the first", [0, 10, 300], [300]],
      ["a second more", [0, 10, 301], []],
      ["a burst goes on", [0, 1, 2, 3, 4, 5], [2]],
      ["a steady stream at the limit is one burst", [0, 150, 300, 450, 600, 750], [300]],
      ["it was below the limit between two bursts", [0, 1, 2, 290, 310, 311, 312], [2, 311]],
      ["a window ran empty between them", [0, 1, 2, 400, 400, 400], [2, 400]],
      ["all in one second", [7, 7, 7, 7], [7]],
    ];
    for (const [about, seconds, reported] of cases)
      assert.deepEqual(times(correlationOf([read]), reads(...seconds)), reported, about);
  });

  it("puts records in the order of their times, whatever order they come in", () => {
    const burst = reads(0, 1, 2, 290, 310, 311, 312);
    const orders = [burst, [...burst].reverse(), [3, 0, 6, 2, 5, 1, 4].map((index) => burst[index]!)];
    for (const order of orders) assert.deepEqual(times(correlationOf([read]), order), [2, 311]);
  });

  it("judges every condition when something matched, and again only after it was false", () => {
    const cases: [comparison: CorrelationCondition["comparison"], than: number, reported: number[]][] = [
      ["gt", 2, [2]],
      ["gte", 4, [3]],
      ["lt", 3, [0, 900]],
      ["lte", 1, [0, 900]],
      ["eq", 3, [2]],
      ["neq", 1, [1]],
    ];
    for (const [comparison, than, reported] of cases) {
      const correlation = correlationOf([read], condition(comparison, than));
      assert.deepEqual(times(correlation, reads(0, 1, 2, 3, 900)), reported, comparison);
    }
    const range: CorrelationCondition[] = [
      { comparison: "gt", than: 1 },
      { comparison: "lte", than: 2 },
    ];
    assert.deepEqual(times(correlationOf([read], { conditions: range }), reads(0, 0, 0, 900, 901)), [901]);
  });

  it("groups by every value of a field, and not where there is none", () => {
    const records = [
      ...["alice", "bob", "alice", "bob", "bob"].map((name, index) => recordAt(index, "Read", by(name))),
      recordAt(9, "Read", { userIdentity: {} }),
      recordAt(10, "Read", { userIdentity: { userName: null } }),
      recordAt(11, "Read", { userIdentity: { userName: "" } }),
      recordAt(12, "Read", { userIdentity: [{ userName: "carol" }, { userName: ["dave", "carol"] }] }),
    ];
    const correlation = correlationOf([read], condition("gte", 1));
    const groups = found(correlation, records).found.map(({ values }) => values);
    assert.deepEqual(groups, [["alice"], ["bob"], [""], ["carol"], ["dave"]]);
    assert.deepEqual(times(correlationOf([read]), records), [4]);
    assert.deepEqual(times(correlationOf([read], { groupBy: [] }), records), [2]);
  });

  it("by several fields groups what agrees in all of them, by other names where there are aliases", () => {
    const aliases = new Map([["address", new Map([[1, "requestParameters.ip"]])]]);
    const correlation = correlationOf([read, write], {
      type: "temporal",
      groupBy: ["userIdentity.userName", "address"],
      aliases: new Map([["address", new Map([...aliases.get("address")!, [0, "sourceIPAddress"]])]]),
      conditions: [{ comparison: "gte", than: 2 }],
    });
    const write1 = (ip: string) => recordAt(5, "Write", { requestParameters: { ip } });
    const read1 = recordAt(0, "Read", { sourceIPAddress: "192.0.2.1" });
    assert.deepEqual(found(correlation, [read1, write1("192.0.2.2")]).found, []);
    const [one, ...more] = found(correlation, [read1, write1("192.0.2.1")]).found;
    assert.deepEqual([one?.values, more], [["alice", "192.0.2.1"], []]);
  });

  it("counts different values, of several fields together", () => {
    const secret = (second: number, ...ids: string[]) =>
      recordAt(second, "Read", { requestParameters: { id: ids.length === 1 ? ids[0] : ids, region: "r" } });
    const counting = (than: number, ...countedFields: string[]) =>
      correlationOf([read], { type: "value_count", countedFields, ...condition("gte", than) });
    const records = [secret(0, "a"), secret(1, "a"), secret(2, "b"), recordAt(3, "Read"), secret(4, "c")];
    assert.deepEqual(times(counting(3, "requestParameters.id"), records), [4]);
    assert.deepEqual(times(counting(4, "requestParameters.id"), records), []);
    assert.deepEqual(times(counting(3, "requestParameters.id", "requestParameters.region"), records), [4]);
    assert.deepEqual(times(counting(3, "requestParameters.id"), [secret(0, "a", "b", "a", "c")]), [0]);
    // A value counts as long as one record that has it is in the window.
    const again = [secret(0, "a"), secret(200, "a"), secret(301, "b"), secret(400, "c")];
    assert.deepEqual(times(counting(3, "requestParameters.id"), again), [400]);
  });

  it("temporal wants every rule, temporal_ordered also their order", () => {
    const all = condition("gte", 3);
    const any = correlationOf([read, write, list], { type: "temporal", ...all });
    const ordered = correlationOf([read, write, list], { type: "temporal_ordered", ...all });
    const cases: [names: [string, number][], any: number[], ordered: number[]][] = [
      [
        [
          ["Read", 0],
          ["Write", 1],
          ["List", 2],
        ],
        [2],
        [2],
      ],
      [
        [
          ["List", 0],
          ["Write", 1],
          ["Read", 2],
        ],
        [2],
        [],
      ],
      [
        [
          ["Write", 0],
          ["Read", 1],
          ["Write", 2],
          ["List", 3],
        ],
        [3],
        [3],
      ],
      [
        [
          ["Read", 0],
          ["Write", 1],
          ["List", 301],
        ],
        [],
        [],
      ],
      [
        [
          ["Read", 0],
          ["Write", 200],
          ["Read", 250],
          ["List", 301],
        ],
        [301],
        [],
      ],
      [
        [
          ["Read", 0],
          ["Write", 200],
          ["Read", 250],
          ["Write", 300],
          ["List", 301],
        ],
        [301],
        [301],
      ],
      // In one second any order counts.
      [
        [
          ["List", 5],
          ["Read", 5],
          ["Write", 5],
        ],
        [5],
        [5],
      ],
      // One record that matches all rules is all of them, but no sequence.
      [[["Any", 0]], [0], []],
      [
        [
          ["Any", 0],
          ["Any", 1],
          ["Any", 2],
        ],
        [0],
        [2],
      ],
      // Of one second any order counts, also where one of them matches an earlier rule too.
      [
        [
          ["Read", 0],
          ["Write", 9],
          ["Any", 9],
        ],
        [9],
        [9],
      ],
      [
        [
          ["Any", 3],
          ["Any", 3],
        ],
        [3],
        [],
      ],
      [
        [
          ["Any", 3],
          ["List", 3],
          ["Any", 3],
        ],
        [3],
        [3],
      ],
    ];
    for (const [names, whenAny, whenOrdered] of cases) {
      const records = names.map(([name, second]) => recordAt(second, name));
      const about = JSON.stringify(names);
      assert.deepEqual(times(any, records), whenAny, `temporal ${about}`);
      assert.deepEqual(times(ordered, records), whenOrdered, `temporal_ordered ${about}`);
    }
    const two = correlationOf([read, write, list], { type: "temporal_ordered", ...condition("gte", 2) });
    assert.deepEqual(times(two, [recordAt(0, "List"), recordAt(1, "Read"), recordAt(2, "List")]), [2]);
  });

  it("copies of an event count once, records without an id each", () => {
    const one = recordAt(0, "Read");
    const copies = [one, { ...one, index: 1 }, { ...one, source: "b.json" }, recordAt(1, "Read")];
    assert.deepEqual(times(correlationOf([read]), copies), []);
    const nameless = [0, 1, 2].map((second) => recordAt(second, "Read", { eventID: undefined }));
    assert.deepEqual(times(correlationOf([read]), nameless), [2]);
    assert.deepEqual(times(correlationOf([read, write]), [recordAt(0, "Any"), recordAt(1, "Any")]), []);
  });

  it("says what it rests on", () => {
    const records = reads(0, 1, 2, 3);
    const [one] = found(correlationOf([read]), records).found;
    assert.deepEqual(
      one?.places.map(({ eventID }) => eventID),
      records.slice(0, 3).map(({ record }) => (record as { eventID: string }).eventID),
    );
    assert.deepEqual([one?.place, one?.count], [one?.places[2], 3]);
    assert.equal(one?.why, '3 events within 5m (asked: at least 3); userIdentity.userName is "alice"');
    assert.deepEqual(one?.brief, {
      eventName: "Read",
      userIdentity: { type: "IAMUser", userName: "alice" },
    });
    const many = correlationOf([read], condition("gte", 1500));
    const [burst] = found(many, reads(...Array.from({ length: 1500 }, (_, at) => at / 10))).found;
    assert.deepEqual([burst?.places.length, burst?.count], [1000, 1500]);
    assert.equal(burst?.places.at(-1), burst?.place);
  });

  it("correlations of correlations take their groups, and other fields from their records", () => {
    const many = correlationOf([read], { title: "Many", groupBy: ["sourceIPAddress"], reports: false });
    const then = correlationOf([many, write], {
      title: "Then",
      type: "temporal_ordered",
      ...condition("gte", 2),
    });
    const from = (sourceIPAddress: string, user: string) => ({ sourceIPAddress, ...by(user) });
    const burst = [0, 1, 2].map((second) => recordAt(second, "Read", from("192.0.2.1", `user${second}`)));
    const { found: all } = found(then, [...burst, recordAt(9, "Write", by("user1"))]);
    assert.deepEqual(
      all.map(({ correlation, values, count }) => [correlation.title, values, count]),
      [["Then", ["user1"], 4]],
    );
    assert.deepEqual(times(then, [...burst, recordAt(9, "Write", by("eve"))]), []);
    assert.deepEqual(
      times(then, [recordAt(0, "Write", by("user1")), ...burst.slice(1), recordAt(3, "Read")]),
      [],
    );
    // Its own group, by the name it has there.
    const perAddress = correlationOf([many], {
      ...condition("gte", 2),
      groupBy: ["sourceIPAddress"],
      timespanMs: 3_600_000,
    });
    const again = [600, 601, 602].map((second) => recordAt(second, "Read", from("192.0.2.1", "x")));
    const [twice] = found([many, perAddress], [...burst, ...again]).found;
    assert.deepEqual([twice?.values, twice?.count, twice?.correlation], [["192.0.2.1"], 6, perAddress]);
    const { found: both } = found([{ ...many, reports: true }], burst);
    assert.equal(both.length, 1);
  });

  it("names records without a readable time", () => {
    const times = ["yesterday", "2026", undefined, 12, "2026-01-05T08:00:00"];
    const records = times.map((eventTime) => recordAt(0, "Read", { eventTime }));
    assert.deepEqual(found(correlationOf([read]), records).gaps, [
      "5 matching records without a readable time could not be counted in correlations.",
    ]);
  });

  it("as a stream tells what is past its lateness, and counts what came too late", () => {
    const correlator = new Correlator([correlationOf([read])], { latenessMs: 60_000 });
    const told: number[] = [];
    const take = (at: RawRecord) => {
      correlator.add(at, read);
      for (const { time } of correlator.due()) told.push((time - START) / 1000);
    };
    for (const at of reads(0, 1, 2)) take(at);
    for (let index = 0; index < 2_000; index++) take(recordAt(1000 + index, "Read", by(`user${index}`)));
    assert.deepEqual(told, [2]);
    // A clock that is wrong makes nothing late.
    take(recordAt(1e9, "Read", by("future")));
    take(recordAt(2_950, "Read", by("in time")));
    take(recordAt(5, "Read"));
    told.push(...[...correlator.end()].map(({ time }) => time));
    assert.deepEqual(told, [2]);
    assert.deepEqual(
      correlator.gaps().map(({ inherent, detail }) => [inherent, detail]),
      [
        [
          false,
          "1 matching record came later than 60 s after newer ones, and could not be counted in correlations.",
        ],
      ],
    );
  });

  it("holds no more than it may, and says what that cost", () => {
    const inOrder = Array.from({ length: 5_000 }, (_, at) => recordAt(at * 200, "Read", by(`u${at % 7}`)));
    const few = found(correlationOf([read]), inOrder, { mostHeld: 100 });
    assert.deepEqual([few.found, few.gaps], [[], []]);
    const late = found(correlationOf([read]), [...inOrder.slice(1), inOrder[0]!], { mostHeld: 100 });
    assert.match(late.gaps.join(), /^1 matching record came after more than 100 matches had to be judged/);
    const day = correlationOf([read], { timespanMs: 86_400_000, ...condition("gte", 1000) });
    const full = found(day, reads(...Array.from({ length: 900 }, (_, at) => at)), { mostHeld: 100 });
    assert.match(full.gaps.join(), /^\d+ matching records had to be let go/);
    const wide = Array.from({ length: 200 }, (_, at) => ({ userName: `u${at}` }));
    const cut = found(correlationOf([read]), [recordAt(0, "Read", { userIdentity: wide })]);
    assert.match(cut.gaps.join(), /^1 matching record named too many values/);
  });
});
