import assert from "node:assert/strict";
import fc from "fast-check";
import { recordScannerFor } from "../../../../detective/archive/scan/recordScannerFor";
import { parseEvent } from "../../../../detective/event";
import { EventConditions } from "../../../../detective/source";
import { checkWhere, matches } from "../../../../detective/sources/matches";
import { needsOfWhere } from "../../../../detective/sources/needsOfWhere";
import { prepare } from "../../../../detective/sources/readJob";

/** Which of these records' texts may meet the conditions, without being parsed. */
function kept(where: EventConditions | EventConditions[], records: readonly string[]): readonly number[] {
  const job = prepare({ needs: needsOfWhere(checkWhere(where)) });
  const scanned = recordScannerFor(job.fields).scan(Buffer.from(`{"Records":[${records.join(",")}]}`));
  assert.ok(scanned);
  const { indexes, json } = job.scanned(scanned, { name: "x" });
  const whole = indexes ?? records.map((_, index) => index);
  assert.deepEqual(
    JSON.parse(Buffer.from(json!).toString()),
    whole.map((index) => JSON.parse(records[index]!) as unknown),
  );
  return whole;
}

describe("what a record needs to meet conditions", () => {
  const cases: [string, EventConditions | EventConditions[], string, boolean][] = [
    ["the value is there", { EventName: "GetObject" }, '{"eventName":"GetObject"}', true],
    [
      "another value is there",
      { EventName: "GetObject" },
      '{"eventName":"PutObject","x":"GetObject"}',
      false,
    ],
    ["one of two conditions isn't met", { EventName: "A", Username: "bob" }, '{"eventName":"A"}', false],
    ["one of two sets may be met", [{ EventName: "A1x" }, { EventName: "B" }], '{"eventName":"B"}', true],
    ["a set has none that can be looked for", [{ EventName: "A" }, { ResourceType: "x" }], "{}", true],
    ["a letter is escaped", { EventName: "GetObject" }, '{"eventName":"\\u0047etObject"}', true],
    ["the value may be a number", { EventName: "500" }, '{"eventName":5e2}', true],
    ["a flag is a text", { ReadOnly: "true" }, '{"readOnly":"True"}', true],
    ["a flag is another", { ReadOnly: "true" }, '{"readOnly":false}', false],
    ["root is called so by its type", { Username: "root" }, '{"userIdentity":{"type":"Root"}}', true],
    [
      "a user has the name",
      { Username: "bob" },
      '{"userIdentity":{"type":"IAMUser","userName":"bob"}}',
      true,
    ],
    [
      "another has it in his ARN",
      { Username: "bob" },
      '{"userIdentity":{"type":"AWSAccount","arn":"bob"}}',
      false,
    ],
    [
      "a session has it",
      { Username: "bob" },
      '{"userIdentity":{"type":"AssumedRole","principalId":"AROA:bob"}}',
      true,
    ],
    [
      "a session's ARN ends in it",
      { Username: "bob" },
      '{"userIdentity":{"type":"FederatedUser","arn":"arn:aws:sts::1:federated-user/bob"}}',
      true,
    ],
    [
      "a session's ARN ends in a longer name",
      { Username: "bob" },
      '{"userIdentity":{"type":"FederatedUser","arn":"arn:aws:sts::1:federated-user/jbob"}}',
      false,
    ],
    ["another session", { Username: "bob" }, '{"userIdentity":{"type":"AssumedRole"}}', false],
    ["a resource is named anywhere", { ResourceName: "b/k" }, '{"x":["arn:aws:s3:::b/k"]}', true],
    ["a slash is escaped", { ResourceName: "b/k" }, '{"x":"b\\/k"}', true],
    ["another name is escaped that way", { ResourceName: "b-k" }, '{"x":"b\\/k"}', false],
    ["any name may be escaped", { ResourceName: "b-k" }, '{"x":"b\\u002dk"}', true],
    ["a name needs an escape", { ResourceName: 'a"b' }, "{}", true],
    ["it is a row of lookup-events", { EventName: "A" }, '{"CloudTrailEvent":"{}"}', true],
  ];
  for (const [name, where, text, expected] of cases) {
    it(`says ${expected ? "maybe" : "no"} where ${name}`, () =>
      assert.equal(kept(where, ['{"a":1}', text, "{}"]).includes(1), expected));
  }

  it("refuses nothing that matches", () => {
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
    const anything = fc.oneof(value, fc.constantFrom(5, true, null, ["alice"], { a: "root" }));
    const identity = fc.record(
      {
        type: fc.constantFrom("Root", "IAMUser", "AssumedRole", "FederatedUser", "SAMLUser"),
        userName: anything,
        accessKeyId: anything,
        principalId: value.map((name) => `AROA:${name}`),
        arn: value.map((name) => `arn:aws:sts::111122223333:assumed-role/role/${name}`),
      },
      { requiredKeys: [] },
    );
    const record = fc.record(
      {
        eventID: anything,
        eventName: anything,
        eventSource: anything,
        readOnly: fc.constantFrom(true, false, "true", "TRUE", null, 1),
        userIdentity: identity,
        requestParameters: fc.record(
          { bucketName: value, roleArn: value.map((name) => `arn:aws:iam::1:role/x/${name}`) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    );
    const where = fc.record(
      {
        EventId: value,
        EventName: value,
        ReadOnly: fc.constantFrom("true", "false"),
        Username: value,
        ResourceName: value,
        EventSource: value,
        AccessKeyId: value,
      },
      { requiredKeys: [] },
    );
    const written = (sent: object, way: number) => {
      const text = JSON.stringify(sent);
      if (way === 1) return text.replaceAll("/", "\\/");
      return way === 2 ? text.replaceAll("li", "\\u006ci") : text;
    };
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), where, fc.nat(2), (sent, conditions, way) => {
        const texts = sent.map((each) => written(each, way));
        const found = kept(conditions, texts);
        for (const [index, text] of texts.entries())
          if (matches(parseEvent(text), conditions)) assert.ok(found.includes(index), text);
      }),
      { numRuns: 1000 },
    );
  });
});
