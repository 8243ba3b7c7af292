import assert from "node:assert/strict";
import fc from "fast-check";
import { collect } from "../../../detective/collect";
import type { CloudTrailEvent } from "../../../detective/event";
import type { EventConditions, EventQuery } from "../../../detective/source";
import { type LookupEventsOptions, lookupEvents } from "../../../detective/sources/lookupEvents";
import { type FakeEvent, FakeClock, FakeHistory, says } from "./support/fakeHistory";

const NOW = Date.UTC(2026, 0, 31, 13);
const NOW_SECOND = NOW / 1000;
const DAY = 86_400;

async function read(
  histories: Record<string, FakeHistory>,
  query: EventQuery = {},
  options: LookupEventsOptions = {},
) {
  const regions = Object.entries(histories).map(([region, client]) => ({ region, client }));
  const source = lookupEvents(regions, {
    requestsPerSecond: Infinity,
    clock: new FakeClock(NOW),
    random: () => 1,
    ...options,
  });
  const set = await collect(source.read(query));
  return { ids: set.events.map(({ eventID }) => eventID), ...set };
}

/** So many events, `perSecond` of them in each second back from now. */
function events(count: number, perSecond: number, prefix = "e"): FakeEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `${prefix}${index}`,
    second: NOW_SECOND - 60 - Math.floor(index / perSecond),
  }));
}

describe("lookupEvents, split in windows", () => {
  for (const [what, count, perSecond] of [
    ["a burst", 2000, 250],
    ["an even stream", 2000, 1],
    ["one second with all of it", 600, 600],
  ] as const) {
    it(`reads ${what} side by side, each event once, newest first`, async () => {
      const history = new FakeHistory(events(count, perSecond), () => 2);
      const { ids, coverage, events: read_ } = await read({ r1: history });
      assert.equal(ids.length, count);
      assert.equal(new Set(ids).size, count);
      const times = read_.map(({ eventTime }) => Date.parse(eventTime ?? ""));
      assert.deepEqual(
        times,
        [...times].sort((a, b) => b - a),
      );
      assert.equal(coverage.complete, true);
      assert.ok(history.mostInFlight <= 8, `${history.mostInFlight} at once`);
      if (perSecond < count) assert.ok(history.mostInFlight >= 4, `only ${history.mostInFlight} at once`);
      const pages = count / 50;
      assert.ok(
        history.inputs.length <= pages * 1.4 + 4,
        `${history.inputs.length} requests for ${pages} pages`,
      );
    });
  }

  it("hands events out newest first while older windows are read", async () => {
    const history = new FakeHistory(events(3000, 7), () => Math.floor(Math.random() * 4));
    const source = lookupEvents([{ region: "r1", client: history }], {
      requestsPerSecond: Infinity,
      clock: new FakeClock(NOW),
    });
    let last = Infinity;
    let count = 0;
    for await (const { eventTime } of source.read()) {
      const time = Date.parse(eventTime ?? "");
      assert.ok(time <= last, `${eventTime} came after ${last}`);
      last = time;
      count++;
    }
    assert.equal(count, 3000);
  });

  it("loses no event that changed places with its neighbours", async () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    for (const perSecond of Array.from({ length: 10 }, () => [1, 3, 20, 100]).flat()) {
      // Ten callers at once: around the end of a second an event may stand ten places from where its time belongs.
      const jitter = perSecond < 10 ? 2 : 1 + 10 / perSecond;
      const history = new FakeHistory(
        events(1500, perSecond),
        () => Math.floor(random() * 3),
        ({ second }) => second + random() * jitter,
      );
      const { ids } = await read({ r1: history });
      assert.equal(new Set(ids).size, 1500, `${perSecond} a second`);
      assert.equal(ids.length, 1500);
      assert.ok(history.mostInFlight > 1);
    }
  });

  it("asks once where one page holds everything, and twice for two", async () => {
    const one = new FakeHistory(events(50, 1));
    const two = new FakeHistory(events(60, 1));
    await read({ r1: one });
    await read({ r1: two });
    assert.equal(one.inputs.length, 1);
    assert.equal(two.inputs.length, 2);
  });

  it("reads one page of each region for the newest twenty of a long history", async () => {
    const histories = {
      r1: new FakeHistory(events(5000, 1, "a"), () => 1),
      r2: new FakeHistory(events(5000, 1, "b"), () => 1),
      r3: new FakeHistory([]),
    };
    const { ids, coverage } = await read(histories, { max: 20 });
    assert.equal(ids.length, 20);
    assert.equal(coverage.gaps.at(-1)?.reason, "cut");
    assert.deepEqual(
      Object.values(histories).map(({ inputs }) => inputs.map(({ MaxResults }) => MaxResults)),
      [[20], [20], [20]],
    );
  });

  it("stops asking a quiet region once all others' events are newer than what it can still have", async () => {
    const busy = new FakeHistory(events(100, 1).map((event) => ({ ...event, name: "Wanted" })));
    const quiet = new FakeHistory(events(5000, 0.02, "q"));
    const { ids } = await read({ busy, quiet }, { keep: ({ eventName }) => eventName === "Wanted", max: 60 });
    assert.equal(ids.length, 60);
    assert.ok(quiet.inputs.length <= 3, `${quiet.inputs.length} requests to the quiet region`);
  });

  it("asks keep before max counts, with full pages", async () => {
    const history = new FakeHistory(
      events(500, 1).map((event, index) => ({ ...event, name: index % 100 === 99 ? "Rare" : "Usual" })),
    );
    const { ids, coverage } = await read(
      { r1: history },
      { keep: ({ eventName }) => eventName === "Rare", max: 3 },
    );
    assert.deepEqual(ids, ["e99", "e199", "e299"]);
    assert.equal(coverage.complete, false);
    assert.ok(history.inputs.every(({ MaxResults }) => MaxResults === 50));
    assert.ok(history.inputs.length <= 7, `${history.inputs.length} requests`);
  });

  it("holds no more than readAhead allows while nobody takes", async () => {
    const history = new FakeHistory(events(5000, 5));
    const source = lookupEvents([{ region: "r1", client: history }], {
      requestsPerSecond: Infinity,
      readAhead: 500,
      clock: new FakeClock(NOW),
    });
    let taken = 0;
    for await (const _ of source.read()) {
      if (++taken < 10) continue;
      for (let turns = 0; turns < 100; turns++) await new Promise((done) => setImmediate(done));
      break;
    }
    assert.ok(history.inputs.length <= 500 / 50 + 8, `${history.inputs.length} pages were read`);
  });

  it("fills slow regions' budgets by overlapping requests", async () => {
    let now = NOW;
    const waiting: { at: number; resolve: () => void }[] = [];
    const sleep = (ms: number) => new Promise<void>((resolve) => waiting.push({ at: now + ms, resolve }));
    const history = new FakeHistory(events(2000, 0.01));
    const slow = {
      lookupEvents: async (input: Parameters<FakeHistory["lookupEvents"]>[0]) => {
        await sleep(900);
        return history.lookupEvents(input);
      },
    };
    let done = false;
    const source = lookupEvents([{ region: "r1", client: slow }], { clock: { now: () => now, sleep } });
    const startTime = new Date(NOW - 2000 * 100_000);
    const reading = collect(source.read({ startTime })).then((set) => {
      done = true;
      return set;
    });
    while (!done) {
      await new Promise((turned) => setImmediate(turned));
      if (waiting.length === 0) continue;
      waiting.sort((a, b) => a.at - b.at);
      const next = waiting.shift()!;
      now = Math.max(now, next.at);
      next.resolve();
    }
    assert.equal((await reading).events.length, 2000);
    const seconds = (now - NOW) / 1000;
    const limit = 40 / 2;
    assert.ok(
      seconds <= limit * 1.2,
      `${seconds} s; the budget's limit is ${limit} s; ${history.inputs.length} requests, ${history.empty} empty`,
    );
    assert.equal(history.empty, 0);
  });

  it("gives what a plain filter gives, whatever is asked", async function () {
    this.timeout(60_000);
    const names = ["a", "b"];
    const word = fc.constantFrom(...names);
    const event = fc.record({
      second: fc.oneof(
        fc.integer({ min: NOW_SECOND - 200, max: NOW_SECOND - 1 }),
        fc.integer({ min: NOW_SECOND - 80 * DAY, max: NOW_SECOND - 1 }),
      ),
      name: word,
      source: word,
      username: word,
      accessKeyId: word,
      readOnly: fc.boolean(),
      resources: fc.array(fc.record({ type: word, name: word }), { maxLength: 2 }),
    });
    const conditions = fc.record(
      {
        EventName: word,
        EventSource: word,
        Username: word,
        AccessKeyId: word,
        ReadOnly: fc.constantFrom("true", "false"),
        ResourceType: word,
        ResourceName: word,
        EventId: fc.integer({ min: 0, max: 20 }).map((index) => `0-${index}`),
      },
      { requiredKeys: [] },
    );
    const times = fc.integer({ min: -300, max: 0 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(event, { maxLength: 400 }), { minLength: 1, maxLength: 3 }),
        fc.oneof(conditions, fc.array(conditions, { minLength: 1, maxLength: 3 }), fc.constant(undefined)),
        fc.option(fc.tuple(times, times), { nil: undefined }),
        fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined }),
        fc.constantFrom(2, Infinity),
        fc.infiniteStream(fc.integer({ min: 0, max: 3 })),
        async (regions, where, range, max, requestsPerSecond, delays) => {
          const all = regions.map((list, region) =>
            list.map((one, index) => ({ ...one, id: `${region}-${index}` })),
          );
          // What happened in one region is shown by another one, too.
          if (all.length > 1) all[1]!.push(...all[0]!.slice(0, 3));
          const [from, to] = range ? [...range].sort((a, b) => a - b) : [undefined, undefined];
          const query: EventQuery = {
            ...(where && { where }),
            ...(from !== undefined && { startTime: new Date(NOW + from * 1000) }),
            ...(to !== undefined && { endTime: new Date(NOW + to * 1000) }),
            ...(max !== undefined && { max }),
          };
          const naive = naively(all.flat(), query);
          const next = () => delays.next().value as number;
          const histories = Object.fromEntries(
            all.map((list, index) => [`r${index}`, new FakeHistory(list, next)]),
          );
          const { events: got, coverage } = await read(histories, query, { requestsPerSecond });
          const wanted = naive.slice(0, max);
          assert.deepEqual(
            seconds(got),
            wanted.map(({ second }) => second),
          );
          const ids = got.map(({ eventID }) => eventID);
          assert.equal(new Set(ids).size, ids.length);
          const known = new Set(naive.map(({ id }) => id));
          assert.ok(ids.every((id) => known.has(id!)));
          assert.equal(
            coverage.gaps.some(({ reason }) => reason === "failed-region"),
            false,
          );
          if (naive.length > wanted.length) assert.equal(coverage.complete, false);
        },
      ),
      { numRuns: 300 },
    );
  });
});

function naively(all: readonly FakeEvent[], { where, startTime, endTime }: EventQuery): FakeEvent[] {
  const sets: readonly EventConditions[] = [where ?? {}].flat();
  const once = new Map(all.map((event) => [event.id, event]));
  return [...once.values()]
    .filter(
      ({ second }) => (!startTime || second * 1000 >= +startTime) && (!endTime || second * 1000 <= +endTime),
    )
    .filter((event) =>
      sets.some((set) => Object.entries(set).every(([key, value]) => says(event, key, value))),
    )
    .sort((a, b) => b.second - a.second);
}

function seconds(events: readonly CloudTrailEvent[]): number[] {
  return events.map(({ eventTime }) => Date.parse(eventTime ?? "") / 1000);
}
