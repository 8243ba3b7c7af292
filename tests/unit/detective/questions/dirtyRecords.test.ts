import assert from "node:assert/strict";
import { Answer } from "../../../../detective/answer";
import { CloudTrailEvent, parseEvent } from "../../../../detective/event";
import { bucketAccess } from "../../../../detective/questions/bucketAccess";
import { eventsBy } from "../../../../detective/questions/eventsBy";
import { eventsWhere } from "../../../../detective/questions/eventsWhere";
import { resourceEvents } from "../../../../detective/questions/resourceEvents";
import { trailTampering } from "../../../../detective/questions/trailTampering";
import { unauthorisedAccess } from "../../../../detective/questions/unauthorisedAccess";
import { unexpectedOrigin } from "../../../../detective/questions/unexpectedOrigin";
import { EventSet } from "../../../../detective/source";
import { answerTable } from "../../../../detective/table";
import { by, call, denied, eventSet, objectCall } from "../../../support/records";

const QUESTIONS: readonly ((set: EventSet) => Answer)[] = [
  (set) => eventsWhere(set),
  (set) => eventsBy(set, { kind: "ip", value: "192.0.2.7" }),
  (set) => resourceEvents(set, "__proto__"),
  unauthorisedAccess,
  (set) => trailTampering(set),
  (set) => bucketAccess(set, "logs"),
  (set) => bucketAccess(set, "logs", { burst: { count: 1 } }).bursts,
  (set) => unexpectedOrigin(set, { since: new Date("2026-01-31T12:00:30Z") }),
];
const ODD: readonly unknown[] = [
  null,
  7,
  true,
  "",
  "x",
  "\u001b[31m",
  "__proto__",
  [],
  [[]],
  {},
  { constructor: { a: null } },
  "é".repeat(5000),
];
const APIS = [
  "cloudtrail:UpdateTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:constructor",
  "s3:PutBucketLifecycle",
  "s3:DeleteObject",
  "kms:PutKeyPolicy",
  "signin:ConsoleLogin",
  "monitoring:DeleteAlarms",
  "guardduty:UpdateDetector",
  "__proto__:toString",
];
const FIELDS = [
  "userIdentity",
  "eventTime",
  "eventSource",
  "eventName",
  "awsRegion",
  "sourceIPAddress",
  "userAgent",
  "errorCode",
  "errorMessage",
  "requestParameters",
  "responseElements",
  "additionalEventData",
  "resources",
  "eventID",
  "readOnly",
];

/** Each API's record with each field in turn holding each odd value. */
function dirty(): CloudTrailEvent[] {
  return APIS.flatMap((api) =>
    FIELDS.flatMap((field) =>
      ODD.map((value, at) => {
        const clean = call(api, by.instance("Web"), {
          at,
          requestParameters: {
            bucketName: "logs",
            key: "AWSLogs/111122223333/CloudTrail/x",
            keyId: value,
            policy: value,
            eventSelectors: [value],
            name: value,
          },
        });
        return parseEvent({ ...clean, [field]: value });
      }),
    ),
  );
}

describe("questions on dirty records", () => {
  const set = eventSet(dirty());
  QUESTIONS.forEach((question, index) => {
    it(`question ${index + 1} answers, with a row and the evidence of each item, and fits the terminal`, () => {
      const answer = question(set);
      assert.equal(answer.rows.length, answer.items.length);
      assert.equal(answer.evidence.length, answer.items.length);
      for (const row of answer.rows)
        for (const { key } of answer.columns) assert.equal(typeof row[key], "string");
      const few = { ...answer, rows: answer.rows.slice(0, 50) };
      for (const width of [80, 100, 140]) {
        assert.ok(
          answerTable(few, { width })
            .split("\n")
            .every((line) => line.length <= width),
        );
        assert.ok(!answerTable(few, { width }).includes("\u001b"));
      }
    });

    it(`question ${index + 1} answers nothing with nothing`, () => {
      assert.deepEqual(question(eventSet([])).events, []);
    });
  });

  it("are done with 20,000 events in seconds", () => {
    const alice = by.user("alice");
    const many = Array.from({ length: 20_000 }, (_, at) =>
      at % 3 === 0
        ? denied("iam:ListUsers", alice, { at, sourceIPAddress: `198.51.100.${at % 250}` })
        : at % 3 === 1
          ? objectCall("GetObject", by.instance("Web"), "logs", `k${at}`, { at })
          : call("iam:ListUsers", alice, { at }),
    );
    const start = process.cpuUsage();
    for (const question of QUESTIONS) question(eventSet(many));
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 10_000_000);
  }).timeout(60_000);
});
