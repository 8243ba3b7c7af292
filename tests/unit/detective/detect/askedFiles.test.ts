import assert from "node:assert/strict";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { detect } from "../../../../detective/detect/detect";
import { fileRecords } from "../../../../detective/detect/fileRecords";
import { joinedRecords } from "../../../../detective/detect/joinedRecords";
import { RecordQuery, RecordReading } from "../../../../detective/detect/recordReading";
import { compactJson } from "../../../../detective/sigma/match/compactJson";
import { parseRules } from "../../../../detective/sigma/load/parseRules";
import { LogFilesOptions } from "../../../../detective/sources/logScope";

const RULES = `
title: Deleted
id: 11111111-1111-4111-8111-111111111111
name: deleted
level: high
logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventName|startswith: Delete }, condition: sel }
---
title: Root
id: 22222222-2222-4222-8222-222222222222
level: low
logsource: { product: aws, service: cloudtrail }
detection: { sel: { userIdentity.type: root, userIdentity.invokedBy: null }, condition: sel }
---
title: Not a service
id: 33333333-3333-4333-8333-333333333333
level: low
logsource: { product: aws, service: cloudtrail }
detection: { sel: { eventType: AwsServiceEvent }, name: { requestParameters.x: 1 }, condition: not sel and name }
---
title: Many deleted
level: medium
correlation: { type: event_count, rules: [deleted], group-by: [userIdentity.arn], timespan: 1h, condition: { gte: 3 }, generate: true }
`;

function record(eventName: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const userIdentity = { type: "IAMUser", arn: "arn:aws:iam::111122223333:user/bob", userName: "bob" };
  const place = { awsRegion: "eu-central-1", recipientAccountId: "111122223333" };
  return {
    eventID: `id-${eventName}`,
    eventName,
    eventTime: "2026-01-05T08:00:00Z",
    userIdentity,
    ...place,
    ...more,
  };
}

describe("rules asked of files where they are read", () => {
  const { rules, correlations, problems } = parseRules(RULES, "rules.yml");
  const root = { userIdentity: { type: "Root" } };
  const records = [
    record("DeleteTrail", { eventTime: "2026-01-05T07:59:59Z" }),
    record("ListUsers"),
    record("deleteUser", { managementEvent: false }),
    record("DeleteKey", { awsRegion: "us-east-1" }),
    record("PutObject", root),
    record("PutObject", { userIdentity: { type: "Root", invokedBy: "x" } }),
    record("PutObject", { userIdentity: [{ type: "Root" }] }),
    record("PutObject", { "userIdentity.type": "Root" }),
    record("GetObject", { requestParameters: { x: 1 } }),
    record("GetObject", { requestParameters: { x: "1" }, eventType: "AwsServiceEvent" }),
    record("DeleteBucket", { eventTime: "soon" }),
    record("DeleteRole", { eventID: "twice" }),
    record("DeleteRole", { eventID: "twice" }),
    { CloudTrailEvent: JSON.stringify(record("DeleteInside")) },
    {},
  ];
  const deep = `[{"eventName":"DeleteDeep","a":${"[".repeat(3000)}${"]".repeat(3000)}}]`;
  const all = JSON.stringify({ Records: records });
  const layout = "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/05";
  const files: Record<string, string | Buffer> = {
    [`${layout}/111122223333_CloudTrail_eu-central-1_20260105T0800Z_a.json.gz`]: gzipSync(all),
    [`${layout}/111122223333_CloudTrail_eu-central-1_20260105T0755Z_b.json.gz`]: gzipSync(
      JSON.stringify({ Records: [record("DeleteFirst"), null, 5, "text", record("List")] }),
    ),
    "pretty.json": JSON.stringify({ Records: records }, undefined, 2),
    "escaped.json": all.replaceAll("ser", "\\u0073er"),
    "twice.json": all.replaceAll('"eventName":"ListUsers"', '"eventName":"DeleteX","eventName":"ListUsers"'),
    "lines.jsonl": records.map((each) => JSON.stringify(each)).join("\n"),
    "list.json": JSON.stringify(records),
    "cut.json.gz": gzipSync(all).subarray(0, 300),
    "cut.json": all.slice(0, -100),
    "broken.json": all.replace('"eventType":"AwsServiceEvent"', '"eventType":oops'),
    "wrong.json.gz": gzipSync(all.replace('"eventType":"AwsServiceEvent"', '"eventType":tru')),
    "deep.json": deep,
    "empty.json": "",
    "digest.json": '{"digestEndTime":"","logFiles":[]}',
    "none.json": '{"Records":[]}',
  };

  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "asked-"));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), content);
    }
  });
  after(() => rm(folder, { recursive: true }));

  async function found(reading: RecordReading) {
    const detecting = await detect(reading, { rules, correlations, problems });
    const detections = [];
    for await (const { rule, places, record: seen, why } of detecting)
      detections.push([
        rule.title,
        places.map(({ source, index }) => `${source} ${index}`),
        compactJson(seen as object),
        why,
      ]);
    return { detections, coverage: detecting.coverage() };
  }

  /** A reading that can only hand out. */
  function handedOut(query: RecordQuery, options: LogFilesOptions): RecordReading {
    const reading = fileRecords(folder, options).read(query);
    return {
      coverage: () => reading.coverage(),
      [Symbol.asyncIterator]: () => reading[Symbol.asyncIterator](),
    };
  }

  const at = (startTime?: string) => ({ ...(startTime && { startTime: new Date(startTime) }) });
  const readings: [string, RecordQuery, LogFilesOptions][] = [
    ["all of it", {}, {}],
    ["on a thread", {}, { threads: 1 }],
    ["from a time on", at("2026-01-05T08:00:00Z"), {}],
    ["of a Region", {}, { regions: ["us-east-1"] }],
    ["of an account, or of none that is said", {}, { accounts: ["444455556666"] }],
  ];
  for (const [name, query, options] of readings) {
    it(`finds the same as of records that are handed out: ${name}`, async () => {
      assert.deepEqual(problems, []);
      const asked = await found(fileRecords(folder, { threads: 0, ...options }).read(query));
      const handed = await found(handedOut(query, { ...options, threads: 0 }));
      assert.deepEqual(asked, handed);
      assert.ok(asked.detections.length > 0);
    });
  }

  it("asks several sources, also such that only hand out", async () => {
    const source = fileRecords(join(folder, "pretty.json"), { threads: 0 });
    const other = {
      name: "handed out",
      read: (query?: RecordQuery) => handedOut(query ?? {}, { threads: 0 }),
    };
    const both = await found(joinedRecords([source, other]).read());
    const parts = [await found(source.read()), await found(other.read())];
    const titles = ({ detections }: Awaited<ReturnType<typeof found>>) =>
      detections.map(([title]) => title).filter((title) => title !== "Many deleted");
    assert.deepEqual(titles(both), parts.flatMap(titles));
    assert.equal(both.coverage.events, parts[0]!.coverage.events + parts[1]!.coverage.events);
  });

  it("ends where its signal says so, and says that it isn't all", async () => {
    const controller = new AbortController();
    const reading = fileRecords(folder, { signal: controller.signal, threads: 1 }).read();
    let count = 0;
    for await (const match of reading.ask!(rules, () => {})) if (match && ++count === 1) controller.abort();
    assert.ok(count < 20, `${count} matches`);
    assert.deepEqual(
      reading.coverage().gaps.filter(({ reason }) => reason === "not-read-to-the-end").length,
      1,
    );
  });
});
