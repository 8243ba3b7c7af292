import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import type { Clock } from "../../../../detective/clock";
import type { LookupEventsClient, LookupInput } from "../../../../detective/sources/regionCalls";
import type { LookupPage } from "../../../../detective/sources/historyWindow";
import type { LookupRow } from "../../../../detective/sources/lookupRow";

/** What the fake knows of an event; times are whole seconds since 1970. */
export interface FakeEvent {
  id: string;
  second: number;
  name?: string;
  source?: string;
  username?: string;
  accessKeyId?: string;
  readOnly?: boolean;
  resources?: readonly { type: string; name: string }[];
}

/** Time that passes only by sleeping. */
export class FakeClock implements Clock {
  readonly slept: number[] = [];
  constructor(private time: number) {}
  now = () => this.time;
  sleep = (ms: number) => {
    this.slept.push(ms);
    this.time += ms;
    return Promise.resolve();
  };
}

/** A region's history that answers as LookupEvents does; a token is good for the same request only. */
export class FakeHistory implements LookupEventsClient {
  readonly inputs: LookupInput[] = [];
  /** Pages without an event. */
  empty = 0;
  inFlight = 0;
  mostInFlight = 0;
  private readonly events: readonly FakeEvent[];

  /**
   * @param delay how many turns of the event loop an answer takes
   * @param place where an event stands in the order, newest first; calls that end together may change places
   */
  constructor(
    events: readonly FakeEvent[],
    private readonly delay: () => number = () => 0,
    place: (event: FakeEvent) => number = ({ second }) => second,
  ) {
    const placed = events.map((event) => ({ event, at: place(event) }));
    this.events = placed.sort((a, b) => b.at - a.at).map(({ event }) => event);
  }

  async lookupEvents(input: LookupInput): Promise<LookupPage> {
    this.inputs.push(input);
    this.mostInFlight = Math.max(this.mostInFlight, ++this.inFlight);
    for (let turns = this.delay(); turns > 0; turns--) await turn();
    this.inFlight--;
    const { LookupAttributes = [], StartTime, EndTime, MaxResults = 50, NextToken } = input;
    assert.ok(LookupAttributes.length <= 1, "LookupEvents takes one attribute");
    assert.ok(MaxResults >= 1 && MaxResults <= 50);
    const question = JSON.stringify([LookupAttributes, StartTime, EndTime, MaxResults]);
    const [asked, from = "0"] = NextToken === undefined ? [question] : NextToken.split("#");
    assert.equal(asked, question, "a token with another request");
    const found = this.events.filter(
      (event) =>
        (!StartTime || event.second * 1000 >= StartTime.getTime()) &&
        (!EndTime || event.second * 1000 <= EndTime.getTime()) &&
        LookupAttributes.every(({ AttributeKey, AttributeValue }) =>
          says(event, AttributeKey, AttributeValue),
        ),
    );
    const start = Number(from);
    const page = found.slice(start, start + MaxResults);
    if (page.length === 0) this.empty++;
    const more = start + MaxResults < found.length;
    return { Events: page.map(row), ...(more && { NextToken: `${question}#${start + MaxResults}` }) };
  }
}

/** The plain meaning of each attribute, written down a second time. */
export function says(event: FakeEvent, key: string, value: string): boolean {
  const { resources = [] } = event;
  const values: Record<string, (string | undefined)[]> = {
    EventId: [event.id],
    EventName: [event.name],
    ReadOnly: [event.readOnly === undefined ? undefined : String(event.readOnly)],
    Username: [event.username],
    ResourceType: resources.map(({ type }) => type),
    ResourceName: resources.map(({ name }) => name),
    EventSource: [event.source],
    AccessKeyId: [event.accessKeyId],
  };
  return values[key]!.includes(value);
}

function row(event: FakeEvent): LookupRow {
  const { id, second, name, source, username, accessKeyId, readOnly, resources = [] } = event;
  const eventTime = new Date(second * 1000).toISOString().replace(".000Z", "Z");
  return {
    EventId: id,
    EventTime: new Date(second * 1000),
    ...(username !== undefined && { Username: username }),
    Resources: resources.map(({ type, name: called }) => ({ ResourceType: type, ResourceName: called })),
    CloudTrailEvent: JSON.stringify({
      eventID: id,
      eventTime,
      eventName: name,
      eventSource: source,
      readOnly,
      userIdentity: { accessKeyId },
    }),
  };
}
