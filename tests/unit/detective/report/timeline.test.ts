import assert from "node:assert/strict";
import fc from "fast-check";
import { timeScale } from "../../../../detective/report/timeScale";
import { timelineLayout } from "../../../../detective/report/timelineLayout";
import { timelineLanes } from "../../../../detective/report/timelineLanes";
import { durationWords, timelineRows } from "../../../../detective/report/timelineRows";
import { placeRows } from "../../../../detective/report/placeRows";
import { Mark, TimelineEntry, TimelineSession } from "../../../../detective/timeline/timeline";

const START = Date.UTC(2026, 0, 31, 12);
const iso = (second: number) => new Date(START + second * 1000).toISOString().replace(".000", "");

function entry(
  second: number,
  name: string,
  more: { session?: string; marks?: Mark[]; error?: string; what?: string } = {},
): TimelineEntry {
  const { session = "s", marks = [], error, what = `called ${name}` } = more;
  return {
    event: {
      eventTime: iso(second),
      eventName: name,
      eventSource: "s3.amazonaws.com",
      sourceIPAddress: "192.0.2.7",
      awsRegion: "us-east-1",
      eventID: `${session}-${second}-${name}`,
      ...(error !== undefined && { errorCode: error }),
    },
    session,
    marks,
    what,
    via: { kind: "user", value: "alice" },
  };
}

function session(id: string, first = 0, issuer?: string): TimelineSession {
  return {
    id,
    who: `who-${id}`,
    from: [],
    userAgents: [],
    first: iso(first),
    last: iso(first),
    events: 1,
    denied: 0,
    ...(issuer !== undefined && { issuedBy: { eventName: "AssumeRole", session: issuer } }),
  };
}

describe("timelineRows", () => {
  it("puts like calls of one session that follow each other into one row, also when others come in between", () => {
    const rows = timelineRows({
      sessions: [session("s"), session("t")],
      entries: [
        entry(0, "GetObject", { what: "read a" }),
        entry(1, "ListUsers", { session: "t" }),
        entry(2, "GetObject", { what: "read b" }),
        entry(3, "GetObject", { what: "read b" }),
        entry(4, "PutObject"),
        entry(5, "GetObject", { what: "read a" }),
      ],
    });
    assert.deepEqual(
      rows.map(({ who, first, last, calls, what, eventIDs }) => [
        who,
        first,
        last,
        calls,
        what,
        eventIDs.length,
      ]),
      [
        ["who-s", iso(0), iso(3), 3, "read a; and 1 more like it, 3 times within 3 seconds", 3],
        ["who-t", iso(1), iso(1), 1, "called ListUsers", 1],
        ["who-s", iso(4), iso(4), 1, "called PutObject", 1],
        ["who-s", iso(5), iso(5), 1, "read a", 1],
      ],
    );
  });

  it("begins another row after ten minutes, on another outcome, and on another mark", () => {
    const rows = timelineRows({
      sessions: [],
      entries: [
        entry(0, "GetObject"),
        entry(600, "GetObject"),
        entry(1201, "GetObject"),
        entry(1202, "GetObject", { error: "AccessDenied", marks: ["denied"] }),
        entry(1203, "GetObject", { marks: ["data-access"] }),
      ],
    });
    assert.deepEqual(
      rows.map(({ who, calls, outcome, marks }) => [who, calls, outcome, marks]),
      [
        ["s", 2, "success", []],
        ["s", 1, "success", []],
        ["s", 1, "AccessDenied", ["denied"]],
        ["s", 1, "success", ["data-access"]],
      ],
    );
  });

  it("keeps what has no readable time apart", () => {
    const timeless = { ...entry(0, "GetObject"), event: { eventName: "GetObject", eventTime: "yesterday" } };
    assert.equal(timelineRows({ sessions: [], entries: [timeless, timeless] }).length, 2);
  });

  it("says durations in the unit that says most", () => {
    assert.deepEqual([0, 1_000, 90_000, 120_000, 5_400_000, 7_200_000, 172_800_000].map(durationWords), [
      "1 second",
      "1 second",
      "90 seconds",
      "2 minutes",
      "90 minutes",
      "2 hours",
      "2 days",
    ]);
  });
});

describe("timeScale", () => {
  it("leaves long silences out, and nothing else", () => {
    const minute = 60_000;
    const day = 86_400_000;
    const scale = timeScale([0, minute, 2 * minute, 3 * day, 3 * day + minute]);
    assert.deepEqual(
      scale.silences.map(({ ms }) => ms),
      [3 * day - 2 * minute],
    );
    assert.deepEqual(timeScale([0, minute, 2 * minute, 4 * minute]).silences, []);
  });

  it("puts a single time in the middle, with one label", () => {
    const scale = timeScale([START]);
    assert.equal(scale.at(START), 0.5);
    assert.deepEqual(scale.ticks, [{ at: 0.5, time: START, leading: true }]);
  });

  it("keeps the order, stays within the line, and lets no labels touch, whatever the times", () => {
    const times = fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(times, (each) => {
        const scale = timeScale(each);
        const places = [...each].sort((a, b) => a - b).map((time) => scale.at(time));
        places.forEach((place, index) => {
          assert.ok(place >= 0 && place <= 1.000001, String(place));
          assert.ok(index === 0 || place >= places[index - 1]!);
        });
        scale.ticks.forEach(({ at }, index) => {
          assert.ok(index === 0 || at - scale.ticks[index - 1]!.at >= 0.0999, JSON.stringify(scale.ticks));
        });
        assert.ok(scale.ticks.length > 0);
      }),
    );
  });
});

describe("timelineLayout", () => {
  it("sets what happened within seconds in its order", () => {
    const entries = [entry(0, "A"), entry(0, "B"), entry(1, "C"), entry(1, "D")];
    const { inOrder, place, ticks } = timelineLayout(entries)!;
    assert.equal(inOrder, true);
    assert.deepEqual(entries.map(place), [0.125, 0.375, 0.625, 0.875]);
    assert.deepEqual(
      ticks.map(({ at, time }) => [at, time - START]),
      [
        [0, 0],
        [0.5, 1000],
      ],
    );
  });

  it("sets what took longer to scale, and leaves out what has no readable time", () => {
    const timeless = { ...entry(0, "A"), event: { eventTime: "yesterday" } };
    const { inOrder, place } = timelineLayout([entry(0, "A"), timeless, entry(10, "B")])!;
    assert.equal(inOrder, false);
    assert.deepEqual([place(entry(5, "C")), place(timeless)], [0.5, undefined]);
    assert.equal(timelineLayout([timeless]), undefined);
  });
});

describe("timelineLanes", () => {
  const lanesOf = (sessions: TimelineSession[], entries: TimelineEntry[]) =>
    timelineLanes({ sessions, entries }, timelineLayout(entries)!.place);

  it("puts a session below the one that issued it", () => {
    const sessions = [
      session("child", 1, "root"),
      session("other", 2),
      session("root", 0),
      session("grandchild", 3, "child"),
    ];
    const lanes = lanesOf(
      sessions,
      ["child", "other", "root", "grandchild"].map((id, index) => entry(index, "X", { session: id })),
    );
    assert.deepEqual(
      lanes.map((lane) => [lane.sessions[0]?.id, lane.depth]),
      [
        ["root", 0],
        ["child", 1],
        ["grandchild", 2],
        ["other", 0],
      ],
    );
  });

  it("shows sessions that issued each other in a ring", () => {
    const lanes = lanesOf(
      [session("a", 0, "b"), session("b", 1, "a")],
      [entry(0, "X", { session: "a" }), entry(1, "X", { session: "b" })],
    );
    assert.deepEqual(
      lanes.map((lane) => lane.sessions[0]?.id),
      ["a", "b"],
    );
  });

  it("puts the least telling of many sessions together, never a marked one", () => {
    const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
    const entries = ids.flatMap((id, index) => [
      entry(index, "X", { session: id }),
      ...(index < 30 ? [entry(index, "Y", { session: id })] : []),
    ]);
    entries.push(entry(50, "StopLogging", { session: "s39", marks: ["tracks-covered"] }));
    const lanes = lanesOf(
      ids.map((id, index) => session(id, index)),
      entries,
    );
    assert.equal(lanes.length, 12);
    assert.deepEqual(
      lanes.map(({ sessions }) => sessions.length),
      [...Array<number>(11).fill(1), 29],
    );
    assert.ok(lanes.slice(0, 11).some(({ sessions }) => sessions[0]?.id === "s39"));
  });

  it("puts calls near each other into one bar, and a run of marks under one sign", () => {
    const reads = Array.from({ length: 1000 }, (_, index) =>
      entry(index, "GetObject", { marks: ["data-access"] }),
    );
    const [lane] = lanesOf(
      [session("s")],
      [entry(0, "ListBuckets"), ...reads, entry(1000, "StopLogging", { marks: ["tracks-covered"] })],
    );
    assert.ok(lane!.bars.length <= 60);
    assert.equal(
      lane!.bars.reduce((sum, { entries }) => sum + entries.length, 0),
      1002,
    );
    assert.equal(Math.max(...lane!.bars.map(({ height }) => height)), 1);
    assert.deepEqual(
      lane!.points.map(({ mark }) => mark),
      ["data-access", "tracks-covered"],
    );
  });
});

describe("placeRows", () => {
  it("counts by address, with who and when", () => {
    const entries = [
      entry(5, "A", { marks: ["denied"] }),
      entry(1, "B", { session: "t" }),
      { ...entry(2, "C"), event: { eventTime: iso(2) } },
    ];
    assert.deepEqual(placeRows({ sessions: [session("s")], entries }), [
      {
        from: "192.0.2.7",
        who: ["who-s", "t"],
        regions: ["us-east-1"],
        first: iso(1),
        last: iso(5),
        calls: 2,
        denied: 1,
      },
      { from: "not recorded", who: ["who-s"], regions: [], first: iso(2), last: iso(2), calls: 1, denied: 0 },
    ]);
  });
});
