import assert from "node:assert/strict";
import { readRange } from "../../../cli/options/readTime";

const now = Date.UTC(2025, 11, 11, 12);

describe("reading --since and --until", () => {
  const cases: [text: string, utc: boolean, start: string, end: string][] = [
    ["30m", false, "2025-12-11T11:30:00.000Z", "2025-12-11T11:30:00.000Z"],
    ["2h", false, "2025-12-11T10:00:00.000Z", "2025-12-11T10:00:00.000Z"],
    ["3d", false, "2025-12-08T12:00:00.000Z", "2025-12-08T12:00:00.000Z"],
    ["1w", false, "2025-12-04T12:00:00.000Z", "2025-12-04T12:00:00.000Z"],
    ["2025-12-10", true, "2025-12-10T00:00:00.000Z", "2025-12-10T23:59:59.999Z"],
    ["2025-12-11T00:00Z", false, "2025-12-11T00:00:00.000Z", "2025-12-11T00:00:00.000Z"],
    ["2025-12-11t08:30:15z", false, "2025-12-11T08:30:15.000Z", "2025-12-11T08:30:15.000Z"],
    ["2025-12-11 08:30:15.25Z", false, "2025-12-11T08:30:15.250Z", "2025-12-11T08:30:15.250Z"],
    ["2025-12-11T08:30+01:00", false, "2025-12-11T07:30:00.000Z", "2025-12-11T07:30:00.000Z"],
    ["2025-12-11T08:30-0530", false, "2025-12-11T14:00:00.000Z", "2025-12-11T14:00:00.000Z"],
    ["2025-12-11T08:30", true, "2025-12-11T08:30:00.000Z", "2025-12-11T08:30:00.000Z"],
    ["2024-02-29", true, "2024-02-29T00:00:00.000Z", "2024-02-29T23:59:59.999Z"],
  ];
  for (const [text, utc, start, end] of cases) {
    it(`${text} ${utc ? "in UTC" : ""}`, () => {
      const late = Date.UTC(2025, 11, 12);
      if (Date.parse(start) <= now && !/^\d+\w$/.test(text)) {
        assert.equal(readRange({ since: text, utc }, late).startTime?.toISOString(), start);
      }
      assert.equal(readRange({ until: text, utc }, now).endTime?.toISOString(), end);
    });
  }

  it("a time without a zone is local", () => {
    const { startTime } = readRange({ since: "2025-12-10T08:30" }, now);
    assert.equal(startTime?.getTime(), new Date(2025, 11, 10, 8, 30).getTime());
    const { startTime: day } = readRange({ since: "2025-12-10" }, now);
    assert.equal(day?.getTime(), new Date(2025, 11, 10).getTime());
  });

  it("nothing given is no limit", () => assert.deepEqual(readRange({}, now), {}));

  for (const text of [
    "",
    "yesterday",
    "2h ago",
    "2025-13-01",
    "2025-02-30",
    "2025-12-11T25:00",
    "-2h",
    "1.5h",
    "2025",
  ]) {
    it(`refuses ${JSON.stringify(text)} with the forms that are understood`, () => {
      assert.throws(() => readRange({ since: text }, now), {
        name: "UsageError",
        message: `--since ${JSON.stringify(text)} is no time; use an age (30m, 2h, 3d, 1w), a day (2025-12-11) or a time (2025-12-11T08:30Z, 2025-12-11T08:30+01:00)`,
      });
    });
  }

  it("refuses an age older than time itself", () => {
    assert.throws(() => readRange({ since: "99999999999999w" }, now), /is no time/);
  });

  it("refuses a --since in the future", () => {
    assert.throws(() => readRange({ since: "2025-12-12T00:00Z" }, now), {
      name: "UsageError",
      message:
        "--since 2025-12-12T00:00Z is in the future (2025-12-12T00:00:00Z; it is 2025-12-11T12:00:00Z): nothing has happened yet; give an earlier time",
    });
  });

  it("refuses times that cross", () => {
    assert.throws(() => readRange({ since: "1h", until: "2h" }, now), {
      name: "UsageError",
      message:
        "--since 1h (2025-12-11T11:00:00Z) is later than --until 2h (2025-12-11T10:00:00Z): no time lies between; swap them",
    });
  });

  it("one and the same time does not cross, nor does one day", () => {
    assert.doesNotThrow(() => readRange({ since: "1h", until: "1h" }, now));
    assert.doesNotThrow(() => readRange({ since: "2025-12-10", until: "2025-12-10" }, now));
  });

  it("an --until in the future is no mistake", () => {
    assert.equal(
      readRange({ until: "2026-01-01T00:00Z" }, now).endTime?.toISOString(),
      "2026-01-01T00:00:00.000Z",
    );
  });
});
