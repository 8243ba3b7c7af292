import assert from "node:assert/strict";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { archiveScan, ScanFile, ScanOptions } from "../../../../../detective/archive/scan/archiveScan";
import { CountTotal, countBy } from "../../../../../detective/archive/scan/jobs/countBy";
import { candidates } from "../../../../../detective/archive/scan/jobs/candidates";
import { manyJobs } from "../../../../../detective/archive/scan/jobs/manyJobs";
import { JobOrder } from "../../../../../detective/archive/scan/scanJob";

describe("archiveScan", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "archive-scan-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const file = async (name: string, content: unknown, pack = true): Promise<ScanFile> => {
    const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
    const path = join(folder, name);
    await mkdir(folder, { recursive: true });
    await writeFile(path, pack ? gzipSync(bytes) : bytes);
    return { name, path, key: {}, read: () => readFile(path) };
  };
  const all = async <R>(files: ScanFile[], job: JobOrder<R>, options?: ScanOptions) => {
    const found = [];
    for await (const one of archiveScan(files, job, options)) found.push({ ...one, file: one.file.name });
    return found;
  };
  const records = (...names: string[]) => ({
    Records: names.map((eventName) => ({ eventName, eventTime: "2026-01-31T12:00:00Z" })),
  });

  it("does the same on threads and without them, in the order of the files", async () => {
    const files = [];
    for (let at = 0; at < 40; at++)
      files.push(await file(`${at}.json.gz`, records("A", ...Array<string>(at % 7).fill("B"))));
    files.push(await file("plain.json", records("C"), false));
    files.push(await file("lines.jsonl.gz", Buffer.from('{"eventName":"L"}\n{"eventName":"L"}\n')));
    const job = manyJobs(
      countBy({ by: ["eventName"] }),
      candidates({ filter: [[{ field: "eventName", oneOf: ["B"] }]] }),
    );
    const here = await all(files, job, { threads: 0 });
    assert.deepEqual(
      here.map((one) => one.file),
      files.map(({ name }) => name),
    );
    assert.deepEqual(await all(files, job, { threads: 2 }), here);
    assert.deepEqual(await all(files, job), here);
    const total = new CountTotal();
    for (const { result } of here) total.add(result![0]);
    assert.deepEqual(total.sorted(), [
      { key: ["B"], count: 115 },
      { key: ["A"], count: 40 },
      { key: ["L"], count: 2 },
      { key: ["C"], count: 1 },
    ]);
  });
});
