import assert from "node:assert/strict";
import fc from "fast-check";
import { parseEvent } from "../../../../detective/event";
import { EventConditions } from "../../../../detective/source";
import { checkWhere, matches } from "../../../../detective/sources/matches";
import { mayHold } from "../../../../detective/sources/mayHold";

const holds = (where: EventConditions | EventConditions[], text: string) =>
  mayHold(checkWhere(where))(Buffer.from(text));

describe("mayHold", () => {
  const cases: [string, EventConditions | EventConditions[], string, boolean][] = [
    ["the value is there", { EventName: "GetObject" }, '{"eventName":"GetObject"}', true],
    ["the value isn't there", { EventName: "GetObject" }, '{"eventName":"PutObject"}', false],
    [
      "one of two conditions isn't met",
      { EventName: "GetObject", Username: "bob" },
      '{"eventName":"GetObject"}',
      false,
    ],
    ["one of two sets may be met", [{ EventName: "A1x" }, { EventName: "GetObject" }], '"GetObject"', true],
    ["a set has no value to look for", [{ EventName: "A1x" }, { ReadOnly: "true" }], "{}", true],
    ["a letter is escaped", { EventName: "GetObject" }, '{"eventName":"\\u0047etObject"}', true],
    ["a slash is escaped", { ResourceName: "b/k" }, '{"key":"b\\/k"}', true],
    ["another name is escaped that way", { ResourceName: "b-k" }, '{"key":"b\\/k"}', false],
    ["the value needs an escape", { Username: 'a"b' }, "{}", true],
    ["the value may be a number", { EventName: "500" }, '{"eventName":5e2}', true],
    ["root is not called so in the record", { Username: "root" }, '{"userIdentity":{"type":"Root"}}', true],
    ["the type is not in the record", { ResourceType: "AWS::S3::Bucket" }, '{"bucketName":"b"}', true],
  ];
  for (const [name, where, text, expected] of cases) {
    it(`says ${expected ? "maybe" : "no"} where ${name}`, () => assert.equal(holds(where, text), expected));
  }

  it("never refuses what matches", () => {
    const value = fc.constantFrom(
      "alice",
      "root",
      "5",
      "true",
      "a/b",
      "AKIAIOSFODNN7EXAMPLE",
      "x.amazonaws.com",
      "ö",
      'q"',
    );
    const identity = fc.record(
      {
        type: fc.constantFrom("Root", "IAMUser", "AssumedRole"),
        userName: value,
        accessKeyId: value,
        principalId: value.map((name) => `AROA:${name}`),
      },
      { requiredKeys: [] },
    );
    const record = fc.record(
      {
        eventID: value,
        eventName: value,
        eventSource: value,
        userIdentity: identity,
        requestParameters: fc.record({ bucketName: value, roleArn: value }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    );
    const where = fc.record(
      {
        EventId: value,
        EventName: value,
        Username: value,
        ResourceName: value,
        EventSource: value,
        AccessKeyId: value,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(record, where, (sent, conditions) => {
        const text = JSON.stringify(sent);
        if (matches(parseEvent(text), conditions)) assert.ok(holds(conditions, text));
      }),
      { numRuns: 2000 },
    );
  });
});
