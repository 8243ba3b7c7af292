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
      { lookup: { username: "root" }, origin: { file: "x", index: 0 }, unparsed: 1 },
      { unparsed: { lookup: { username: "root" }, origin: { file: "x", index: 0 }, unparsed: 1 } },
    ],
  ];
  for (const [name, record, expected] of dirty) {
    it(`keeps what can be read of a dirty record: ${name}`, () => {
      assert.deepEqual(parseEvent(record), expected);
    });
  }

  it("reads what 1.09 to 1.11 brought, and an Insights event, without a change", () => {
    const records = [
      {
        eventVersion: "1.11",
        userIdentity: {
          type: "AssumedRole",
          invokedByDelegate: { accountId: "444455556666" },
          inScopeOf: {
            sourceArn: "arn:aws:lambda:eu-west-1:111122223333:function:f",
            sourceAccount: "111122223333",
            issuerType: "AWS::Lambda::Function",
            credentialsIssuedTo: "arn:aws:lambda:eu-west-1:111122223333:function:f",
          },
          sessionContext: { sourceIdentity: "alice", ec2RoleDelivery: "2.0", assumedRoot: "true" },
        },
        vpcEndpointAccountId: "111122223333",
        eventCategory: "NetworkActivity",
        sessionCredentialFromConsole: "true",
        addendum: { reason: "UPDATED_DATA", updatedFields: "responseElements", originalEventID: "e0" },
        edgeDeviceDetails: { type: "snow" },
        eventContext: {
          requestContext: { "aws:PrincipalOrgID": "o-1" },
          tagContext: { resourceTags: [{ arn: "a", tags: { team: "x" } }], principalTags: {} },
        },
      },
      {
        eventVersion: "1.09",
        eventType: "AwsCloudTrailInsight",
        sharedEventID: "s1",
        insightDetails: {
          state: "Start",
          eventSource: "iam.amazonaws.com",
          eventName: "ListUsers",
          insightType: "ApiCallRateInsight",
          insightContext: {
            statistics: {
              baseline: { average: 0.0003 },
              insight: { average: 12 },
              insightDuration: 5,
              baselineDuration: 11_459,
            },
            attributions: [
              {
                attribute: "userIdentityArn",
                insight: [{ value: "arn:aws:iam::111122223333:user/bob", average: 12 }],
                baseline: [],
              },
            ],
          },
        },
        eventCategory: "Insight",
      },
    ];
    for (const record of records) {
      assert.deepEqual(parseEvent(record), record);
      assert.equal(parseEvent(record), record, "a clean object is not copied");
    }
  });

  it("reads the numbers of an Insights event that are text, and sets aside what is none", () => {
    const insightContext = {
      statistics: { insightDuration: "5", baselineDuration: "many" },
      attributions: [{ insight: [{ value: 7, average: "0.5" }, 1] }],
    };
    assert.deepEqual(parseEvent({ insightDetails: { insightContext } }), {
      insightDetails: {
        insightContext: {
          statistics: { insightDuration: 5 },
          attributions: [{ insight: [{ value: "7", average: 0.5 }] }],
        },
      },
      unparsed: {
        "insightDetails.insightContext.statistics.baselineDuration": "many",
        "insightDetails.insightContext.attributions[0].insight[1]": 1,
      },
    });
  });

  it("does not mind nesting of any depth, lone surrogates, or long numbers", () => {
    const deep = 100_000;
    const nested = parseEvent(
      `{"eventID":"x","requestParameters":{"a":${"[".repeat(deep)}${"]".repeat(deep)}}}`,
    );
    assert.equal(nested.eventID, "x");
    assert.equal(nested.unparsed, undefined);
    assert.equal(parseEvent('{"eventName":"\\ud800"}').eventName, "\ud800");
    assert.equal(parseEvent('{"eventID":12345678901234567890}').eventID, "12345678901234567000");
    assert.equal(parseEvent('{"eventName":"a","eventName":"b"}').eventName, "b");
  });

  it("loses no value of any record: each is in the event, or set aside under its path", () => {
    const name = fc.constantFrom("eventID", "userIdentity", "type", "resources", "readOnly", "lookup", "new");
    const record = fc.dictionary(name, fc.oneof(fc.jsonValue(), fc.dictionary(name, fc.jsonValue())));
    fc.assert(
      fc.property(record, (value) => {
        const { unparsed = {}, ...event } = parseEvent(JSON.stringify(value));
        for (const [field, sent] of Object.entries(JSON.parse(JSON.stringify(value)) as object)) {
          const kept =
            field in event || Object.keys(unparsed).some((path) => path.split(/[.[]/)[0] === field);
          assert.ok(kept || sent === null, `${field} is lost`);
        }
      }),
    );
  });

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
