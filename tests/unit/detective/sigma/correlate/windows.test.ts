import assert from "node:assert/strict";
import fc from "fast-check";
import { RawRecord } from "../../../../../detective/detect/detection";
import { Correlator, CorrelatorOptions } from "../../../../../detective/sigma/correlate/correlator";
import { meets } from "../../../../../detective/sigma/correlate/meets";
import { SigmaCorrelation } from "../../../../../detective/sigma/rule";
import { START, by, correlationOf, recordAt, ruleOn } from "./correlations";

const RULES = [ruleOn("A"), ruleOn("B"), ruleOn("C")];
const SPAN = 10;

/** What a record matches is its name; who made it and what it read are small numbers. */
interface Event {
  second: number;
  rule: number;
  user: number;
  value: number;
}

const event = fc.record<Event>({
  second: fc.integer({ min: 0, max: 60 }),
  rule: fc.integer({ min: 0, max: 2 }),
  user: fc.integer({ min: 0, max: 1 }),
  value: fc.integer({ min: 0, max: 4 }),
});

const correlation = fc
  .record({
    type: fc.constantFrom("event_count", "value_count", "temporal", "temporal_ordered" as const),
    comparison: fc.constantFrom("gt", "gte", "lt", "lte", "eq", "neq" as const),
    than: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ type, comparison, than }) =>
    correlationOf(RULES, {
      type,
      timespanMs: SPAN * 1000,
      conditions: [{ comparison, than }],
      countedFields: type === "value_count" ? ["requestParameters.value"] : [],
    }),
  );

/** The plain meaning: at each second at which a user did something, what is in the window that ends there. */
function expected({ type, conditions }: SigmaCorrelation, events: readonly Event[]): string[] {
  const told: string[] = [];
  for (const user of new Set(events.map((each) => each.user))) {
    const own = events.filter((each) => each.user === user);
    let fired = false;
    let before = -Infinity;
    for (const now of [...new Set(own.map(({ second }) => second))].sort((a, b) => a - b)) {
      if (now - before > SPAN) fired = false;
      before = now;
      const window = own.filter(({ second }) => second >= now - SPAN && second <= now);
      const value = {
        event_count: () => window.length,
        value_count: () => new Set(window.map((each) => each.value)).size,
        temporal: () => new Set(window.map(({ rule }) => rule)).size,
        temporal_ordered: () => longestChain(window),
      }[type]();
      const holds = meets(value, conditions);
      if (holds && !fired) told.push(`${now} user${user}`);
      fired = holds;
    }
  }
  return told.sort();
}

/** Every way to choose rules in their order, tried one by one. */
function longestChain(window: readonly Event[]): number {
  const from = (rule: number, second: number): number =>
    rule === RULES.length
      ? 0
      : Math.max(
          from(rule + 1, second),
          ...window
            .filter((each) => each.rule === rule && each.second >= second)
            .map((each) => 1 + from(rule + 1, each.second)),
        );
  return from(0, 0);
}

function found(each: SigmaCorrelation, records: readonly RawRecord[], options?: CorrelatorOptions): string[] {
  const correlator = new Correlator([each], options);
  const told: string[] = [];
  const tell = (all: Iterable<{ time: number; values: readonly string[] }>) => {
    for (const { time, values } of all) told.push(`${(time - START) / 1000} ${values[0]}`);
  };
  for (const at of records) {
    const name = (at.record as { eventName: string }).eventName;
    correlator.add(
      at,
      RULES.find(({ title }) => title === name)!,
    );
    tell(correlator.due());
  }
  tell(correlator.end());
  assert.deepEqual(correlator.gaps(), []);
  return told.sort();
}

function recordsOf(events: readonly Event[]): RawRecord[] {
  return events.map(({ second, rule, user, value }) =>
    recordAt(second, RULES[rule]!.title, { ...by(`user${user}`), requestParameters: { value } }),
  );
}

describe("windows of correlations", () => {
  it("are what they plainly mean, in whatever order records come", () => {
    fc.assert(
      fc.property(correlation, fc.array(event, { maxLength: 40 }), (each, events) => {
        assert.deepEqual(found(each, recordsOf(events)), expected(each, events));
      }),
      { numRuns: 1_000 },
    );
  });

  it("are the same as a stream, as long as nothing comes too late", () => {
    fc.assert(
      fc.property(correlation, fc.array(event, { minLength: 30, maxLength: 60 }), (each, events) => {
        // Each is late by less than five seconds; there are enough of them that some are told before the end.
        const late = Array.from({ length: 40 }, (_, round) =>
          events.map((one) => ({ ...one, second: one.second + round * 100 })),
        )
          .flat()
          .map((one, index) => ({ one, key: one.second + ((index * 7919) % 50) / 10 }))
          .sort((a, b) => a.key - b.key)
          .map(({ one }) => one);
        assert.deepEqual(found(each, recordsOf(late), { latenessMs: 5_000 }), found(each, recordsOf(late)));
      }),
      { numRuns: 30 },
    );
  });
});
