import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  ScanFile,
  ScanFiles,
  ScanOptions,
  archiveScan,
} from "../../../../../detective/archive/scan/archiveScan";
import { CountTotal, countBy } from "../../../../../detective/archive/scan/jobs/countBy";
import { manyJobs } from "../../../../../detective/archive/scan/jobs/manyJobs";
import { JobOrder } from "../../../../../detective/archive/scan/scanJob";
import { faultyJob } from "./faultyJob";

describe("archiveScan", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "archive-scan-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const names = countBy({ by: ["eventName"] });

  it("does the same on threads and without them, in the order of the files", async () => {
    const files: ScanFile[] = [];
    for (let at = 0; at < 40; at++)
      files.push(await file(`${at}.json.gz`, gzipSync(records("A", ...Array<string>(at % 7).fill("B")))));
    files.push(await file("plain.json", Buffer.from(records("C"))));
    files.push(await file("lines.jsonl.gz", gzipSync('{"eventName":"L"}\n{"eventName":"L"}\n')));
    files.push({ ...(await file("handed.gz", gzipSync(records("H")))), path: undefined });
    const job = manyJobs(names, countBy({ by: [], where: [[{ field: "eventName", oneOf: ["B"] }]] }));
    const here = await all(files, job, { threads: 0 });
    assert.deepEqual(
      here.map((one) => one.file),
      files.map(({ name }) => name),
    );
    const told = (many: () => void) => {
      many();
      return Promise.resolve(files);
    };
    assert.deepEqual(await all(told, job, { threads: 2 }), here);
    assert.deepEqual(await all(files, job), here);
    const [total, chosen] = [new CountTotal(), new CountTotal()];
    for (const { result } of here) {
      total.add(result![0]);
      chosen.add(result![1]);
    }
    assert.deepEqual(total.sorted(), [
      { key: ["B"], count: 115 },
      { key: ["A"], count: 40 },
      { key: ["L"], count: 2 },
      { key: ["C"], count: 1 },
      { key: ["H"], count: 1 },
    ]);
    assert.deepEqual(chosen.sorted(), [{ key: [], count: 115 }]);
    assert.equal(chosen.records, 159);
  });

  it("says of each file what is wrong with it, on threads and without them", async () => {
    const packed = gzipSync(records(...Array<string>(50).fill("A")), { level: 0 });
    const twice = gzipSync(records("A"));
    const digest = JSON.stringify({ digestEndTime: "2026-01-31T12:00:00Z", logFiles: [] });
    const files = [
      await file("cut.gz", packed.subarray(0, packed.length - 20)),
      await file("empty.gz", Buffer.alloc(0)),
      await file(
        "two.gz",
        Buffer.concat([gzipSync(records("A").slice(0, 30)), gzipSync(records("A").slice(30))]),
      ),
      await file("cut.json", Buffer.from(records("A", "B").slice(0, -20))),
      await file("garbage.json", Buffer.from(records("A").replace('"z":[1]', '"z":[1 2]'))),
      await file("digest.gz", gzipSync(digest)),
      await file("none.json", Buffer.from('{"a":1}')),
      { ...(await file("gone.gz", twice)), path: join(folder, "no such file") },
      { name: "unread", key: {}, path: folder, read: () => Promise.reject(new Error("it is a folder")) },
      { name: "refused", key: {}, read: () => Promise.reject(new Error("this user may not read it")) },
    ];
    const said = (await all(files, names, { threads: 0 })).map(({ file: name, result, ...others }) => ({
      name,
      records: result?.count,
      ...others,
    }));
    const rest = { more: false, digest: false };
    assert.deepEqual(said, [
      { name: "cut.gz", records: 49, ...rest, problem: "the gzip data are cut off; 49 whole records read" },
      { name: "empty.gz", records: 0, ...rest, problem: "it is empty" },
      { name: "two.gz", records: 1, ...rest },
      { name: "cut.json", records: 1, ...rest, problem: "it is cut off; 1 whole record read" },
      { name: "garbage.json", records: 1, ...rest, problem: "its JSON is broken; 0 whole records read" },
      { name: "digest.gz", records: undefined, more: false, digest: true },
      { name: "none.json", records: 0, ...rest, problem: "it holds no CloudTrail records" },
      { name: "gone.gz", records: 1, ...rest },
      { name: "unread", records: undefined, ...rest, failure: "it is a folder" },
      { name: "refused", records: undefined, ...rest, failure: "this user may not read it" },
    ]);
    const threaded = await all(files, names, { threads: 2 });
    assert.deepEqual(
      threaded.map(({ file: name, result, ...others }) => ({ name, records: result?.count, ...others })),
      said,
    );
  });

  it("reads what is long piece by piece, in its turn", async () => {
    const count = 30_000;
    const text = `{"Records":[${Array.from({ length: count }, (_, at) => `{"eventName":"A","n":${at},"x":"${"y".repeat(1100)}"}`).join(",")}]}`;
    assert.ok(text.length > 32 * 1024 * 1024);
    const files = [
      await file("before.gz", gzipSync(records("B"))),
      await file("long.gz", gzipSync(text, { level: 1 })),
      await file("after.gz", gzipSync(records("B"))),
    ];
    const found = await all(files, names, { threads: 1 });
    const pieces = found.filter((one) => one.file === "long.gz");
    assert.ok(pieces.length > 5, `${pieces.length} pieces`);
    assert.deepEqual([found[0]!.file, found.at(-1)!.file], ["before.gz", "after.gz"]);
    assert.deepEqual(pieces.map(({ more }) => more).lastIndexOf(true), pieces.length - 2);
    const total = new CountTotal();
    for (const { result } of pieces) if (result) total.add(result);
    assert.deepEqual(total.sorted(), [{ key: ["A"], count }]);
  });

  it("names a file that ends its thread, and goes on with the others", async () => {
    const files = [];
    for (let at = 0; at < 30; at++) files.push(await file(`${at}`, gzipSync(records("A", "B"))));
    const job = faultyJob({ exits: "12", throws: "15", answersNoData: "18" });
    const found = await all(files, job, { threads: 2 });
    assert.deepEqual(
      found.map((one) => one.file),
      files.map(({ name }) => name),
    );
    const failed = found.filter(({ failure }) => failure !== undefined);
    assert.deepEqual(
      failed.map((one) => one.file),
      ["12", "15", "18"],
    );
    assert.match(failed[0]!.failure!, /^the thread that read it ended by itself$/);
    assert.equal(failed[1]!.failure, "no such luck");
    assert.match(failed[2]!.failure!, /could not be cloned/);
    for (const { failure, result } of found) if (failure === undefined) assert.equal(result, 2);
  });

  it("names every file where the job itself can't be made", async () => {
    const files = [];
    for (let at = 0; at < 5; at++) files.push(await file(`${at}`, gzipSync(records("A"))));
    const found = await all(files, { module: join(folder, "no-such-job"), params: {} }, { threads: 2 });
    assert.deepEqual(
      found.map(({ failure }) => /no-such-job/.test(failure ?? "")),
      [true, true, true, true, true],
    );
  });

  it("takes no more files than it has room for, and ends with its consumer", async () => {
    const one = await file("one.gz", gzipSync(records("A")));
    let [taken, ended] = [0, false];
    function* endless(): Generator<ScanFile> {
      try {
        for (;;) {
          taken++;
          yield one;
        }
      } finally {
        ended = true;
      }
    }
    let read = 0;
    for await (const { result } of archiveScan(endless(), names, { threads: 2, ahead: 5 })) {
      assert.equal(result?.count, 1);
      if (++read === 50) break;
    }
    assert.ok(taken <= 50 + 6, `${taken} files were taken`);
    assert.equal(ended, true);
  });

  it("ends when it is told to, also while a file or the list is waited for", async () => {
    const why = new Error("enough");
    const one = await file("one.gz", gzipSync(records("A")));
    const never: ScanFile = { name: "never", key: {}, read: () => new Promise(() => {}) };
    async function* waiting(): AsyncGenerator<ScanFile> {
      yield one;
      await new Promise(() => {});
    }
    for (const files of [[one, never, one], waiting()]) {
      const stop = new AbortController();
      let read = 0;
      await assert.rejects(async () => {
        for await (const { result } of archiveScan(files, names, { signal: stop.signal })) {
          read += result!.count;
          setImmediate(() => stop.abort(why));
        }
      }, why);
      assert.equal(read, 1);
    }
    await assert.rejects(all([one], names, { signal: AbortSignal.abort(why) }), why);
  });

  it("hands on what is wrong with the list, behind the files that it had", async () => {
    const one = await file("one.gz", gzipSync(records("A")));
    // eslint-disable-next-line @typescript-eslint/require-await -- as a list is that comes from elsewhere
    async function* broken(): AsyncGenerator<ScanFile> {
      yield one;
      throw new Error("the list ended");
    }
    let read = 0;
    await assert.rejects(async () => {
      for await (const { result } of archiveScan(broken(), names)) read += result!.count;
    }, /the list ended/);
    assert.equal(read, 1);
  });

  async function file(name: string, bytes: Buffer): Promise<ScanFile> {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return { name, path, key: {}, read: () => readFile(path) };
  }
});

async function all<Result>(files: ScanFiles<ScanFile>, job: JobOrder<Result>, options?: ScanOptions) {
  const found = [];
  for await (const one of archiveScan(files, job, options)) found.push({ ...one, file: one.file.name });
  return found;
}

function records(...names: string[]): string {
  const all = names.map((eventName) => ({ eventName, eventTime: "2026-01-31T12:00:00Z", z: [1] }));
  return JSON.stringify({ Records: all });
}
