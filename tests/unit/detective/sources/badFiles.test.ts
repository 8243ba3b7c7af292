import assert from "node:assert/strict";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { constants, deflateRawSync, gzipSync } from "node:zlib";
import { fileRecords } from "../../../../detective/detect/fileRecords";
import { Coverage } from "../../../../detective/source";
import { FileReading } from "../../../../detective/sources/fileReading";
import { logFiles } from "../../../../detective/sources/logFiles";
import { LogFilesOptions } from "../../../../detective/sources/logScope";
import { whyUnreadable } from "../../../../detective/sources/whyUnreadable";

const record = (eventID: string) => ({
  eventID,
  eventName: "ListUsers",
  eventTime: "2026-01-31T12:00:00Z",
  managementEvent: false,
});
const TRAILING = /something follows the end of the gzip data; 2 whole records read/;
const document = (...ids: string[]) => JSON.stringify({ Records: ids.map(record) });

/** 10 MB that unpack to 10 GB of one byte: the same megabyte over and over. */
function bomb(byte: string): Buffer {
  const head = gzipSync("").subarray(0, 10);
  const megabyte = deflateRawSync(Buffer.alloc(2 ** 20, byte), { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([head, ...(Array(10_240).fill(megabyte) as Buffer[])]);
}

describe("bad log files", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "audit-trail-bad-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function write(path: string, content: Buffer | string): string {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    return file;
  }

  /** What questions get of the folder, and rules. */
  async function both(options: LogFilesOptions = {}) {
    const reading = logFiles(folder, options).read();
    const events: string[] = [];
    for await (const { eventID } of reading) if (eventID !== undefined) events.push(eventID);
    const raw = fileRecords(folder, options).read();
    let records = 0;
    for await (const { record: each } of raw) if (typeof each === "object") records++;
    const [ofEvents, ofRecords] = [unread(reading.coverage()), unread(raw.coverage())];
    assert.deepEqual(ofRecords, ofEvents);
    assert.equal(records, events.length);
    return { events, unread: ofEvents };
  }
  const unread = ({ gaps }: Coverage) =>
    gaps.filter(({ inherent }) => !inherent).map(({ detail }) => detail.replace(`${folder}/`, ""));

  const whole = document("a", "b");
  const noise = Buffer.from(
    Array.from({ length: 30_000 }, (_, at) => (Math.imul(at + 1, 0x9e3779b1) >>> 13) & 0xff),
  );
  const long = { ...record("long"), requestParameters: { noise: noise.toString("base64") } };
  const packed = gzipSync(JSON.stringify({ Records: [record("a"), long, record("b")] }));
  const damaged = Buffer.from(packed);
  damaged.fill(0xff, packed.length >> 1, (packed.length >> 1) + 100);
  const zeros = Buffer.alloc(9);
  const stored = gzipSync(whole.replace("[", `[${" ".repeat(9 * 2 ** 20)}`), { level: 0 });
  const bad: [name: string, file: string, content: () => Buffer | string, ids: string[], said: RegExp][] = [
    [
      "a bomb of zeros",
      "x.json.gz",
      () => bomb("\0"),
      [],
      /unpacks to more than 200 times its size.*not read on/,
    ],
    ["a bomb of brackets", "x.json.gz", () => bomb("["), [], /unpacks to more than 200 times its size/],
    [
      "cut gzip",
      "x.json.gz",
      () => packed.subarray(0, -3000),
      ["a"],
      /gzip data are cut off; 1 whole record read/,
    ],
    ["gzip damaged in its middle", "x.json.gz", () => damaged, ["a"], /gzip data are damaged .*; \d whole/],
    [
      "an end in the middle of a record",
      "x.json",
      () => whole.slice(0, -20),
      ["a"],
      /it is cut off; 1 whole/,
    ],
    ["zeros behind gzip", "x.json.gz", () => Buffer.concat([gzipSync(whole), zeros]), ["a", "b"], TRAILING],
    ["zeros behind long gzip", "x.json.gz", () => Buffer.concat([stored, zeros]), ["a", "b"], TRAILING],
    [
      "bytes behind the gzip",
      "x.json.gz",
      () => Buffer.concat([gzipSync(whole), noise]),
      ["a", "b"],
      /damaged/,
    ],
    ["text behind the JSON", "x.json", () => `${whole}tail`, ["a", "b"], /its JSON is broken; 2 whole/],
    ["an empty file", "x.json.gz", () => "", [], /it is empty/],
    ["empty gzip", "x.json.gz", () => gzipSync(""), [], /it is empty/],
    ["a picture", "x.json", () => noise, [], /it is not JSON/],
  ];
  for (const [name, file, content, ids, said] of bad) {
    it(`are named, what is whole of them is read, and the rest goes on: ${name}`, async () => {
      write(file, content());
      write("z.json", document("z"));
      const found = await both({ threads: 0 });
      // Damage may leave more than is sure.
      const sure = name.includes("damaged in") ? [...found.events.slice(0, ids.length), "z"] : found.events;
      assert.deepEqual(sure, [...ids, "z"]);
      assert.equal(found.unread.length, 1, found.unread.join("\n"));
      assert.match(found.unread[0]!, said);
      assert.ok(found.unread[0]!.startsWith(file));
    }).timeout(60_000);
  }

  it("are not only large: one of many megabytes is read to its end", async () => {
    const wide = whole
      .replace("[", `[${" ".repeat(9 * 2 ** 20)}`)
      .replace("},{", `},${" ".repeat(2 ** 20)}{`);
    write("long.json.gz", gzipSync(wide, { level: 0 }));
    assert.deepEqual(await both({ threads: 0 }), { events: ["a", "b"], unread: [] });
  });

  it("are named where they are gone before their turn", async () => {
    const files = ["a", "b", "c", "d", "e"].map((name) => write(`${name}.json`, document(name)));
    const reading = logFiles(folder, { concurrency: 1, threads: 0 }).read();
    const found: string[] = [];
    for await (const { eventID } of reading) {
      found.push(eventID ?? "");
      if (found.length === 1) for (const file of files.slice(3)) unlinkSync(file);
    }
    assert.deepEqual(found, ["a", "b", "c"]);
    assert.deepEqual(unread(reading.coverage()), [
      "d.json: there is no such file or folder.",
      "e.json: there is no such file or folder.",
    ]);
  });

  it("are named where the system has no room to open them", async () => {
    const tooMany = Object.assign(new Error("EMFILE"), { code: "EMFILE" });
    const file = (name: string, read: () => Promise<Buffer>) => ({ name, key: {}, read });
    const files = [
      file("a", () => Promise.reject(new Error(whyUnreadable(tooMany, "a")))),
      file("b", () => Promise.resolve(Buffer.from(document("b")))),
    ];
    const reading = new FileReading("x", () => Promise.resolve({ files, problems: [] }), {}, {});
    const found: unknown[] = [];
    for await (const { eventID } of reading) found.push(eventID);
    assert.deepEqual(found, ["b"]);
    assert.deepEqual(unread(reading.coverage()), [
      "a: too many files are open at once; close some, or raise the limit (ulimit -n).",
    ]);
  });

  it("are folders, too: links that climb out or lead nowhere, names that can't be opened", async () => {
    const outside = mkdtempSync(join(tmpdir(), "audit-trail-outside-"));
    try {
      writeFileSync(join(outside, "o.json"), document("outside"));
      write("logs/a.json", document("a"));
      write("logs/.kept/k.json", document("kept"));
      mkdirSync(join(folder, "logs/deep"));
      const link = (target: string, path: string) => symlinkSync(target, join(folder, "logs", path));
      link("..", "up");
      link(".", "deep/round");
      link("a.json", "again.json");
      link(".kept", "kept");
      link("../kept", ".kept/round");
      link(outside, "out");
      link(join(outside, "o.json"), "out.json");
      link("nowhere", "gone.json");
      link("circle.json", "circle.json");
      appendFileSync(
        Buffer.concat([Buffer.from(`${folder}/logs/`), Buffer.from([0xff]), Buffer.from(".json")]),
        "[]",
      );
      const found = await both({ threads: 0 });
      assert.deepEqual(found.events, ["a", "kept"]);
      assert.deepEqual(found.unread.map((detail) => detail.replaceAll(outside, "OUT")).sort(), [
        "logs/circle.json: its links lead in a circle.",
        "logs/gone.json: there is no such file or folder.",
        "logs/out.json: it is a link that leads out of the folder, to OUT/o.json, and is not followed; give that path as well.",
        "logs/out: it is a link that leads out of the folder, to OUT, and is not followed; give that path as well.",
        "logs/\uFFFD.json: its name is no valid UTF-8, so that it can't be opened; rename it.",
      ]);
      const two = logFiles([folder, outside, join(folder, "logs")], { threads: 0 }).read();
      const ids: unknown[] = [];
      for await (const { eventID } of two) ids.push(eventID);
      assert.deepEqual(ids.sort(), ["a", "kept", "outside"]);
      assert.equal(unread(two.coverage()).length, 3);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });

  it("stop nobody: an abort ends the reading, and the coverage says that it isn't all", async () => {
    for (let at = 0; at < 50; at++) write(`${at}.json`, document(String(at)));
    const controller = new AbortController();
    const reading = logFiles(folder, { signal: controller.signal, threads: 0 }).read();
    let count = 0;
    for await (const event of reading) if (event && ++count === 3) controller.abort();
    assert.ok(count < 40, `${count} events`);
    assert.deepEqual(unread(reading.coverage()), ["Reading was stopped before its end."]);
    const aborted = logFiles(folder, { signal: controller.signal }).read();
    for await (const event of aborted) assert.fail(event.eventID);
    assert.equal(aborted.coverage().complete, false);
  });
});
