import assert from "node:assert/strict";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { collect } from "../../../detective/collect";
import { Clock } from "../../../detective/clock";
import { EventQuery, QueryError } from "../../../detective/source";
import { LookupEventsOptions, lookupEvents } from "../../../detective/sources/lookupEvents";
import { LookupEventsClient } from "../../../detective/sources/regionCalls";

type Input = Parameters<LookupEventsClient["lookupEvents"]>[0];
type Page = Awaited<ReturnType<LookupEventsClient["lookupEvents"]>>;

const NOW = Date.UTC(2026, 0, 31, 13);

/** Time that passes only by sleeping. */
class FakeClock implements Clock {
  readonly slept: number[] = [];
  constructor(private time = NOW) {}
  now = () => this.time;
  sleep = (ms: number) => {
    this.slept.push(ms);
    this.time += ms;
    return Promise.resolve();
  };
}

/** Answers one call after the other; an Error is thrown. */
class FakeClient implements LookupEventsClient {
  readonly inputs: Input[] = [];
  readonly times: number[] = [];
  constructor(
    private readonly answers: (Page | Error)[],
    private readonly clock?: Clock,
  ) {}
  lookupEvents(input: Input): Promise<Page> {
    this.inputs.push(input);
    this.times.push(this.clock?.now() ?? 0);
    const answer = this.answers.shift();
    assert.ok(answer, "one request more than expected");
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  }
}

function row(second: number, id = `e${second}`) {
  const eventTime = `2026-01-31T12:00:${String(second).padStart(2, "0")}Z`;
  return { EventId: id, CloudTrailEvent: JSON.stringify({ eventID: id, eventTime }) };
}

function named(name: string, message = "slow down"): Error {
  return Object.assign(new Error(message), { name });
}

async function read(
  clients: Record<string, FakeClient>,
  query: EventQuery = {},
  options: LookupEventsOptions = {},
) {
  const regions = Object.entries(clients).map(([region, client]) => ({ region, client }));
  const clock = new FakeClock();
  const source = lookupEvents(regions, { requestsPerSecond: 1000, clock, random: () => 1, ...options });
  const set = await collect(source.read(query));
  return { ids: set.events.map(({ eventID }) => eventID), ...set };
}

describe("lookupEvents", () => {
  it("fits the SDK's aggregated client", () => {
    const client: LookupEventsClient = new CloudTrail({ region: "us-east-1" });
    assert.equal(typeof client.lookupEvents.bind(client), "function");
  });

  it("reads all pages, newest first, also over an empty page in the middle", async () => {
    const client = new FakeClient([
      { Events: [row(9), row(8)], NextToken: "a" },
      { Events: [], NextToken: "b" },
      { Events: [row(7)] },
    ]);
    const { ids, coverage } = await read({ "us-east-1": client });
    assert.deepEqual(ids, ["e9", "e8", "e7"]);
    assert.deepEqual(client.inputs, [
      { MaxResults: 50 },
      { MaxResults: 50, NextToken: "a" },
      { MaxResults: 50, NextToken: "b" },
    ]);
    assert.equal(coverage.complete, true);
    assert.equal(coverage.events, 3);
    assert.deepEqual(coverage.regions, ["us-east-1"]);
    assert.deepEqual(
      coverage.gaps.map(({ reason, inherent }) => [reason, inherent]),
      [
        ["data-events", true],
        ["retention", true],
      ],
    );
  });

  it("sends the attribute and the times, and asks for no more than max", async () => {
    const client = new FakeClient([{ Events: [row(9)] }]);
    const startTime = new Date(NOW - 3_600_000);
    const endTime = new Date(NOW);
    const { coverage } = await read(
      { "us-east-1": client },
      { where: { EventName: "ListUsers" }, startTime, endTime, max: 5 },
    );
    assert.deepEqual(client.inputs, [
      {
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "ListUsers" }],
        StartTime: startTime,
        EndTime: endTime,
        MaxResults: 5,
      },
    ]);
    assert.equal(coverage.from, "2026-01-31T12:00:00.000Z");
    assert.equal(coverage.to, "2026-01-31T13:00:00.000Z");
    assert.deepEqual(
      coverage.gaps.map(({ reason }) => reason),
      ["data-events"],
    );
  });

  it("merges regions newest first and hands out an event once", async () => {
    const { ids, coverage } = await read({
      "us-east-1": new FakeClient([{ Events: [row(9), row(5)] }]),
      "eu-west-1": new FakeClient([{ Events: [row(7), row(5), row(1)] }]),
    });
    assert.deepEqual(ids, ["e9", "e7", "e5", "e1"]);
    assert.equal(coverage.events, 4);
  });

  it("keeps the newest of all regions when it cuts", async () => {
    const { ids } = await read(
      {
        "us-east-1": new FakeClient([{ Events: [row(3), row(2)] }]),
        "eu-west-1": new FakeClient([{ Events: [row(9), row(1)] }]),
      },
      { max: 2 },
    );
    assert.deepEqual(ids, ["e9", "e3"]);
  });

  it("keeps events without an id, which can't be told apart", async () => {
    const dirty = { CloudTrailEvent: "{oops" };
    const { events, coverage } = await read({ r1: new FakeClient([{ Events: [dirty, dirty] }]) });
    assert.equal(events.length, 2);
    assert.equal(coverage.gaps.at(-1)?.reason, "dirty-records");
    assert.match(coverage.gaps.at(-1)?.detail ?? "", /^2 event/);
  });

  it("stops at max and says that it cut", async () => {
    const client = new FakeClient([{ Events: [row(9), row(8), row(7)], NextToken: "a" }]);
    const { ids, coverage } = await read({ r1: client }, { max: 2 });
    assert.deepEqual(ids, ["e9", "e8"]);
    assert.equal(coverage.complete, false);
    assert.equal(coverage.gaps.find(({ reason }) => reason === "cut")?.inherent, false);
  });

  it("does not say it cut when max was just enough", async () => {
    const { coverage } = await read({ r1: new FakeClient([{ Events: [row(9), row(8)] }]) }, { max: 2 });
    assert.equal(coverage.complete, true);
    assert.equal(
      coverage.gaps.some(({ reason }) => reason === "cut"),
      false,
    );
  });

  for (const name of ["ThrottlingException", "Throttling"]) {
    it(`tries again after ${name}, waiting longer each time`, async () => {
      const clock = new FakeClock();
      const client = new FakeClient([named(name), named(name), { Events: [row(9)] }]);
      const { ids } = await read({ r1: client }, {}, { clock });
      assert.deepEqual(ids, ["e9"]);
      assert.deepEqual(clock.slept, [500, 1000]);
    });
  }

  it("gives up after the attempts, names the region, and keeps the others and what was read", async () => {
    const throttles = Array.from({ length: 3 }, () => named("ThrottlingException"));
    const { ids, coverage } = await read(
      {
        r1: new FakeClient([{ Events: [row(9)], NextToken: "a" }, ...throttles]),
        r2: new FakeClient([{ Events: [row(8)] }]),
      },
      {},
      { attempts: 3 },
    );
    assert.deepEqual(ids, ["e9", "e8"]);
    assert.deepEqual(coverage.regions, ["r2"]);
    assert.equal(coverage.complete, false);
    const gap = coverage.gaps.find(({ reason }) => reason === "failed-region");
    assert.equal(gap?.region, "r1");
    assert.equal(
      gap?.detail,
      "r1 was not read to the end. cloudtrail:LookupEvents in r1 was throttled until the attempts were used up. " +
        "Something else uses the same budget: repeat later, or read fewer events.",
    );
  });

  it("does not try again what is no throttle", async () => {
    const client = new FakeClient([named("AccessDeniedException", "no")]);
    const { events, coverage } = await read({ r1: client });
    assert.deepEqual(events, []);
    assert.equal(client.inputs.length, 1);
    assert.match(
      coverage.gaps.at(-1)?.detail ?? "",
      /No permission for cloudtrail:LookupEvents in r1\..* AWS says: no\.$/,
    );
  });

  it("stops when the API repeats a page token", async () => {
    const client = new FakeClient([
      { Events: [row(9)], NextToken: "a" },
      { Events: [row(8)], NextToken: "a" },
    ]);
    const { ids, coverage } = await read({ r1: client });
    assert.deepEqual(ids, ["e9", "e8"]);
    assert.equal(coverage.complete, false);
    assert.match(coverage.gaps.at(-1)?.detail ?? "", /same page token/);
  });

  it("keeps to two requests a second by itself, also with retries", async () => {
    const clock = new FakeClock();
    const pages: Page[] = ["a", "b", "c", "d"].map((NextToken) => ({ Events: [], NextToken }));
    const client = new FakeClient([...pages, { Events: [] }], clock);
    await read({ r1: client }, {}, { clock, requestsPerSecond: undefined });
    assert.deepEqual(
      client.times.map((time) => time - NOW),
      [0, 0, 1035, 1035, 2070],
    );
  });

  it("says that a start over 90 days ago is not covered", async () => {
    const startTime = new Date(NOW - 91 * 86_400_000);
    const { coverage } = await read({ r1: new FakeClient([{ Events: [] }]) }, { startTime });
    assert.equal(coverage.complete, false);
    assert.equal(coverage.gaps.find(({ reason }) => reason === "retention")?.inherent, false);
  });

  it("says so when the reader left early", async () => {
    const source = lookupEvents([{ region: "r1", client: new FakeClient([{ Events: [row(9), row(8)] }]) }]);
    const reading = source.read();
    for await (const _ of reading) break;
    assert.equal(reading.coverage().complete, false);
    assert.equal(reading.coverage().gaps.at(-1)?.reason, "not-read-to-the-end");
  });

  it("takes the row's word where the record is garbled", async () => {
    const garbled = {
      EventId: "e9",
      EventName: "ListUsers",
      EventSource: "iam.amazonaws.com",
      EventTime: new Date(NOW),
      ReadOnly: "true",
      AccessKeyId: "AKIA",
      Username: "alice",
      Resources: [{ ResourceType: "AWS::S3::Bucket", ResourceName: "logs" }],
      CloudTrailEvent: "{oops",
    };
    const { events } = await read({ r1: new FakeClient([{ Events: [garbled] }]) });
    assert.deepEqual(events, [
      {
        eventID: "e9",
        eventName: "ListUsers",
        eventSource: "iam.amazonaws.com",
        eventTime: "2026-01-31T13:00:00Z",
        readOnly: true,
        userIdentity: { accessKeyId: "AKIA" },
        lookup: { username: "alice", resources: [{ type: "AWS::S3::Bucket", name: "logs" }] },
        unparsed: { record: "{oops" },
      },
    ]);
  });

  it("takes the row's time and key where the record's are missing or no time", async () => {
    const CloudTrailEvent = JSON.stringify({
      eventID: "e9",
      eventTime: "noon",
      userIdentity: { type: "Root" },
    });
    const row = { EventTime: new Date(NOW), AccessKeyId: "AKIA", ReadOnly: "maybe", CloudTrailEvent };
    const { events } = await read({ r1: new FakeClient([{ Events: [row] }]) });
    assert.deepEqual(events, [
      {
        eventID: "e9",
        eventTime: "2026-01-31T13:00:00Z",
        userIdentity: { type: "Root", accessKeyId: "AKIA" },
        lookup: { resources: [] },
      },
    ]);
  });

  it("reads on over rows that are none", async () => {
    const rows = [null, "row", 7, { Resources: "none", CloudTrailEvent: 5 }, row(9)];
    const { events } = await read({ r1: new FakeClient([{ Events: rows as never }]) });
    assert.deepEqual(
      events.map(({ eventID }) => eventID),
      ["e9", undefined],
    );
  });

  it("lets an event without a time not hold up the others", async () => {
    const undated = { EventId: "undated", CloudTrailEvent: "{}" };
    const { ids } = await read({
      r1: new FakeClient([{ Events: [undated, row(9)] }]),
      r2: new FakeClient([{ Events: [row(8)] }]),
    });
    assert.deepEqual(ids, ["e9", "e8", "undated"]);
  });

  const client = new FakeClient([]);
  const refused: [string, EventQuery, RegExp][] = [
    ["max 0", { max: 0 }, /max: 0 is not allowed/],
    ["max 1.5", { max: 1.5 }, /max: 1\.5 is not allowed/],
    ["crossed times", { startTime: new Date(2), endTime: new Date(1) }, /startTime: .* is after endTime/],
    ["an invalid time", { endTime: new Date(NaN) }, /endTime: not a valid time/],
  ];
  for (const [name, query, message] of refused) {
    it(`refuses ${name} before any request`, () => {
      assert.throws(
        () => lookupEvents([{ region: "r1", client }]).read(query),
        (error: Error) => error instanceof QueryError && message.test(error.message),
      );
    });
  }

  it("refuses no region", () => {
    assert.throws(() => lookupEvents([]), QueryError);
  });
});
