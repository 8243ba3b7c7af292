import assert from "node:assert/strict";
import { localTimes } from "../../../cli/output/localTime";
import type { Answer } from "../../../detective";

const answer = (...times: string[]): Answer<"time" | "text"> => ({
  id: "q",
  title: "Q",
  columns: [
    { key: "time", title: "Time", kind: "time" },
    { key: "text", title: "Text" },
  ],
  items: [],
  rows: times.map((time) => ({ time, text: "2025-07-01T00:00:00Z" })),
  evidence: [],
  events: [],
  coverage: { source: "", regions: [], events: 0, complete: true, gaps: [] },
});

describe("times in the reader's zone", () => {
  const zone = process.env.TZ;
  const inZone = (name: string, test: () => void) => () => {
    process.env.TZ = name;
    try {
      test();
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  };

  it(
    "the offset stands in the title; other columns stay",
    inZone("Europe/Berlin", () => {
      const { columns, rows } = localTimes(answer("2025-12-11T23:30:05Z", ""));
      assert.deepEqual(
        columns.map(({ title }) => title),
        ["Time (UTC+01:00)", "Text"],
      );
      assert.deepEqual(rows, [
        { time: "2025-12-12 00:30:05", text: "2025-07-01T00:00:00Z" },
        { time: "", text: "2025-07-01T00:00:00Z" },
      ]);
    }),
  );

  it(
    "where summer time ended in between, each has its own",
    inZone("America/New_York", () => {
      const { columns, rows } = localTimes(answer("2025-11-02T05:30:00Z", "2025-11-02T06:30:00Z"));
      assert.equal(columns[0]?.title, "Time");
      assert.deepEqual(
        rows.map(({ time }) => time),
        ["2025-11-02 01:30:00 UTC-04:00", "2025-11-02 01:30:00 UTC-05:00"],
      );
    }),
  );

  it(
    "half hours count",
    inZone("Asia/Kolkata", () => {
      assert.equal(localTimes(answer("2025-12-11T00:00:00.123Z")).rows[0]?.time, "2025-12-11 05:30:00");
    }),
  );

  it(
    "in UTC nothing changes",
    inZone("UTC", () => {
      const given = answer("2025-12-11T23:30:05Z");
      assert.equal(localTimes(given), given);
    }),
  );

  it(
    "what is no time stays as it is",
    inZone("Asia/Tokyo", () => {
      assert.equal(localTimes(answer("soon", "2025-12-11T00:00:00Z")).rows[0]?.time, "soon");
      assert.equal(localTimes(answer("9999-99-99T99:99:99Z")).rows[0]?.time, "9999-99-99T99:99:99Z");
    }),
  );
});
