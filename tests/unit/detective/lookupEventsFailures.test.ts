import assert from "node:assert/strict";
import { collect } from "../../../detective/collect";
import { type EventQuery, QueryError } from "../../../detective/source";
import { type LookupEventsOptions, lookupEvents } from "../../../detective/sources/lookupEvents";
import type { LookupEventsClient, LookupInput } from "../../../detective/sources/regionCalls";
import type { LookupPage } from "../../../detective/sources/historyWindow";
import { type FakeEvent, FakeClock, FakeHistory } from "./support/fakeHistory";

const NOW = Date.UTC(2026, 0, 31, 13);
const second = NOW / 1000 - 60;
const DAY_MS = 86_400_000;

type Answer = (input: LookupInput, signal: AbortSignal | undefined) => Promise<LookupPage>;

/** Answers each call by the next of the functions, the last one for all that follow. */
function answering(...answers: Answer[]): LookupEventsClient & { calls: LookupInput[] } {
  const calls: LookupInput[] = [];
  return {
    calls,
    lookupEvents: (input, options) => {
      const answer = answers[Math.min(calls.length, answers.length - 1)]!;
      calls.push(input);
      return answer(input, options?.abortSignal);
    },
  };
}

const page = (ids: string[], NextToken?: string): Answer => {
  const Events = ids.map((id) => ({
    EventId: id,
    EventTime: new Date(NOW - 60_000),
    CloudTrailEvent: JSON.stringify({ eventID: id, eventTime: new Date(NOW - 60_000).toISOString() }),
  }));
  return () => Promise.resolve({ Events, ...(NextToken !== undefined && { NextToken }) });
};

function fails(name: string, message = "no", more: object = {}): Answer {
  return () => Promise.reject(Object.assign(new Error(message), { name, ...more }));
}

/** Never answers; ends with an AbortError of the SDK's when told to. */
const hangs: Answer = (_input, signal) =>
  new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () =>
      reject(Object.assign(new Error("Request aborted"), { name: "AbortError" })),
    );
  });

async function read(
  clients: Record<string, LookupEventsClient>,
  query: EventQuery = {},
  options: LookupEventsOptions = {},
) {
  const regions = Object.entries(clients).map(([region, client]) => ({ region, client }));
  const clock = new FakeClock(NOW);
  const source = lookupEvents(regions, { clock, random: () => 1, ...options });
  const set = await collect(source.read(query));
  return { ids: set.events.map(({ eventID }) => eventID), clock, ...set };
}

const others = ({ coverage }: Awaited<ReturnType<typeof read>>) =>
  coverage.gaps.filter(({ reason }) => reason !== "data-events" && reason !== "retention");

function history(...events: Partial<FakeEvent>[]): FakeHistory {
  return new FakeHistory(
    events.map((event, index) => ({ id: `e${index}`, second: second - index, ...event })),
  );
}

describe("lookupEvents, when something fails", () => {
  it("gives up a request that hangs at its deadline, tries once more, and names the region", async () => {
    const hanging = answering(hangs);
    const result = await read(
      { "eu-west-1": hanging, "us-east-1": answering(page(["a"])) },
      {},
      { requestTimeoutMs: 20 },
    );
    assert.deepEqual(result.ids, ["a"]);
    assert.equal(hanging.calls.length, 2);
    assert.deepEqual(result.coverage.regions, ["us-east-1"]);
    const [gap] = others(result);
    assert.equal(gap?.reason, "failed-region");
    assert.equal(gap?.region, "eu-west-1");
    assert.match(gap?.detail ?? "", /gave no answer in time: no answer within 0\.02 s/);
  });

  it("does not wait for a client that ignores the signal", async () => {
    const result = await read(
      { r1: answering(() => new Promise(() => undefined)) },
      {},
      { requestTimeoutMs: 5 },
    );
    assert.equal(others(result)[0]?.reason, "failed-region");
  });

  for (const [what, error] of [
    ["reset", fails("Error", "read ECONNRESET", { code: "ECONNRESET" })],
    ["closed in the middle of a page", fails("Error", "aborted", { code: "ECONNRESET" })],
    ["a fault of the service", fails("InternalFailure", "oops", { $metadata: { httpStatusCode: 500 } })],
  ] as const) {
    it(`tries again after ${what} and loses nothing`, async () => {
      const client = answering(page(["a"], "t"), error, page(["b"]));
      const result = await read({ r1: client });
      assert.deepEqual(result.ids, ["a", "b"]);
      assert.deepEqual(others(result), []);
      assert.deepEqual(
        client.calls.map(({ NextToken }) => NextToken),
        [undefined, "t", "t"],
      );
    });
  }

  it("keeps what was read before a connection that stays dropped", async () => {
    const client = answering(page(["a"], "t"), fails("Error", "socket hang up", { code: "ECONNRESET" }));
    const result = await read({ r1: client });
    assert.deepEqual(result.ids, ["a"]);
    assert.equal(client.calls.length, 4);
    assert.match(others(result)[0]?.detail ?? "", /dropped in the middle of an answer .*socket hang up/);
    assert.equal(result.coverage.complete, false);
  });

  it("says the same of each region where the credentials have expired", async () => {
    const result = await read({
      r1: answering(fails("ExpiredTokenException")),
      r2: answering(fails("ExpiredTokenException")),
    });
    assert.deepEqual(result.coverage.regions, []);
    assert.equal(others(result).length, 2);
    for (const { detail } of others(result)) assert.match(detail, /credentials have expired/);
  });

  it("takes a refusal for a region that isn't enabled only where other regions accept the credentials", async () => {
    const refused = fails(
      "UnrecognizedClientException",
      "The security token included in the request is invalid.",
    );
    const works = answering(page(["a"]));
    const optIn = await read({ "us-east-1": works, "ap-east-1": answering(refused) });
    assert.deepEqual(
      others(optIn).map(({ reason, inherent, region }) => [reason, inherent, region]),
      [["disabled-region", true, "ap-east-1"]],
    );
    assert.equal(optIn.coverage.complete, true);
    const byDefault = await read({ "us-east-1": answering(page(["a"])), "eu-west-1": answering(refused) });
    assert.equal(others(byDefault)[0]?.reason, "failed-region");
    const alone = await read({ "ap-east-1": answering(refused) });
    assert.equal(others(alone)[0]?.reason, "failed-region");
    assert.match(others(alone)[0]?.detail ?? "", /credentials are not accepted/);
  });

  it("names the regions that the caller knows to be disabled", async () => {
    const result = await read(
      { r1: answering(page([])) },
      {},
      { disabledRegions: ["af-south-1", "ap-east-1"] },
    );
    assert.deepEqual(others(result), [
      {
        reason: "disabled-region",
        inherent: true,
        detail: "Not enabled for this account, so not read: af-south-1, ap-east-1.",
      },
    ]);
  });

  it("stops when it is told to, and keeps what was read", async () => {
    const stop = new AbortController();
    const source = lookupEvents([{ region: "r1", client: answering(page(["a", "b"], "t"), hangs) }], {
      clock: new FakeClock(NOW),
      signal: stop.signal,
    });
    const reading = source.read();
    const ids = [];
    for await (const { eventID } of reading) {
      ids.push(eventID);
      if (ids.length === 2) setImmediate(() => stop.abort());
    }
    assert.deepEqual(ids, ["a", "b"]);
    const { gaps, complete, regions } = reading.coverage();
    assert.equal(complete, false);
    assert.deepEqual(regions, []);
    assert.equal(gaps.at(-1)?.detail, "Reading was stopped before its end.");
    assert.equal(
      gaps.some(({ reason }) => reason === "failed-region"),
      false,
    );
  });

  it("asks for nothing once it was told to stop before", async () => {
    const client = answering(page(["a"]));
    const result = await read({ r1: client }, {}, { signal: AbortSignal.abort() });
    assert.deepEqual([result.ids, client.calls.length, result.coverage.complete], [[], 0, false]);
  });

  it("stops the requests that are under way when the reader leaves", async () => {
    let stopped = false;
    const client = answering(page(["a", "b"], "t"), (_input, signal) => {
      signal?.addEventListener("abort", () => (stopped = true));
      return new Promise(() => undefined);
    });
    for await (const _ of lookupEvents([{ region: "r1", client }]).read()) break;
    assert.equal(client.calls.length, 2);
    assert.equal(stopped, true);
  });

  it("gives the reader an error of its own condition", async () => {
    const keep = () => {
      throw new TypeError("keep is broken");
    };
    await assert.rejects(read({ r1: answering(page(["a"])) }, { keep }), /keep is broken/);
  });

  it("says nothing was read of a reading that never began", () => {
    const reading = lookupEvents([{ region: "r1", client: answering(page([])) }]).read();
    assert.deepEqual(
      [reading.coverage().complete, reading.coverage().gaps.at(-1)?.detail],
      [false, "Nothing was read yet."],
    );
  });
});

describe("lookupEvents, what is asked", () => {
  it("sends the most selective attribute and filters the rest here", async () => {
    const client = history(
      { username: "alice", name: "ListUsers", readOnly: true },
      { username: "alice", name: "CreateUser", readOnly: false },
      { username: "bob", name: "CreateUser", readOnly: false },
    );
    const { ids } = await read({ r1: client }, { where: { ReadOnly: "false", Username: "alice" }, max: 5 });
    assert.deepEqual(ids, ["e1"]);
    assert.deepEqual(client.inputs, [
      { LookupAttributes: [{ AttributeKey: "Username", AttributeValue: "alice" }], MaxResults: 50 },
    ]);
  });

  it("reads sets that send the same attribute once, and one that another includes not at all", async () => {
    const client = history({ name: "A" });
    await read(
      { r1: client },
      {
        where: [
          { EventName: "A", EventSource: "s1" },
          { EventName: "A", ReadOnly: "true" },
          { EventName: "B" },
          { EventName: "B", Username: "bob" },
        ],
      },
    );
    assert.deepEqual(
      client.inputs.map(({ LookupAttributes }) => LookupAttributes?.[0]?.AttributeValue),
      ["A", "B"],
    );
  });

  it("reads everything once where one set has no condition", async () => {
    const client = history({ name: "A" }, { name: "B" });
    const { ids } = await read({ r1: client }, { where: [{ EventName: "A" }, {}] });
    assert.deepEqual([ids, client.inputs.length], [["e0", "e1"], 1]);
  });

  it("lets the lookups of one region share its budget", async () => {
    const times: number[] = [];
    const clock = new FakeClock(NOW);
    const client = answering((input) => {
      times.push(clock.now() - NOW);
      return page([])(input, undefined);
    });
    await read(
      { r1: client },
      { where: ["A", "B", "C", "D", "E"].map((EventName) => ({ EventName })) },
      { clock },
    );
    assert.deepEqual(times, [0, 0, 1035, 1035, 2070]);
  });

  it("lets two readings of one source share its budget", async () => {
    const clock = new FakeClock(NOW);
    const source = lookupEvents([{ region: "r1", client: answering(page([])) }], { clock });
    for (let reading = 0; reading < 3; reading++) await collect(source.read());
    assert.equal(clock.now() - NOW, 1035);
  });

  it("stops asking for an event by its id once a region has it", async () => {
    const found = history({ id: "wanted" }, {});
    const slow = answering(hangs);
    const result = await read(
      { r1: slow, r2: found },
      { where: { EventId: "wanted" } },
      { requestTimeoutMs: 5_000 },
    );
    assert.deepEqual([result.ids, slow.calls.length], [["wanted"], 1]);
    assert.deepEqual(result.coverage.regions, ["r1", "r2"]);
    assert.equal(result.coverage.complete, true);
  });

  it("does not hold a region's failure against an event that was found", async () => {
    const denied = answering(fails("AccessDeniedException"));
    const found = await read({ r1: denied, r2: history({ id: "wanted" }) }, { where: { EventId: "wanted" } });
    assert.equal(found.coverage.complete, true);
    const missed = await read({ r1: denied, r2: history({}) }, { where: { EventId: "wanted" } });
    assert.equal(missed.coverage.complete, false);
  });

  it("asks for Insights events by their category and keeps their details", async () => {
    const record = { eventID: "i", eventTime: "2026-01-31T12:00:00Z", insightDetails: { state: "Start" } };
    const client = answering(() =>
      Promise.resolve({ Events: [{ CloudTrailEvent: JSON.stringify(record) }] }),
    );
    const { events, coverage } = await read(
      { r1: client },
      { category: "insight", where: { EventSource: "s3.amazonaws.com" } },
    );
    assert.equal(client.calls[0]?.EventCategory, "insight");
    assert.deepEqual(events[0]?.insightDetails, { state: "Start" });
    assert.match(coverage.gaps[0]?.detail ?? "", /Insights/);
  });

  it("sends no time that the API doesn't reach, and asks for nothing that ended before", async () => {
    const old = new Date(NOW - 100 * DAY_MS);
    const client = history({});
    const reached = await read({ r1: client }, { startTime: old, endTime: new Date(NOW + DAY_MS) });
    assert.deepEqual(client.inputs, [{ MaxResults: 50 }]);
    assert.equal(reached.coverage.complete, false);
    assert.equal(reached.coverage.to, new Date(NOW + DAY_MS).toISOString());
    const forgotten = await read({ r1: client }, { endTime: old });
    assert.equal(client.inputs.length, 1);
    assert.equal(forgotten.coverage.complete, false);
  });

  it("tells how far each region is", async () => {
    const told: unknown[] = [];
    await read(
      { r1: answering(page(["a", "b"], "t"), page(["c"])) },
      { keep: ({ eventID }) => eventID !== "b" },
      { onProgress: (progress) => told.push(progress) },
    );
    const oldest = new Date(NOW - 60_000);
    assert.deepEqual(told, [
      { region: "r1", requests: 1, events: 1, oldest },
      { region: "r1", requests: 2, events: 2, oldest },
    ]);
  });

  const refused: [string, EventQuery, RegExp][] = [
    [
      "an unknown attribute",
      { where: { Color: "red" } as never },
      /where\.Color: no attribute .* use EventId, EventName/,
    ],
    ["an attribute of Object's own", { where: JSON.parse('{"__proto__":"x"}') as never }, /where\.__proto__/],
    ["an empty value", { where: { Username: "" } }, /where\.Username: the value is empty/],
    [
      "a value of another type",
      { where: { ReadOnly: true } as never },
      /where\.ReadOnly: boolean is no text/,
    ],
    ["a value that is too long", { where: { Username: "x".repeat(2001) } }, /2001 characters.*at most 2000/],
    [
      "ReadOnly by another word",
      { where: { ReadOnly: "yes" } },
      /"yes" is not allowed; use "true" or "false"/,
    ],
    ["no set at all", { where: [] }, /selects nothing/],
    ["a start in the future", { startTime: new Date(NOW + 1000) }, /startTime: .* is in the future/],
    ["an unknown category", { category: "data" as never }, /category: data is not allowed/],
    [
      "Insights by user",
      { category: "insight", where: { Username: "a" } },
      /where\.Username: Insights .* use EventId/,
    ],
    ["a huge max", { max: 2 ** 60 }, /max: .* is not allowed/],
  ];
  for (const [what, query, message] of refused) {
    it(`refuses ${what} before any request`, async () => {
      const client = answering(page([]));
      await assert.rejects(
        read({ r1: client }, query),
        (error: Error) => error instanceof QueryError && message.test(error.message),
      );
      assert.equal(client.calls.length, 0);
    });
  }

  it("refuses a region that is given twice and a budget of nothing", () => {
    const region = { region: "r1", client: answering(page([])) };
    assert.throws(() => lookupEvents([region, region]), /region r1 is given twice/);
    assert.throws(
      () => lookupEvents([region], { requestsPerSecond: 0 }),
      /requestsPerSecond: 0 is not allowed/,
    );
    assert.throws(() => lookupEvents([region], { requestTimeoutMs: NaN }), /requestTimeoutMs: NaN/);
  });
});
