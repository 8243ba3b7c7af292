import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { fileRecords } from "../../../../detective/detect/fileRecords";
import { joinedRecords } from "../../../../detective/detect/joinedRecords";
import { RecordQuery, RecordSource } from "../../../../detective/detect/recordReading";

const record = (eventName: string, more: Record<string, unknown> = {}) => ({
  eventVersion: "1.11",
  eventID: `id-${eventName}`,
  eventName,
  eventTime: "2026-01-05T08:00:00Z",
  awsRegion: "eu-central-1",
  ...more,
});

async function read(source: RecordSource, query?: RecordQuery) {
  const reading = source.read(query);
  const all: [index: number, record: unknown][] = [];
  const sources = new Set<string>();
  for await (const at of reading) {
    all.push([at.index, at.record]);
    sources.add(at.source);
  }
  return { all, sources: [...sources], coverage: reading.coverage() };
}

describe("records of files", () => {
  let folder: string;
  const write = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
    return path;
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "records-"));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  const [a, b] = [record("A"), record("B")];
  const row = { EventId: "id-A", Username: "alice", CloudTrailEvent: JSON.stringify(a) };
  const lines = (...values: (string | object)[]) =>
    values.map((value) => (typeof value === "string" ? value : JSON.stringify(value))).join("\n");
  const forms: [about: string, name: string, content: string, all: unknown[], problem?: RegExp][] = [
    ["as delivered, with copies", "x.json", JSON.stringify({ Records: [a, b, a] }), [a, b, a]],
    [
      "what is no record",
      "x.json",
      JSON.stringify({ Records: [null, a, 5, "t", [], {}, b] }),
      [null, a, 5, "t", [], {}, b],
    ],
    ["small names", "x.json", JSON.stringify([{ eventname: "A" }]), [{ eventname: "A" }]],
    ["lines", "x.jsonl", lines(a, b, a), [a, b, a]],
    ["lines with the ends of Windows", "x.jsonl", `${lines(a)}\r\n\r\n${lines(b)}\r\n`, [a, b]],
    [
      "one line without a known name",
      "x.jsonl",
      '{"userIdentity":{}}',
      [{ userIdentity: {} }],
      /holds no CloudTrail records/,
    ],
    [
      "broken lines, the first one too",
      "x.jsonl",
      lines("{", a, "  ", "", "no JSON", "null", "7", {}, b, '{"eventName":"C'),
      ["{", a, "no JSON", null, 7, {}, b, '{"eventName":"C'],
      /3 of its 8 lines are no records/,
    ],
    ["broken lines under another name", "x.log.json", lines("{", a, b), ["{", a, b], /1 of its 3 lines/],
    ["documents on lines", "x.json", lines({ Records: [a, null, b] }, a), [a, null, b, a]],
    [
      "what lookup-events prints",
      "x.json",
      JSON.stringify({ Events: [row, { CloudTrailEvent: "{" }] }),
      [a, "{"],
    ],
    [
      "cut off",
      "x.json",
      JSON.stringify({ Records: [null, a, 5, b] }).slice(0, -9),
      [null, a, 5],
      /cut off; 1 whole record/,
    ],
    [
      "one broken record",
      "x.json",
      `{"Records":[${lines(a)}, {"eventName": tru}, ["x", 1], "a,]", ${lines(b)}]}`,
      [a, '{"eventName": tru}', ["x", 1], "a,]", b],
      /JSON is broken; 2 whole records/,
    ],
    ["no records", "package.json", '{"name":"x"}', [], /holds no CloudTrail records/],
    ["a digest", "d.json", '{"digestEndTime":"","logFiles":[]}', []],
  ];

  it("come as they were delivered, and each entry of a file counts", async () => {
    for (const [about, name, content, all, problem] of forms) {
      for (const packed of [false, true]) {
        const path = await write(packed ? `${name}.gz` : name, packed ? gzipSync(content) : content);
        const found = await read(fileRecords(path));
        assert.deepEqual(
          found.all,
          all.map((each, index) => [index, each]),
          about,
        );
        if (all.length > 0) assert.deepEqual(found.sources, [path], about);
        const gaps = found.coverage.gaps.filter(({ inherent }) => !inherent);
        assert.equal(gaps.length, problem ? 1 : 0, `${about}: ${JSON.stringify(gaps)}`);
        if (problem) assert.match(gaps[0]!.detail, problem, about);
        assert.equal(found.coverage.events, all.length);
      }
    }
  });

  it("of very long files come the same", async () => {
    // White space that JSON allows makes them long: before the first entry, between two, behind the last.
    // It doesn't pack as well as a bomb.
    const blanks = Array.from(
      { length: 65_536 },
      (_, at) => " \t\r "[(Math.imul(at, 0x9e3779b1) >>> 20) & 3],
    );
    const wide = blanks.join("").repeat(33 * 16);
    const long = (content: string) => content.replace(/([[,])(?=[{n])/, `$1${wide}`);
    for (const [about, name, content, all, problem] of forms) {
      const stretched = long(content);
      if (stretched === content || name.endsWith(".jsonl") || about.includes("lines")) continue;
      const path = await write(`${name}.gz`, gzipSync(stretched, { level: 1 }));
      const found = await read(fileRecords(path));
      assert.deepEqual(
        found.all.map(([index]) => index),
        all.map((_, index) => index),
        about,
      );
      assert.equal(found.coverage.complete, problem === undefined, about);
    }
  }).timeout(60_000);

  it("takes a folder apart from what is none of it, and names it", async () => {
    await write(
      "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/05/a.json.gz",
      gzipSync(lines({ Records: [a] })),
    );
    await write("AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/01/05/d.json.gz", gzipSync("{}"));
    await write(
      "AWSLogs/111122223333/CloudTrail-Insight/eu-central-1/2026/01/05/i.json.gz",
      gzipSync(lines({ Records: [b] })),
    );
    await write("cut.json.gz", gzipSync(lines({ Records: [a, b] })).subarray(0, 60));
    await write("empty.json", "");
    await write("readme.md", "# not a log");
    const { all, coverage } = await read(fileRecords(folder));
    assert.deepEqual(all, [
      [0, b],
      [0, a],
    ]);
    assert.deepEqual(
      coverage.gaps.filter(({ inherent }) => !inherent).map(({ detail }) => detail.slice(folder.length)),
      ["/cut.json.gz: the gzip data are cut off; 0 whole records read.", "/empty.json: it is empty."],
    );
  });

  it("keeps their places where a time range or a Region leaves some out, and names those without a time", async () => {
    const at = (eventTime: unknown, awsRegion = "eu-central-1") => record("A", { eventTime, awsRegion });
    const content = [
      at("2026-01-05T07:59:59Z"),
      at("2026-01-05T08:00:00Z"),
      at("soon"),
      at("2026-01-05T08:00:01Z", "us-east-1"),
      null,
    ];
    const path = await write("x.json", JSON.stringify({ Records: content }));
    const startTime = new Date("2026-01-05T08:00:00Z");
    const all = await read(fileRecords(path), { startTime });
    assert.deepEqual(
      all.all.map(([index]) => index),
      [1, 3, 4],
    );
    assert.match(all.coverage.gaps.map(({ detail }) => detail).join(), /^.*1 record without a readable time/);
    const one = await read(fileRecords(path, { regions: ["us-east-1"] }));
    assert.deepEqual(
      one.all.map(([index]) => index),
      [3, 4],
    );
    const both = await read(
      joinedRecords([fileRecords(path), fileRecords(path, { regions: ["us-east-1"] })]),
    );
    assert.deepEqual(both.coverage.events, 7);
  });
});
