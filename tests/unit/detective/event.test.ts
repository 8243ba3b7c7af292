import assert from "node:assert/strict";
import fc from "fast-check";
import { parseEvent, timeOf } from "../../../detective/event";
import { principalName } from "../../../detective/principal";
import { touchesBucket } from "../../../detective/questions/bucketEvents";

describe("parseEvent", () => {
  it("reads a clean record from text and from an object alike, unknown fields included", () => {
    const record = {
      eventVersion: "1.12",
      eventTime: "2026-01-31T12:00:00Z",
      eventID: "e1",
      readOnly: true,
      requestParameters: { bucketName: "logs", nested: { kept: [1, null] } },
      responseElements: null,
      resources: [{ ARN: "arn:aws:s3:::logs", type: "AWS::S3::Bucket", accountId: "111122223333", more: 1 }],
      userIdentity: { type: "IAMUser", userName: "alice", newThing: { a: 1 } },
      fieldOfTomorrow: { x: [true] },
    };
    assert.deepEqual(parseEvent(JSON.stringify(record)), record);
    assert.deepEqual(parseEvent(record), record);
  });

  const dirty: [string, unknown, unknown][] = [
    ["no JSON", "{oops", { unparsed: { record: "{oops" } }],
    ["a list", "[1]", { unparsed: { record: [1] } }],
    ["a number", 7, { unparsed: { record: 7 } }],
    ["nothing", undefined, { unparsed: { record: undefined } }],
    ["numbers as text", { eventVersion: 1.08, eventID: 5 }, { eventVersion: "1.08", eventID: "5" }],
    [
      "flags as text",
      { readOnly: "TRUE", managementEvent: "false" },
      { readOnly: true, managementEvent: false },
    ],
    ["a flag that is none", { readOnly: "maybe" }, { unparsed: { readOnly: "maybe" } }],
    ["null where none belongs", { errorCode: null, userIdentity: null }, {}],
    ["null where it belongs", { responseElements: null }, { responseElements: null }],
    [
      "an object as text",
      { eventName: { a: 1 }, eventID: "x" },
      { eventID: "x", unparsed: { eventName: { a: 1 } } },
    ],
    [
      "deep inside",
      { userIdentity: { userName: ["a"], sessionContext: { attributes: "no" } } },
      {
        userIdentity: { sessionContext: {} },
        unparsed: { "userIdentity.userName": ["a"], "userIdentity.sessionContext.attributes": "no" },
      },
    ],
    [
      "a list with strangers",
      { resources: [{ ARN: 5, type: {} }, "x", null] },
      {
        resources: [{ ARN: "5" }],
        unparsed: { "resources[0].type": {}, "resources[1]": "x", "resources[2]": null },
      },
    ],
    ["hidden parameters", { requestParameters: "HIDDEN" }, { unparsed: { requestParameters: "HIDDEN" } }],
    [
      "a record that uses our names",
      { lookup: { username: "root" }, unparsed: 1 },
      { unparsed: { lookup: { username: "root" }, unparsed: 1 } },
    ],
  ];
  for (const [name, record, expected] of dirty) {
    it(`keeps what can be read of a dirty record: ${name}`, () => {
      assert.deepEqual(parseEvent(record), expected);
    });
  }

  it("keeps a field called __proto__ a field", () => {
    const event = parseEvent('{"__proto__": {"polluted": 1}, "eventID": "x"}');
    assert.equal(event.polluted, undefined);
    assert.deepEqual(Object.keys(event), ["__proto__", "eventID"]);
  });

  it("never throws, loses no unknown field, and gives events that can be worked with, on any JSON", () => {
    const names = fc.constantFrom(
      "eventTime",
      "userIdentity",
      "resources",
      "requestParameters",
      "errorCode",
      "readOnly",
      "x-new",
    );
    const record = fc.oneof(fc.jsonValue(), fc.dictionary(names, fc.jsonValue()));
    fc.assert(
      fc.property(record, (value) => {
        const event = parseEvent(JSON.stringify(value));
        assert.equal(typeof principalName(event), "string");
        assert.equal(typeof touchesBucket(event, "bucket"), "boolean");
        const time = timeOf(event);
        assert.ok(time === undefined || Number.isFinite(time));
        if (typeof value === "object" && value !== null && "x-new" in value) {
          const sent = JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
          assert.deepEqual(event["x-new"], sent["x-new"]);
        }
      }),
    );
  });

  it("never throws on any text", () => {
    fc.assert(fc.property(fc.string(), (text) => assert.equal(typeof parseEvent(text), "object")));
  });
});

describe("timeOf", () => {
  it("reads ISO times and nothing else", () => {
    assert.equal(timeOf({ eventTime: "2026-01-31T12:00:00Z" }), Date.UTC(2026, 0, 31, 12));
    assert.equal(timeOf({ eventTime: "yesterday" }), undefined);
    assert.equal(timeOf({}), undefined);
  });
});
