import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BuildCacheOptions, buildCache } from "../../../../../detective/archive/cache/buildCache";
import { cacheStatus } from "../../../../../detective/archive/cache/cacheStatus";
import { plainFolders } from "../../../../../detective/archive/cache/plainFolders";
import { pruneCache } from "../../../../../detective/archive/cache/pruneCache";
import { QuerySource, diskArchive } from "../../../../../detective/archive/query/querySource";
import { ListedFiles } from "../../../../../detective/sources/listedFiles";
import { LogFile, filesInOrder } from "../../../../../detective/sources/logFileList";
import { askArchive, askSource } from "../../../../support/archive/askArchive";
import { LogArchive, keyOf, logRecord, logRecords } from "../../../../support/archive/logArchive";

const COUNT = "SELECT count(*), count(DISTINCT event_id) FROM events";

describe("buildCache", () => {
  let archive: LogArchive;
  const build = (options: BuildCacheOptions = {}, source: QuerySource = diskArchive(archive.folder)) =>
    buildCache(source, archive.cache, { threads: 0, ...options });
  const ask = (sql: string, options = {}) =>
    askArchive(archive.folder, sql, { cache: archive.cache, ...options });

  beforeEach(() => {
    archive = new LogArchive();
    archive.put({ day: "2026/01/30", name: "A" }, logRecords(0, 5));
    archive.put({ day: "2026/01/31", name: "A" }, logRecords(10, 5));
    archive.put({ day: "2026/01/31", name: "B" }, logRecords(20, 5));
    archive.put(
      { day: "2026/01/31", name: "A", region: "us-east-1" },
      logRecords(30, 5, { awsRegion: "us-east-1" }),
    );
  });

  afterEach(() => archive.remove());

  it("reads everything once, and then only what is new, changed or gone", async () => {
    const first = await build();
    assert.deepEqual(told(first), { read: 4, changed: 3, removed: 0, partitions: 3, rows: 20, parts: 3 });
    assert.deepEqual(told(await build()), {
      read: 0,
      changed: 0,
      removed: 0,
      partitions: 3,
      rows: 20,
      parts: 3,
    });

    archive.put({ day: "2026/01/31", name: "C" }, logRecords(40, 2));
    assert.deepEqual(told(await build()), {
      read: 1,
      changed: 1,
      removed: 0,
      partitions: 3,
      rows: 22,
      parts: 4,
    });

    const changed = archive.put({ day: "2026/01/31", name: "A" }, logRecords(50, 1));
    // What shared a part with it is read again with it.
    assert.deepEqual(told(await build()), {
      read: 2,
      changed: 1,
      removed: 0,
      partitions: 3,
      rows: 18,
      parts: 4,
    });
    const { size } = statSync(join(archive.folder, changed));
    writeFileSync(join(archive.folder, changed), Buffer.alloc(size));
    utimesSync(join(archive.folder, changed), 1, 1);
    const damaged = await build();
    assert.equal(
      damaged.manifest.partitions.reduce((sum, { problems }) => sum + problems, 0),
      1,
    );

    archive.delete(changed);
    archive.delete(keyOf({ day: "2026/01/30", name: "A" }));
    const last = await build();
    assert.deepEqual([last.removed, last.manifest.partitions.length], [1, 2]);
    assert.deepEqual((await ask(COUNT)).rows, [["12", "12"]]);
  });

  it("answers with the cache as without it, while the archive changes under it", async () => {
    hostileFiles(archive);
    await build({ bodies: true });
    const states: (() => void)[] = [
      () => undefined,
      () =>
        archive.put({ day: "2026/01/31", name: "D" }, [
          ...logRecords(20, 2, { eventName: "Again" }),
          ...logRecords(60, 3),
        ]),
      () => archive.delete(keyOf({ day: "2026/01/31", name: "B" })),
      // Its records are there once more: these count now.
      () => archive.delete(keyOf({ day: "2026/01/30", name: "X" })),
      () =>
        archive.write(
          "odd.json",
          JSON.stringify({ Records: [logRecord(0, { eventName: "First of names" })] }),
        ),
    ];
    const queries: readonly (readonly [sql: string, options?: object])[] = [
      ["SELECT * FROM events ORDER BY source_file, record_index"],
      ["SELECT * FROM deliveries ORDER BY source_file, record_index"],
      ["SELECT count(*) FROM events WHERE log_day = '2026/01/31' AND log_region = 'eu-central-1'"],
      [
        "SELECT source_file, count(*) FROM events WHERE (log_day IS NULL OR log_day > '2026/01/30') GROUP BY 1 ORDER BY 1",
      ],
      [
        "SELECT event_id FROM events ORDER BY 1",
        { startTime: new Date("2026-01-31T12:00:15Z"), endTime: new Date("2026-01-31T12:00:40Z") },
      ],
      ["SELECT event_id FROM events ORDER BY 1", { regions: ["us-east-1"], accounts: ["111122223333"] }],
    ];
    for (const [state, change] of states.entries()) {
      change();
      if (state === 3) await build();
      for (const [sql, options] of queries) {
        const without = await askArchive(archive.folder, sql, options);
        const withCache = await ask(sql, options);
        assert.deepEqual(withCache.rows, without.rows, `${sql}, state ${state}`);
        const { gaps, ...read } = without.coverage;
        const { gaps: cachedGaps, ...cachedRead } = withCache.coverage;
        assert.deepEqual(cachedRead, read, `${sql}, state ${state}`);
        assert.deepEqual(sorted(cachedGaps), sorted(gaps), `${sql}, state ${state}`);
      }
    }
    assert.ok((await ask(COUNT)).coverage.gaps.some(({ detail }) => detail.includes("cut.json.gz")));
    const files: number[] = [];
    await ask("SELECT count(*) FROM events", { onFile: (records: number) => files.push(records) });
    assert.equal(files.length, 5, "only files of partitions that have changed are read");
  }).timeout(60_000);

  it("reads columns that it doesn't keep from the files, and keeps them where it is told to", async () => {
    archive.put({ day: "2026/02/01", name: "A" }, [logRecord(90, { requestParameters: { key: "x" } })]);
    await build();
    const sql =
      "SELECT json_extract_scalar(request_parameters, '$.key') FROM events WHERE event_id LIKE '%090'";
    const files: number[] = [];
    const onFile = (records: number) => files.push(records);
    assert.deepEqual((await ask(sql, { onFile })).rows, [["x"]]);
    assert.equal(files.length, 5);
    assert.equal(told(await build({ bodies: true })).read, 5);
    assert.equal(told(await build()).read, 0);
    files.length = 0;
    assert.deepEqual((await ask(sql, { onFile })).rows, [["x"]]);
    assert.deepEqual(files, []);
  });

  it("names in every answer what could not be read, and tries that again", async () => {
    let fails = true;
    const source = failing(archive.folder, (name) => fails && name.includes("_B"));
    const broken = await build({}, source);
    assert.equal(
      broken.manifest.partitions.reduce((sum, { problems }) => sum + problems, 0),
      1,
    );
    assert.equal(told(await build({}, source)).read, 1);
    const asked = await ask(COUNT);
    assert.deepEqual([asked.rows, asked.coverage.complete], [[["20", "20"]], true], "it can be read again");
    fails = false;
    assert.equal(told(await build({}, source)).rows, 20);
    assert.equal(told(await build({}, source)).read, 0);
  });

  it("merges what came piece by piece", async () => {
    await build();
    for (let at = 0; at < 8; at++) {
      archive.put({ day: "2026/01/31", name: `L${at}` }, logRecords(100 + at, 1));
      await build();
    }
    const partition = (await build()).manifest.partitions.find(
      ({ day, region }) => day === "2026/01/31" && region === "eu-central-1",
    )!;
    assert.equal(partition.rows, 18);
    assert.ok(partition.parts.length <= 6, `${partition.parts.length} parts`);
    assert.deepEqual((await ask(COUNT)).rows, [["28", "28"]]);
  });

  it("keeps what was finished when it is stopped, and goes on from there", async () => {
    const controller = new AbortController();
    let files = 0;
    const stopped = build({
      signal: controller.signal,
      onFile: () => {
        if (++files === 3) controller.abort(new Error("enough"));
      },
    });
    await assert.rejects(stopped, { message: "enough" });
    assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]]);
    const { read } = told(await build());
    assert.ok(read < 4, `${read} files were read again`);
    assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]]);
  });

  it("is not hindered by what a killed run left, and prune removes it", async () => {
    await build();
    const left = "account=111122223333/region=eu-central-1/day=2026-01-31/part-0123456789abcdef.parquet";
    writeFileSync(join(archive.cache, ...left.split("/")), "half a file");
    writeFileSync(join(archive.cache, ".audit-trail-cache.json-0123456789abcdef"), "{");
    writeFileSync(join(archive.cache, "mine.parquet"), "not the cache's");
    writeFileSync(
      join(archive.cache, "build.lock"),
      JSON.stringify({ pid: 2 ** 30, host: hostname(), since: "2026-01-31T12:00:00Z" }),
    );
    assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]]);
    assert.equal(told(await build()).read, 0);
    assert.equal((await cacheStatus(archive.cache)).orphans.files, 2);
    assert.deepEqual(pruneCache(archive.cache), { partitions: 0, files: 2, bytes: 12 });
    assert.ok(existsSync(join(archive.cache, "mine.parquet")));
    assert.equal(existsSync(join(archive.cache, "build.lock")), false);
    assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]]);
  });

  it("is built by one process at a time", async () => {
    await build();
    const lock = JSON.stringify({ pid: process.ppid, host: hostname(), since: "2026-01-31T12:00:00Z" });
    writeFileSync(join(archive.cache, "build.lock"), lock);
    await assert.rejects(build(), {
      name: "CacheError",
      message: new RegExp(`process ${process.ppid} on .* builds this cache`),
    });
    assert.throws(() => pruneCache(archive.cache), { name: "CacheError" });
    assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]], "who reads it needn't wait");
    assert.equal(readFileSync(join(archive.cache, "build.lock"), "utf8"), lock);
    rmSync(join(archive.cache, "build.lock"));
    mkdirSync(join(archive.cache, "build.lock"));
    const untold = {
      name: "CacheError",
      message: /build\.lock: whether another process builds this cache can't be told/,
    };
    await assert.rejects(build(), untold);
    assert.throws(() => pruneCache(archive.cache), untold);
  });

  it("heals where a file of it is gone, cut or can't be read, and is not said to be fresh", async () => {
    const source = diskArchive(archive.folder);
    await build({}, source);
    const day = join(archive.cache, "account=111122223333", "region=eu-central-1", "day=2026-01-31");
    const damages: ((name: string) => void)[] = [
      (name) => rmSync(join(day, name)),
      (name) => writeFileSync(join(day, name), readFileSync(join(day, name)).subarray(0, 100)),
    ];
    for (const damage of damages)
      for (const form of [".parquet", ".json"]) {
        damage(readdirSync(day).find((name) => name.endsWith(form))!);
        assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]], "what is not whole is read from the files");
        const { compared } = await cacheStatus(archive.cache, source);
        assert.deepEqual([compared?.fresh, compared?.changed.length], [2, 1]);
        assert.equal(told(await build({}, source)).changed, 1);
        assert.equal((await cacheStatus(archive.cache, source)).compared?.fresh, 3);
        assert.deepEqual((await ask(COUNT)).rows, [["20", "20"]]);
        pruneCache(archive.cache);
      }
    mkdirSync(join(archive.cache, ".tmp-0123456789abcdef"));
    pruneCache(archive.cache);
    assert.equal(existsSync(join(archive.cache, ".tmp-0123456789abcdef")), false);
  });

  it("answers what it has no row of, also where it knows records that are there twice", async () => {
    archive.put({ day: "2026/01/30", name: "Z" }, logRecords(0, 5));
    await build();
    for (const [sql, options] of [
      ["SELECT count(request_parameters), count(*) FROM events", {}],
      ["SELECT count(*) FROM events WHERE log_day = '2030/01/01'", {}],
      ["SELECT count(*) FROM events", { regions: ["eu-west-3"] }],
    ] as const)
      assert.deepEqual(
        (await ask(sql, options)).rows,
        (await askArchive(archive.folder, sql, options)).rows,
        sql,
      );
  });

  it("is asked of JSON that has half of a character, as of any other", async () => {
    const half = logRecord(60, { requestParameters: { text: "\ud83d", "\\ud83d": "\\\ud83d" } });
    archive.put({ day: "2026/01/31", name: "H" }, [half]);
    await build({ bodies: true });
    const sql =
      "SELECT request_parameters FROM events WHERE request_parameters IS NOT NULL AND event_name = 'GetObject' ORDER BY event_id DESC LIMIT 1";
    const expected = JSON.stringify({ text: "\ufffd", "\\ud83d": "\\\ufffd" });
    assert.deepEqual((await ask(sql)).rows, [[expected]]);
    assert.deepEqual((await askArchive(archive.folder, sql)).rows, [[expected]]);
  });

  it("is of one archive, lies outside of it, and is made anew where its form is another", async () => {
    await build();
    const other = new LogArchive();
    try {
      other.put({ day: "2026/01/31", name: "A" }, logRecords(0, 1));
      await assert.rejects(build({}, diskArchive(other.folder)), {
        name: "CacheError",
        message: /is the cache of/,
      });
      await assert.rejects(askArchive(other.folder, COUNT, { cache: archive.cache }), { name: "CacheError" });
      await assert.rejects(buildCache(diskArchive(other.folder), join(other.folder, "cache")), {
        name: "CacheError",
        message: /lies in the archive/,
      });
      const link = `${other.folder}-link`;
      symlinkSync(other.folder, link);
      try {
        const inside = { name: "CacheError", message: /lies in the archive/ };
        await assert.rejects(buildCache(diskArchive(other.folder), join(link, "new", "cache")), inside);
      } finally {
        rmSync(link);
      }
      writeFileSync(`${other.cache}-file`, "");
      try {
        const isFile = { name: "CacheError", message: /is a file; give a folder/ };
        await assert.rejects(buildCache(diskArchive(other.folder), `${other.cache}-file`), isFile);
        await assert.rejects(buildCache(diskArchive(other.folder), join(`${other.cache}-file`, "x")), isFile);
      } finally {
        rmSync(`${other.cache}-file`);
      }
      await assert.rejects(askArchive(other.folder, COUNT, { cache: join(other.cache, "x") }), {
        name: "CacheError",
        message: /there is no cache/,
      });
    } finally {
      other.remove();
    }
    const path = join(archive.cache, "audit-trail-cache.json");
    writeFileSync(path, readFileSync(path, "utf8").replace(/"version":"[^"]*"/, '"version":"0"'));
    assert.equal(told(await build()).read, 4);
    writeFileSync(path, "{");
    await assert.rejects(build(), { name: "CacheError", message: /is damaged; remove the folder/ });
  });

  it("is known to be fresh without a list, as long as no folder and no file has changed", async () => {
    const settled = settledSource(archive.folder);
    await build({}, settled.source);
    const lists = async (sql = COUNT, options = {}) => {
      settled.lists = 0;
      const { rows } = await askSource(settled.source, sql, { cache: archive.cache, ...options });
      return [rows[0]![0], settled.lists];
    };
    assert.deepEqual(await lists(), ["20", 0]);
    assert.deepEqual(await lists("SELECT count(*) FROM events WHERE log_day = '2026/01/30'"), ["5", 0]);
    assert.deepEqual(await lists(COUNT, { regions: ["us-east-1"] }), ["5", 0]);
    assert.deepEqual(await lists(COUNT, { startTime: new Date("2026-02-20") }), ["0", 0]);

    archive.put({ day: "2026/02/02", name: "A" }, logRecords(80, 1));
    assert.deepEqual(await lists(), ["21", 1], "a new folder");
    await build({}, settled.source);
    assert.deepEqual(await lists(), ["21", 0]);
    const changed = archive.put({ day: "2026/01/30", name: "A" }, logRecords(0, 6));
    assert.deepEqual(await lists(), ["22", 1], "a file that was written again");
    await build({}, settled.source);
    utimesSync(join(archive.folder, changed), 1, 1);
    assert.deepEqual(await lists(), ["22", 1], "a file that is dated back");
    await build({}, settled.source);
    pruneCache(archive.cache, { before: "2026/01/31" });
    assert.deepEqual(await lists(), ["22", 1], "days that were taken out of the cache");
    await build({}, settled.source);
    symlinkSync(join(archive.folder, changed), join(archive.folder, "link.json.gz"));
    await build({}, settled.source);
    assert.deepEqual(await lists(), ["22", 1], "an archive with a link in it");
    await build();
    assert.deepEqual(await lists(), ["22", 1], "folders that have just changed may change again");
  });

  it("tells what it covers and what is stale, and forgets old days", async () => {
    await build();
    const { compared, ...status } = await cacheStatus(archive.cache, diskArchive(archive.folder));
    assert.deepEqual(
      {
        partitions: status.partitions,
        files: status.files,
        rows: status.rows,
        days: status.days,
        regions: status.regions,
      },
      {
        partitions: 3,
        files: 4,
        rows: 20,
        days: { from: "2026/01/30", to: "2026/01/31" },
        regions: ["eu-central-1", "us-east-1"],
      },
    );
    assert.deepEqual(compared, { fresh: 3, changed: [], missing: [], gone: [], unlisted: [] });
    archive.put({ day: "2026/02/01", name: "A" }, logRecords(80, 1));
    archive.put({ day: "2026/01/30", name: "B" }, logRecords(81, 1));
    archive.delete(keyOf({ day: "2026/01/31", name: "A", region: "us-east-1" }));
    const place = (region: string, day: string) => `account=111122223333/region=${region}/day=${day}`;
    assert.deepEqual((await cacheStatus(archive.cache, diskArchive(archive.folder))).compared, {
      fresh: 1,
      changed: [place("eu-central-1", "2026-01-30")],
      missing: [place("eu-central-1", "2026-02-01")],
      gone: [place("us-east-1", "2026-01-31")],
      unlisted: [],
    });
    const pruned = pruneCache(archive.cache, { before: "2026/01/31" });
    assert.deepEqual([pruned.partitions, pruned.files], [1, 2]);
    assert.deepEqual(readdirSync(join(archive.cache, "account=111122223333", "region=eu-central-1")), [
      "day=2026-01-31",
    ]);
    assert.deepEqual((await ask(COUNT)).rows, [["17", "17"]]);
  });
});

/** An archive whose folders changed long ago, and how often it was listed. */
function settledSource(folder: string): { source: QuerySource; lists: number } {
  const source = diskArchive(folder);
  const settled = {
    lists: 0,
    source: {
      ...source,
      list: (...given: Parameters<QuerySource["list"]>) => {
        settled.lists++;
        return source.list(...given);
      },
      disk: { ...source.disk!, folders: () => plainFolders(folder, Date.now() + 60_000) },
    },
  };
  return settled;
}

function told({ manifest: { partitions }, read, changed, removed }: Awaited<ReturnType<typeof buildCache>>) {
  return {
    read,
    changed,
    removed,
    partitions: partitions.length,
    rows: partitions.reduce((sum, { rows }) => sum + rows, 0),
    parts: partitions.flatMap(({ parts }) => parts).length,
  };
}

/** Some that are damaged, doubled, of no place, of other kinds. */
function hostileFiles(archive: LogArchive): void {
  // Two trails of one account: the same records once more, one of them changed.
  archive.put({ day: "2026/01/30", name: "X" }, [...logRecords(400, 4), ...logRecords(400, 2)]);
  archive.put({ day: "2026/01/30", name: "Y" }, [
    ...logRecords(400, 3),
    logRecord(403, { eventTime: "2026-01-31T12:00:20Z" }),
  ]);
  const whole = gzipSync(JSON.stringify({ Records: logRecords(200, 20) }));
  archive.write("loose/cut.json.gz", whole.subarray(0, whole.length - 30));
  archive.write("loose/empty.json", "");
  archive.write("loose/lines.jsonl", `${JSON.stringify(logRecord(300))}\n{"broken\n`);
  archive.write(
    "loose/list.json",
    JSON.stringify([null, "text", 5, { eventName: { a: 1 }, eventID: "" }, { eventID: "" }]),
  );
  archive.put({ day: "2026/02/01", name: "Z" }, [
    ...logRecords(10, 3),
    logRecord(10, { eventName: "Thrice" }),
  ]);
  archive.put({ day: "2026/01/31", name: "Z", account: "444455556666" }, [
    {
      eventTime: "never",
      eventID: "undated",
      readOnly: "true",
      sourceIPAddress: "é\u0000<b>",
      requestParameters: { "a b": [1] },
    },
  ]);
  const { length } = keyOf({ day: "2026/01/31", name: "A" });
  archive.write(
    keyOf({ day: "2026/01/31", name: "A" })
      .replace("/CloudTrail/", "/CloudTrail-Digest/")
      .slice(0, length + 20),
    gzipSync(JSON.stringify({ digestEndTime: "x", logFiles: [] })),
  );
}

function sorted(gaps: readonly { detail: string }[]): string[] {
  return gaps.map(({ detail }) => detail).sort();
}

/** An archive of which some files can't be read for now. */
function failing(folder: string, fails: (name: string) => boolean): QuerySource {
  const source = diskArchive(folder);
  return {
    ...source,
    async list(scope) {
      const listed = await source.list(scope);
      const files: LogFile[] = [...filesInOrder(listed)].map((file) =>
        fails(file.name)
          ? {
              name: file.name,
              key: file.key,
              read: () => Promise.reject(new Error("this user may not read it")),
            }
          : file,
      );
      return { files, problems: listed instanceof ListedFiles ? [] : listed.problems };
    },
  };
}
