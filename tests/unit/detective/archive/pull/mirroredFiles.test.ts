import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { S3 } from "@aws-sdk/client-s3";
import { collect } from "../../../../../detective/collect";
import { fileRecords, s3FileRecords } from "../../../../../detective/detect/fileRecords";
import { EventQuery } from "../../../../../detective/source";
import { logFiles } from "../../../../../detective/sources/logFiles";
import { S3LogFilesOptions, s3LogFiles } from "../../../../../detective/sources/s3LogFiles";
import { S3Server, refusals, s3Server } from "../../../../support/s3Server";

const FOLDER = "AWSLogs/111122223333/CloudTrail/us-east-1";
const key = (day: string) =>
  `${FOLDER}/${day}/111122223333_CloudTrail_us-east-1_${day.replaceAll("/", "")}T1200Z_x.json.gz`;
const packed = (eventID: string, day: string) =>
  gzipSync(
    JSON.stringify({
      Records: [
        {
          eventVersion: "1.11",
          eventID,
          eventTime: `${day.replaceAll("/", "-")}T11:55:00Z`,
          managementEvent: false,
        },
      ],
    }),
  );

describe("a mirror beside reading", () => {
  let s3: S3Server;
  let client: S3;
  let mirror: string;

  beforeEach(async () => {
    mirror = await mkdtemp(join(tmpdir(), "mirror-"));
    s3 = await s3Server({
      logs: Object.fromEntries(
        ["2026/01/01", "2026/01/20", "2026/01/31"].map((day) => [key(day), packed(day, day)]),
      ),
    });
    client = new S3({ ...s3.settings, maxAttempts: 1 });
  });
  afterEach(async () => {
    await s3.close();
    await rm(mirror, { recursive: true });
  });

  async function read(query: EventQuery = {}, options: Partial<S3LogFilesOptions> = {}) {
    s3.reset();
    const source = s3LogFiles({ client, bucket: "logs", mirror, ...options });
    const { events, coverage } = await collect(source.read(query));
    return { ids: events.map(({ eventID }) => eventID).sort(), events, coverage, gets: s3.counts.get };
  }

  it("fetches what it lacks of what is asked, and reads that from the folder", async () => {
    const late = await read({ startTime: new Date("2026-01-15T00:00:00Z") });
    assert.deepEqual([late.ids, late.gets, late.coverage.complete], [["2026/01/20", "2026/01/31"], 2, true]);
    assert.equal(late.events.at(-1)!.origin?.file, join(mirror, key("2026/01/20")));
    const all = await read({}, { prefix: "AWSLogs" });
    assert.deepEqual([all.ids, all.gets], [["2026/01/01", "2026/01/20", "2026/01/31"], 1]);
    assert.deepEqual(all.coverage.source, "log files in s3://logs/AWSLogs");
    const records = [];
    for await (const { record } of s3FileRecords({ client, bucket: "logs", mirror }).read())
      records.push(record);
    assert.deepEqual([records.length, s3.counts.get], [3, 1]);
  });

  it("reads the folder as it is afterwards, its own notes left out", async () => {
    await read();
    assert.equal(existsSync(join(mirror, "object-metadata.json")), false, "nothing to tell");
    await writeFile(join(mirror, "object-metadata.json"), "{}");
    const { events, coverage } = await collect(logFiles(mirror).read());
    assert.deepEqual([events.length, coverage.complete, coverage.gaps], [3, true, []]);
    let records = 0;
    for await (const _record of fileRecords(mirror).read()) records++;
    assert.equal(records, 3);
  });

  it("says what could not be mirrored, and finds nothing where nothing is asked for", async () => {
    s3.fault = ({ operation, key: of }) =>
      operation === "get" && of === key("2026/01/20") ? refusals.kmsDisabled() : undefined;
    const { ids, coverage } = await read();
    assert.deepEqual(ids, ["2026/01/01", "2026/01/31"]);
    assert.equal(coverage.complete, false);
    assert.match(coverage.gaps[0]!.detail, /^s3:\/\/logs\/AWSLogs\/.*its encryption key can't be used/);
    const none = await read(
      { startTime: new Date("2026-05-01T00:00:00Z") },
      { mirror: join(mirror, "other") },
    );
    assert.deepEqual([none.ids, none.coverage.complete], [[], true]);
  });
});
