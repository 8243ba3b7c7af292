import assert from "node:assert/strict";
import { hideInRows, hideSecrets, remember } from "../../../cli/output/hideSecrets";
import type { Answer, CloudTrailEvent } from "../../../detective";

const record = (): CloudTrailEvent => ({
  eventID: "00000000-0000-4000-8000-000000000001",
  eventSource: "rds.amazonaws.com",
  eventName: "ModifyDBInstance",
  requestParameters: { masterUserPassword: "hunter2", dBInstanceIdentifier: "db" },
});
const TOKEN = `ghp_${"a1B2".repeat(9)}`;

describe("hiding secrets", () => {
  it("a record that was read is redacted by its fields' names, wherever it is", () => {
    const event = record();
    remember(event);
    const hidden = hideSecrets({ list: [{ deep: new Map([["x", event]]) }] });
    assert.deepEqual(hidden.list[0]?.deep.get("x")?.requestParameters, {
      masterUserPassword: "[redacted: password]",
      dBInstanceIdentifier: "db",
    });
    // The one that questions are asked of stays whole.
    assert.equal(event.requestParameters?.masterUserPassword, "hunter2");
  });

  it("any other text by its shape", () => {
    assert.deepEqual(hideSecrets({ why: `pushed with ${TOKEN} today`, who: new Set([TOKEN]) }), {
      why: "pushed with [redacted: token] today",
      who: new Set(["[redacted: token]"]),
    });
  });

  it("leaves numbers, times, eventIDs, dates and names as they are", () => {
    const plain = {
      n: 1,
      yes: true,
      none: null,
      when: new Date(0),
      time: "2025-12-11T12:00:00Z",
      id: record().eventID,
      arn: "arn:aws:iam::111122223333:user/alice",
    };
    assert.deepEqual(hideSecrets(plain), plain);
  });

  it("a field called __proto__ stays a field", () => {
    const hostile = JSON.parse('{"__proto__": {"polluted": true}}') as object;
    const hidden = hideSecrets(hostile);
    assert.equal(Object.getPrototypeOf(hidden), Object.prototype);
    assert.deepEqual(Object.keys(hidden), ["__proto__"]);
  });

  it("of a table the free text", () => {
    const answer: Answer<"name" | "text"> = {
      id: "q",
      title: "Q",
      columns: [
        { key: "name", title: "Name" },
        { key: "text", title: "Text", kind: "text" },
      ],
      items: [1],
      rows: [{ name: "alice", text: `with ${TOKEN}` }],
      evidence: [[]],
      events: [],
      coverage: { source: "", regions: [], events: 0, complete: true, gaps: [] },
    };
    assert.deepEqual(hideInRows(answer).rows, [{ name: "alice", text: "with [redacted: token]" }]);
  });
});
