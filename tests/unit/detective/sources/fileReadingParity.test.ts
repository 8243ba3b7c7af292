import assert from "node:assert/strict";
import { gunzipSync, gzipSync } from "node:zlib";
import fc from "fast-check";
import { CloudTrailEvent, timeOf } from "../../../../detective/event";
import { EventQuery } from "../../../../detective/source";
import { eventOf } from "../../../../detective/sources/eventOf";
import { FileReading, LogFile } from "../../../../detective/sources/fileReading";
import { parseLogKey } from "../../../../detective/sources/logKey";
import { matcher } from "../../../../detective/sources/matches";
import { recordsIn } from "../../../../detective/sources/recordsIn";

/** Read the slow way: every file parsed whole, every record judged. */
function slowly(files: readonly LogFile[], contents: ReadonlyMap<string, Buffer>, query: EventQuery) {
  const events: CloudTrailEvent[] = [];
  const regions = new Set<string>();
  const seen = new Set<string>();
  const matches = matcher(query.where);
  let undated = 0;
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const bytes = contents.get(file.name)!;
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("utf8");
    const { records, digest } = recordsIn(text);
    if (digest) continue;
    if (file.key.region !== undefined) regions.add(file.key.region);
    for (const [index, record] of records.entries()) {
      const event = eventOf(record);
      if (event.eventCategory === "Insight" || !matches(event) || query.keep?.(event) === false) continue;
      const time = timeOf(event);
      const [from, to] = [query.startTime?.getTime() ?? -Infinity, query.endTime?.getTime() ?? Infinity];
      const isBounded = query.startTime ?? query.endTime;
      if (isBounded && time !== undefined && !(time >= from && time <= to)) continue;
      if (event.eventID !== undefined) {
        if (seen.has(event.eventID)) continue;
        seen.add(event.eventID);
      }
      if (isBounded && time === undefined) {
        undated++;
        continue;
      }
      events.push({ ...event, origin: { file: file.name, index } });
    }
  }
  return { events, undated };
}

const text = fc.constantFrom("alice", "bob", "ListUsers", "GetObject", "root", "a/b", "5", "ö", 'q"', "");
const anything = fc.oneof(
  { weight: 8, arbitrary: text },
  fc.constantFrom<unknown>(5, -0, true, null, ["alice"], { a: "bob" }, {}, 1e300),
);
const time = fc.constantFrom<unknown>(
  "2026-01-31T11:59:59Z",
  "2026-01-31T12:00:00Z",
  "2026-01-31T13:00:00Z",
  "2026-01-31T13:00:00.500Z",
  "2026-01-31 12:30",
  "2026-02-30T12:00:00Z",
  "2026-01-31T14:00:00+02:00",
  "soon",
  7,
  null,
);
const record = fc.record(
  {
    eventID: fc.oneof(fc.uuid(), fc.constantFrom("x", "y")),
    eventName: anything,
    eventTime: time,
    eventSource: anything,
    eventCategory: fc.constantFrom<unknown>("Management", "Data", "Insight", null, 5),
    awsRegion: fc.constantFrom<unknown>("us-east-1", "eu-west-1", null),
    readOnly: fc.constantFrom<unknown>(true, false, "true", "FALSE", null, 1),
    userIdentity: fc.oneof(
      fc.record(
        {
          type: fc.constantFrom<unknown>("Root", "IAMUser", "AssumedRole", 5),
          userName: anything,
          principalId: text.map((name) => `AROA:${name}`),
          arn: text.map((name) => `arn:aws:iam::111122223333:user/${name}`),
          accessKeyId: anything,
        },
        { requiredKeys: [] },
      ),
      anything,
    ),
    requestParameters: fc.oneof(fc.record({ bucketName: text, "a.b": text }, { requiredKeys: [] }), anything),
    __proto__x: anything,
  },
  { requiredKeys: [] },
);
const entry = fc.oneof(
  { weight: 12, arbitrary: record },
  record.map((each) => ({ EventId: "row", Username: "alice", CloudTrailEvent: JSON.stringify(each) })),
  fc.constantFrom<unknown>(null, 5, "text", '{"eventName":"GetObject"}', [], [1]),
);

/** What tools make of a list of entries. */
const WAYS: readonly ((entries: readonly unknown[]) => string)[] = [
  (entries) => JSON.stringify({ Records: entries }),
  (entries) => JSON.stringify({ Records: entries }),
  (entries) => JSON.stringify({ Records: entries }, undefined, 2),
  (entries) => JSON.stringify({ Records: entries }).replaceAll("li", "\\u006ci").replaceAll("/", "\\/"),
  (entries) =>
    JSON.stringify({ Records: entries }).replaceAll('"eventName":', '"eventName":"GetObject","eventName":'),
  (entries) => JSON.stringify({ other: [{}], Records: entries, more: 1 }),
  (entries) => JSON.stringify({ Records: entries, more: [1] }),
  (entries) => JSON.stringify(entries),
  (entries) => entries.map((each) => JSON.stringify(each)).join("\n"),
  (entries) => JSON.stringify({ Events: entries }),
  (entries) => JSON.stringify({ digestEndTime: "x", logFiles: [], Records: entries }),
  (entries) => JSON.stringify({ Records: entries }).slice(0, -3),
  (entries) => JSON.stringify({ Records: entries }).replace("true", "tru"),
  (entries) => `\uFEFF ${JSON.stringify({ Records: entries })}\n`,
];
const content = fc
  .tuple(fc.array(entry, { maxLength: 8 }), fc.constantFrom(...WAYS), fc.boolean())
  .map(([entries, way, packed]) => (packed ? gzipSync(way(entries)) : Buffer.from(way(entries))));
const place = fc.constantFrom(
  "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/31/",
  "AWSLogs/o-abc/111122223333/CloudTrail/eu-west-1/2026/01/31/",
  "flat/",
);
const archive = fc.array(fc.tuple(place, content), { minLength: 1, maxLength: 4 });

const condition = fc.oneof(
  fc.tuple(fc.constantFrom("EventName", "Username", "ResourceName", "EventSource", "AccessKeyId"), text),
  fc.tuple(fc.constant("ReadOnly"), fc.constantFrom("true", "false")),
);
const set = fc
  .array(condition, { maxLength: 2 })
  .map((each) => Object.fromEntries(each) as Record<string, string>);
const query = fc
  .record(
    {
      where: fc.oneof(set, fc.array(set, { minLength: 1, maxLength: 2 })),
      startTime: fc.constantFrom("2026-01-31T12:00:00Z", "2026-01-31T12:00:00.300Z"),
      endTime: fc.constantFrom("2026-01-31T13:00:00Z", "2026-01-31T13:00:00.499Z"),
      name: fc.constantFrom("", "", "ListUsers", "GetObject"),
    },
    { requiredKeys: [] },
  )
  .map(({ where, startTime, endTime, name }): EventQuery => {
    const sets = [where ?? {}]
      .flat()
      .map((each) => Object.fromEntries(Object.entries(each).filter(([, v]) => v)));
    return {
      ...(where && { where: sets }),
      ...(startTime && { startTime: new Date(startTime) }),
      ...(endTime && { endTime: new Date(endTime) }),
      ...(name && {
        keep: ({ eventName }) => eventName === name,
        needs: [{ fields: [{ field: "eventName", oneOf: [name] }] }],
      }),
    };
  });

describe("log files that are scanned", () => {
  it("give what parsing all of them gives, whatever is in them and whatever is asked", async () => {
    let handedOut = 0;
    await fc.assert(
      fc.asyncProperty(archive, query, async (parts, asked) => {
        const contents = new Map(parts.map(([folder, bytes], at) => [`${folder}${at}.json`, bytes]));
        const files = [...contents].map(([name, bytes]) => ({
          name,
          key: parseLogKey(name),
          read: () => Promise.resolve(Buffer.from(bytes)),
        }));
        const reading = new FileReading("x", () => Promise.resolve({ files, problems: [] }), asked, {
          threads: 0,
        });
        const events: CloudTrailEvent[] = [];
        for await (const event of reading) events.push(event);
        const wanted = slowly(files, contents, asked);
        assert.deepEqual(events, wanted.events);
        handedOut += events.length;
        const { gaps, events: number } = reading.coverage();
        assert.equal(number, events.length);
        const undated = gaps.find(({ detail }) => detail.includes("without a readable time"));
        assert.equal(undated ? Number.parseInt(undated.detail) : 0, wanted.undated);
      }),
      { numRuns: 400 },
    );
    assert.ok(handedOut > 100, `${handedOut} events`);
  }).timeout(60_000);
});
