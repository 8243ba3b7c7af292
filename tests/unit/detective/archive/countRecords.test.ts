import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { countRecords } from "../../../../detective/archive/countRecords";
import { QueryError } from "../../../../detective/source";

describe("countRecords", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "count-records-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const write = async (name: string, bytes: Buffer) => {
    const path = join(folder, "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/31", name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
  };
  const packed = (...records: unknown[]) => gzipSync(JSON.stringify({ Records: records }));
  const at = (time: string) => `2026-01-31T${time}Z`;

  it("counts by what records have, the most frequent first, and says what that covers", async () => {
    const login = { eventName: "ConsoleLogin", eventTime: at("12:00:00"), userIdentity: { type: "Root" } };
    await write(
      "a.json.gz",
      packed(login, login, { ...login, userIdentity: "nobody" }, { eventTime: at("01:00:00") }),
    );
    await write("b.json.gz", packed({ ...login, managementEvent: false, eventName: "GetObject" }));
    await write("c.json.gz", packed(login).subarray(0, 30));
    const { counts, coverage } = await countRecords(folder, { by: ["eventName", "userIdentity.type"] });
    assert.deepEqual(counts, [
      { key: ["ConsoleLogin", "Root"], count: 2 },
      { key: ["ConsoleLogin", null], count: 1 },
      { key: ["GetObject", "Root"], count: 1 },
      { key: [null, null], count: 1 },
    ]);
    const { events, files, regions, complete, gaps } = coverage;
    assert.deepEqual(
      { events, files, regions, complete },
      { events: 5, files: 3, regions: [], complete: false },
    );
    assert.equal(gaps.length, 1);
    assert.match(gaps[0]!.detail, /c\.json\.gz: the gzip data are cut off; 0 whole records read\.$/);
  });

  it("counts what a filter and a range leave, and names what has no time", async () => {
    const record = (eventTime: string, readOnly: unknown) => ({ eventTime, readOnly, eventName: "A" });
    await write(
      "a.json.gz",
      packed(
        record(at("11:59:59"), true),
        record(at("12:00:00"), true),
        record(at("13:00:00"), "true"),
        record(at("13:00:01"), true),
        record(at("12:30:00"), false),
        record("soon", true),
        "no record",
      ),
    );
    const { counts, coverage } = await countRecords(folder, {
      by: ["eventName"],
      where: [[{ field: "readOnly", oneOf: ["true"] }]],
      startTime: new Date(at("12:00:00")),
      endTime: new Date(at("13:00:00")),
    });
    assert.deepEqual(counts, [{ key: ["A"], count: 2 }]);
    assert.deepEqual(
      coverage.gaps.map(({ reason, inherent, detail }) => [reason, inherent, detail]),
      [
        [
          "data-events",
          true,
          "No data event is in these files: the trail may not record object reads and the like.",
        ],
        [
          "dirty-records",
          false,
          "1 record without a readable time not counted: they may lie in the time range.",
        ],
        ["dirty-records", true, "1 of the entries is no JSON object and not counted."],
      ],
    );
  });

  it("keeps what it had when it is ended, and refuses what can't be meant", async () => {
    await write("a.json.gz", packed({ eventName: "A" }));
    const { counts, coverage } = await countRecords(folder, {
      by: ["eventName"],
      signal: AbortSignal.abort(),
    });
    assert.deepEqual([counts, coverage.complete], [[], false]);
    const refused = (options: { by: string[]; threads?: number }) =>
      assert.rejects(countRecords(folder, options), QueryError);
    await refused({ by: [""] });
    await refused({ by: ["eventName"], threads: -1 });
    await assert.rejects(countRecords(join(folder, "none"), { by: ["eventName"] }), QueryError);
  });
});
