import assert from "node:assert/strict";
import { s3FileRecords } from "../../../../detective/detect/fileRecords";
import { lookupRecords } from "../../../../detective/detect/lookupRecords";
import { LookupRow } from "../../../../detective/sources/lookupRow";

async function read(source: ReturnType<typeof lookupRecords>) {
  const reading = source.read();
  const all: unknown[] = [];
  for await (const at of reading) all.push([at.source, at.index, at.record]);
  return { all, coverage: reading.coverage() };
}

describe("records of the event history", () => {
  it("are the records and not what the API says beside them", async () => {
    const record = { eventID: "1", eventName: "A", eventTime: "2026-01-05T08:00:00Z" };
    const Events: LookupRow[] = [
      { EventId: "1", EventName: "B", Username: "alice", CloudTrailEvent: JSON.stringify(record) },
      { EventId: "1", EventName: "B", CloudTrailEvent: JSON.stringify(record) },
      { EventId: "2", EventName: "C", Username: "alice", CloudTrailEvent: '{"eventName":"C"}' },
      { EventId: "3", CloudTrailEvent: "{" },
      { EventId: "4" },
    ];
    const client = { lookupEvents: () => Promise.resolve({ Events }) };
    const { all, coverage } = await read(
      lookupRecords([{ region: "us-east-1", client }], { requestsPerSecond: Infinity }),
    );
    assert.deepEqual(all, [
      ["LookupEvents", 0, record],
      ["LookupEvents", 1, { eventName: "C" }],
      ["LookupEvents", 2, "{"],
      ["LookupEvents", 3, null],
    ]);
    assert.deepEqual([coverage.complete, coverage.events, coverage.regions], [true, 4, ["us-east-1"]]);
  });
});

describe("records of a bucket", () => {
  it("come as they were delivered, and what can't be read is named", async () => {
    const key = (time: string, region: string) =>
      `AWSLogs/111122223333/CloudTrail/${region}/2026/01/05/111122223333_CloudTrail_${region}_20260105T${time}Z_x.json`;
    const objects: Record<string, string> = {
      [key("0800", "us-east-1")]: '{"Records":[{"eventID":"2"}]}',
      [key("0700", "us-west-2")]: '{"Records":[null,{"eventID":"1"},{"eventID":"1"}]}',
      [key("0900", "us-west-2")]: "",
    };
    const client = {
      listObjectsV2: () =>
        Promise.resolve({
          Contents: Object.keys(objects)
            .sort()
            .map((Key) => ({ Key })),
        }),
      getObject: ({ Key }: { Key: string }) =>
        Promise.resolve({
          Body: { transformToByteArray: () => Promise.resolve(Buffer.from(objects[Key]!)) },
        }),
    };
    const { all, coverage } = await read(s3FileRecords({ client, bucket: "logs", prefix: "" }));
    const [east, west] = [key("0800", "us-east-1"), key("0700", "us-west-2")].map(
      (each) => `s3://logs/${each}`,
    );
    assert.deepEqual(all, [
      [west, 0, null],
      [west, 1, { eventID: "1" }],
      [west, 2, { eventID: "1" }],
      [east, 0, { eventID: "2" }],
    ]);
    assert.deepEqual(
      coverage.gaps.filter(({ inherent }) => !inherent).map(({ region, detail }) => [region, detail]),
      [["us-west-2", `s3://logs/${key("0900", "us-west-2")}: it is empty.`]],
    );
  });
});
