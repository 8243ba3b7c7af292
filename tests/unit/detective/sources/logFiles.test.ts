import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { collect } from "../../../../detective/collect";
import { Coverage, EventQuery, QueryError } from "../../../../detective/source";
import { logFiles } from "../../../../detective/sources/logFiles";
import { LogFilesOptions } from "../../../../detective/sources/logScope";

const ACCOUNT = "111122223333";

/** A record at a time of 31 January 2026, or at a whole ISO time. */
function record(eventID: string, time = "12:00:00", more: object = {}): object {
  const eventTime = time.includes("T") ? time : `2026-01-31T${time}Z`;
  return {
    eventVersion: "1.11",
    eventID,
    eventTime,
    eventName: "ListUsers",
    eventSource: "iam.amazonaws.com",
    awsRegion: "us-east-1",
    managementEvent: true,
    ...more,
  };
}

/** Where CloudTrail puts a file that it delivers on a day, `2026/01/31`. */
function key(day: string, name = "a", { account = ACCOUNT, region = "us-east-1", kind = "CloudTrail" } = {}) {
  const time = `${day.replaceAll("/", "")}T1200Z`;
  return `AWSLogs/${account}/${kind}/${region}/${day}/${account}_${kind}_${region}_${time}_${name}.json.gz`;
}

const packed = (...records: unknown[]) => gzipSync(JSON.stringify({ Records: records }));

describe("logFiles", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "audit-trail-logs-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, content: Buffer | string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  async function ids(
    query: EventQuery = {},
    options: LogFilesOptions = {},
    paths: string | string[] = folder,
  ) {
    const { events, coverage } = await collect(logFiles(paths, options).read(query));
    return { ids: events.map(({ eventID }) => eventID), coverage, events };
  }

  const reasons = ({ gaps }: Coverage) => gaps.map(({ reason, detail }) => `${reason}: ${detail}`);

  it("reads a folder to the bottom, newest first, each event once, and says where it stood", async () => {
    const first = write(key("2026/01/31", "a"), packed(record("a", "12:00:00"), record("b", "13:00:00")));
    write(
      key("2026/01/31", "b", { region: "eu-west-1" }),
      packed(
        record("b", "13:00:00"),
        record("c", "11:00:00", { awsRegion: "eu-west-1", managementEvent: false }),
      ),
    );
    const { ids: found, coverage, events } = await ids();
    assert.deepEqual(found, ["b", "a", "c"]);
    assert.deepEqual(
      events.map(({ origin }) => origin?.index),
      [0, 0, 1],
    );
    assert.ok(events.some(({ origin }) => origin?.file === first));
    assert.deepEqual(coverage, {
      source: `log files in ${folder}`,
      regions: ["eu-west-1", "us-east-1"],
      events: 3,
      files: 2,
      complete: true,
      gaps: [],
    });
  });

  it("says that there is no data event where there is none", async () => {
    write("a.json", JSON.stringify({ Records: [record("a")] }));
    const { coverage } = await ids();
    assert.deepEqual(
      coverage.gaps.map(({ reason, inherent }) => [reason, inherent]),
      [["data-events", true]],
    );
    assert.equal(coverage.complete, true);
  });

  const lookupRow = {
    EventId: "a",
    EventName: "ListUsers",
    EventSource: "iam.amazonaws.com",
    Username: "alice",
    EventTime: "2026-01-31T13:00:00+01:00",
    Resources: [{ ResourceType: "AWS::IAM::User", ResourceName: "alice" }, 7],
    CloudTrailEvent: JSON.stringify({ eventID: "a", eventName: "ListUsers" }),
  };
  const forms: [string, string, Buffer | string][] = [
    ["as delivered", "x.json.gz", packed(record("a"))],
    ["unpacked", "x.json", JSON.stringify({ Records: [record("a")] }, undefined, 2)],
    ["gzip under a wrong name", "x.json", packed(record("a"))],
    ["plain under a wrong name", "x.json.gz", JSON.stringify({ Records: [record("a")] })],
    ["under no name that says anything", "x", packed(record("a"))],
    ["with a byte order mark", "x.json", `\uFEFF${JSON.stringify({ Records: [record("a")] })}`],
    ["a list", "x.json", JSON.stringify([record("a")])],
    ["one record", "x.json", JSON.stringify(record("a"))],
    ["lines", "x.jsonl", `${JSON.stringify(record("a"))}\r\n\n${JSON.stringify(record("b"))}\n`],
    ["lines of files", "x.ndjson", `${JSON.stringify({ Records: [record("a")] })}\n{"Records":[]}\n`],
    ["what lookup-events prints", "x.json", JSON.stringify({ Events: [lookupRow] })],
    ["rows of lookup-events", "x.json", JSON.stringify([lookupRow])],
    [
      "two gzip streams",
      "x.json.gz",
      Buffer.concat([
        gzipSync('{"Records":['),
        packed(record("a")).subarray(0, 0),
        gzipSync(`${JSON.stringify(record("a"))}]}`),
      ]),
    ],
  ];
  for (const [name, path, content] of forms) {
    it(`reads ${name}`, async () => {
      write(path, content);
      const { ids: found, coverage } = await ids({ where: { EventName: "ListUsers" } });
      assert.equal(found[0], "a");
      assert.equal(coverage.complete, true, reasons(coverage).join());
    });
  }

  it("keeps what lookup-events says beside the record", async () => {
    write("x.json", JSON.stringify({ Events: [lookupRow] }));
    const { events } = await ids({ where: { Username: "alice" } });
    assert.deepEqual(events, [
      {
        eventID: "a",
        eventName: "ListUsers",
        eventSource: "iam.amazonaws.com",
        eventTime: "2026-01-31T12:00:00Z",
        lookup: { username: "alice", resources: [{ type: "AWS::IAM::User", name: "alice" }] },
        origin: { file: join(folder, "x.json"), index: 0 },
      },
    ]);
  });

  const whole = JSON.stringify({ Records: [record("a"), record("b")] });
  const many = packed(
    ...Array.from({ length: 2000 }, (_, index) => record(`id-${index}-${Math.sin(index)}`)),
  );
  const damaged = Buffer.from(many);
  damaged.fill(0xff, damaged.length >> 1, (damaged.length >> 1) + 8);
  const broken: [string, string, Buffer | string, (count: number) => boolean, RegExp][] = [
    ["empty", "x.json.gz", "", (count) => count === 0, /it is empty/],
    ["only blanks", "x.json", " \n ", (count) => count === 0, /it is empty/],
    ["no JSON", "x.json", "hello", (count) => count === 0, /it is not JSON/],
    ["other JSON", "x.json", '{"name":"x"}', (count) => count === 0, /holds no CloudTrail records/],
    [
      "Records that are no list",
      "x.json",
      '{"Records":7}',
      (count) => count === 0,
      /holds no CloudTrail records/,
    ],
    ["cut in a record", "x.json", whole.slice(0, -30), (count) => count === 1, /cut off; 1 whole/],
    [
      "cut between records",
      "x.json",
      whole.slice(0, whole.indexOf("},{") + 1),
      (count) => count === 1,
      /cut off; 1 whole/,
    ],
    [
      "cut in the gzip data",
      "x.json.gz",
      many.subarray(0, many.length >> 1),
      (count) => count > 100 && count < 2000,
      /gzip data are cut off; \d+ whole/,
    ],
    [
      "cut in the gzip header",
      "x.json.gz",
      many.subarray(0, 5),
      (count) => count === 0,
      /gzip data are cut off/,
    ],
    ["damaged gzip data", "x.json.gz", damaged, (count) => count < 2000, /gzip data are damaged/],
    [
      "something after the gzip data",
      "x.json.gz",
      Buffer.concat([packed(record("a"), record("b")), Buffer.from("something")]),
      (count) => count === 2,
      /gzip data are damaged.*; 2 whole/,
    ],
    [
      "one broken record among whole ones",
      "x.json",
      whole.replace('"eventID":"b"', '"eventID":oops'),
      (count) => count === 1,
      /JSON is broken; 1 whole/,
    ],
    [
      "a broken line",
      "x.jsonl",
      `${JSON.stringify(record("a"))}\n{"eventID":\n`,
      (count) => count === 1,
      /1 of its 2 lines/,
    ],
  ];
  for (const [name, path, content, holds, reason] of broken) {
    it(`keeps what is whole and goes on: ${name}`, async () => {
      write(path, content);
      write("z.json.gz", packed(record("other", "10:00:00", { managementEvent: false })));
      const { events, coverage } = await ids({ where: { EventSource: "iam.amazonaws.com" } });
      assert.ok(events.some(({ eventID }) => eventID === "other"));
      assert.ok(holds(events.length - 1), `${events.length - 1} records`);
      assert.equal(coverage.complete, false);
      const [gap, ...more] = coverage.gaps.filter(({ reason: why }) => why === "unreadable-file");
      assert.equal(more.length, 0);
      assert.match(gap!.detail, reason);
      assert.ok(gap!.detail.startsWith(join(folder, path)));
    });
  }

  it("does not pass over a damaged file because the part that is left can't match", async () => {
    write("x.json.gz", many.subarray(0, many.length >> 1));
    write("y.json", whole.slice(0, -30));
    const { coverage } = await ids({ where: { EventId: "nowhere" } });
    assert.equal(coverage.gaps.filter(({ reason }) => reason === "unreadable-file").length, 2);
  });

  it("names a broken record, and counts its place", async () => {
    write("x.json", `{"Records":[{"eventID":oops},${JSON.stringify(record("a"))}]}`);
    const { events } = await ids();
    assert.deepEqual(
      events.map(({ eventID, unparsed, origin }) => [eventID, unparsed, origin?.index]),
      [
        ["a", undefined, 1],
        [undefined, { record: '{"eventID":oops}' }, 0],
      ],
    );
  });

  it("names no more than 20 files that can't be read one by one", async () => {
    for (let index = 0; index < 25; index++) write(`${index}.json`, "no");
    const { coverage } = await ids();
    assert.equal(coverage.gaps.length, 21);
    assert.match(coverage.gaps[20]!.detail, /^5 more file/);
  });

  it("never reads digests as logs, nor Insights files but for insight", async () => {
    const digest = JSON.stringify({ digestEndTime: "x", logFiles: [], eventID: "d" });
    write(key("2026/01/31", "d", { kind: "CloudTrail-Digest" }), gzipSync(digest));
    write("moved/digest.json", digest);
    write(
      `moved/${ACCOUNT}_CloudTrail-Digest_us-east-1_t_us-east-1_20260131T120000Z.json.gz`,
      packed(record("d")),
    );
    const insight = { eventType: "AwsCloudTrailInsight", eventCategory: "Insight" };
    write(key("2026/01/31", "i", { kind: "CloudTrail-Insight" }), packed(record("i", undefined, insight)));
    write("exported.json", JSON.stringify([record("i2", undefined, insight), record("a")]));
    write(key("2026/01/31", "g", { kind: "CloudTrail-Aggregated" }), packed(record("g")));
    write(`AWSLogs/${ACCOUNT}/vpcflowlogs/us-east-1/2026/01/31/x.log.gz`, gzipSync("2 111 eni"));
    assert.deepEqual((await ids()).ids, ["a"]);
    const insights = await ids({ category: "insight" });
    assert.deepEqual(insights.ids, ["i", "i2"]);
    assert.equal(insights.coverage.complete, true, reasons(insights.coverage).join());
  });

  it("opens only what the time range leaves, with a day on either side", async () => {
    const days = ["2025/12/30", "2026/01/29", "2026/01/30", "2026/01/31", "2026/02/01", "2026/02/02"];
    // Whatever is opened is broken, so that it is named.
    for (const day of days) write(key(day), "no");
    const opened = async (startTime?: string, endTime?: string, options?: LogFilesOptions) => {
      const { coverage } = await ids(
        {
          ...(startTime && { startTime: new Date(startTime) }),
          ...(endTime && { endTime: new Date(endTime) }),
        },
        options,
      );
      return coverage.gaps.map(({ detail, reason }) =>
        reason === "late-delivery" ? detail : /\d{4}\/\d\d\/\d\d/.exec(detail)?.[0],
      );
    };
    assert.deepEqual(await opened(), days);
    const late =
      "Files delivered more than 1 day after the end of the time range were not opened: CloudTrail delivers within minutes, but tries for 30 days where the bucket refuses it.";
    assert.deepEqual(await opened("2026-01-31T11:00:00Z", "2026-01-31T13:00:00Z"), [
      ...days.slice(2, 5),
      late,
    ]);
    assert.deepEqual(await opened("2026-01-31T13:00:00Z"), days.slice(3));
    assert.deepEqual(await opened(undefined, "2026-01-28T23:59:59Z"), [...days.slice(0, 2), late]);
    assert.deepEqual(await opened(undefined, "2026-01-28T23:59:59Z", { deliveryDays: 31 }), days);
  });

  it("keeps to the time range, both ends included, and says what it can't place", async () => {
    write(
      "x.json",
      JSON.stringify([
        record("before", "11:59:59"),
        record("first", "12:00:00"),
        record("last", "13:00:00"),
        record("after", "13:00:01"),
        record("undated", "never:T"),
      ]),
    );
    const range = { startTime: new Date("2026-01-31T12:00:00Z"), endTime: new Date("2026-01-31T13:00:00Z") };
    const { ids: found, coverage } = await ids(range);
    assert.deepEqual(found, ["last", "first"]);
    assert.match(reasons(coverage).join(), /dirty-records: 1 record\(s\) without a readable time/);
    assert.equal(coverage.complete, false);
    assert.equal(coverage.from, "2026-01-31T12:00:00.000Z");
    assert.equal(
      (await ids({ ...range, keep: ({ eventID }) => eventID !== "undated" })).coverage.complete,
      true,
    );
    assert.equal((await ids()).ids.length, 5);
  });

  it("reads only the accounts and regions asked for, by the layout or by the record", async () => {
    write(key("2026/01/31", "a"), packed(record("a")));
    write(key("2026/01/31", "b", { account: "444455556666" }), packed(record("b")));
    write(
      key("2026/01/31", "c", { region: "eu-west-1" }),
      packed(record("c", "12:00:00", { awsRegion: "eu-west-1" })),
    );
    write(
      "flat.json",
      JSON.stringify([record("d", "12:00:00", { recipientAccountId: ACCOUNT, awsRegion: "eu-west-1" })]),
    );
    const sorted = async (options: LogFilesOptions) => (await ids({}, options)).ids.sort();
    assert.deepEqual(await sorted({ accounts: ["444455556666"] }), ["b"]);
    assert.deepEqual(await sorted({ regions: ["eu-west-1"] }), ["c", "d"]);
    assert.deepEqual(await sorted({ regions: ["eu-west-1"], accounts: [ACCOUNT] }), ["c", "d"]);
    assert.deepEqual((await ids({}, { regions: ["eu-west-1"] })).coverage.regions, ["eu-west-1"]);
  });

  it("leaves a region out of what it covers where one of its files could not be read", async () => {
    write(key("2026/01/31", "a"), packed(record("a")));
    write(key("2026/01/31", "b"), "no");
    const { coverage } = await ids();
    assert.deepEqual(coverage.regions, []);
    assert.equal(coverage.gaps[0]?.region, "us-east-1");
  });

  it("gives the newest of all, whatever the order of files, and says that it cut", async () => {
    write(
      "a.json",
      JSON.stringify([record("3", "03:00:00"), record("9", "09:00:00"), record("undated", "T")]),
    );
    write(
      "b.json",
      JSON.stringify([record("1", "01:00:00"), record("8", "08:00:00"), record("2", "02:00:00")]),
    );
    for (const max of [1, 2, 3, 4, 5]) {
      const { ids: found, coverage } = await ids({ max });
      assert.deepEqual(found, ["9", "8", "3", "2", "1"].slice(0, max));
      assert.match(reasons(coverage).join(), new RegExp(`cut: Cut after the newest ${max} events`));
      assert.equal(coverage.complete, false);
    }
    const all = await ids({ max: 6 });
    assert.deepEqual(all.ids, ["9", "8", "3", "2", "1", "undated"]);
    assert.equal(all.coverage.complete, true);
  });

  it("with max opens no file that can hold nothing newer", async () => {
    write(key("2026/01/31"), packed(record("new", "11:00:00"), record("late", "2026-01-02T00:00:00Z")));
    for (const day of ["2026/01/30", "2026/01/29", "2026/01/03", "2026/01/02"]) write(key(day), "no");
    const { ids: found, coverage } = await ids({ max: 1 }, { concurrency: 1 });
    assert.deepEqual(found, ["new"]);
    assert.equal(coverage.gaps.filter(({ reason }) => reason === "unreadable-file").length, 1);
    assert.equal(coverage.gaps.filter(({ reason }) => reason === "cut").length, 1);
  });

  it("reports an incomplete reading until its end", async () => {
    write("a.json", JSON.stringify([record("a"), record("b")]));
    const reading = logFiles(folder).read();
    assert.equal(reading.coverage().complete, false);
    for await (const event of reading) if (event) break;
    assert.equal(reading.coverage().complete, false);
    const most = logFiles(folder).read({ max: 1 });
    for await (const event of most) if (event) break;
    assert.deepEqual(
      most.coverage().gaps.map(({ reason }) => reason),
      ["data-events", "cut"],
    );
  });

  it("follows links, in a circle as well, and passes over what is no log", async () => {
    write("logs/a.json", JSON.stringify([record("a")]));
    write("logs/notes.md", "# about these logs");
    write("logs/.hidden.json", "no");
    symlinkSync(folder, join(folder, "logs", "up"));
    symlinkSync(join(folder, "nowhere"), join(folder, "logs", "gone.json"));
    const { ids: found, coverage } = await ids();
    assert.deepEqual(found, ["a"]);
    assert.match(reasons(coverage)[0]!, /gone\.json: there is no such file/);
  });

  it("reads several paths, single files among them", async () => {
    const a = write("a/a.json", JSON.stringify([record("a")]));
    write("b/b.json", JSON.stringify([record("b")]));
    assert.deepEqual((await ids({}, {}, [a, join(folder, "b"), a])).ids.sort(), ["a", "b"]);
  });

  it("names a file that this user may not read", async function () {
    if (process.getuid?.() === 0) this.skip();
    chmodSync(write("a.json", "[]"), 0);
    const { coverage } = await ids();
    assert.match(reasons(coverage)[0]!, /this user may not read it/);
  });

  const refused: [string, () => unknown, RegExp][] = [
    [
      "a path that isn't there",
      () => ids({}, {}, join(folder, "nowhere")),
      /nowhere: there is no such file or folder; give/,
    ],
    [
      "a folder without a log file",
      () => (write("x.md", "#"), ids()),
      /no log file is in this folder or below it/,
    ],
    ["no path", () => logFiles([]), /no log files to read/],
    [
      "an account id that is none",
      () => logFiles(folder, { accounts: ["1"] }),
      /accounts: "1" is no account id/,
    ],
    ["an empty list of regions", () => logFiles(folder, { regions: [] }), /regions: an empty list/],
    ["no files at a time", () => logFiles(folder, { concurrency: 0 }), /concurrency: 0/],
    [
      "crossed times",
      () => ids({ startTime: new Date(2), endTime: new Date(1) }),
      /startTime: .* is after endTime/,
    ],
    ["an unknown attribute", () => ids({ where: { Nope: "x" } as never }), /where\.Nope/],
  ];
  for (const [name, ask, message] of refused) {
    it(`refuses ${name} in one clear error`, async () => {
      await assert.rejects(
        async () => await ask(),
        (error) => error instanceof QueryError && message.test(error.message),
      );
    });
  }

  it("is no error where only the time range leaves nothing", async () => {
    write(key("2026/01/31"), packed(record("a")));
    const { ids: found, coverage } = await ids({ startTime: new Date("2026-03-01T00:00:00Z") });
    assert.deepEqual(found, []);
    assert.equal(coverage.complete, true);
  });
});
