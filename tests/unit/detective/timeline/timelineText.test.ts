import assert from "node:assert/strict";
import { buildTimeline } from "../../../../detective/timeline/buildTimeline";
import { timelineAnswer } from "../../../../detective/timeline/timelineAnswer";
import { timelineText } from "../../../../detective/timeline/timelineText";
import { STRANGER, everydayWork, stolenInstanceRole } from "../../../support/incidents";
import { by, call, eventSet } from "../../../support/records";

const timeline = buildTimeline(eventSet([...everydayWork(), ...stolenInstanceRole(300)]), {
  kind: "user",
  value: "backup-svc",
});

describe("timelineText", () => {
  it("tells the story, then the calls under whoever made them, bursts as one line", () => {
    const lines = timelineText(timeline, { width: 120 }).split("\n");
    assert.equal(lines[0], "Timeline around the user backup-svc");
    const start = lines.findIndex((line) => line.includes(`ops/web  from ${STRANGER}`));
    assert.deepEqual(lines.slice(start, start + 5), [
      `            ops/web  from ${STRANGER}`,
      "  12:07:00  created the user backup-svc [first contact, WAY BACK]",
      "  12:07:05  attached AdministratorAccess to the user backup-svc [ESCALATION]",
      "  12:07:10  created the access key AKIABACKUP0000000000 for the user backup-svc [ESCALATION, WAY BACK]",
      `            backup-svc  from ${STRANGER}`,
    ]);
    assert.equal(lines.filter((line) => line.includes("300 times within")).length, 1);
    assert.equal(lines.filter((line) => line.includes("of the bucket card-applications")).length, 2);
    assert.equal(lines.at(-1)!.startsWith("! Other calls from 10.0.1.17 were not followed"), true);
  });

  it("fits the width, and colours only when asked", () => {
    for (const width of [60, 100, 140]) {
      const widest = Math.max(
        ...timelineText(timeline, { width })
          .split("\n")
          .map((line) => line.length),
      );
      assert.equal(widest <= width, true, `${widest} > ${width}`);
    }
    assert.equal(timelineText(timeline).includes("\u001b"), false);
    assert.equal(timelineText(timeline, { colour: true }).includes("\u001b[31m"), true);
  });

  it("names a tool without the brackets that S3 puts around it", () => {
    const read = call("s3:ListBuckets", by.user("bob"), { userAgent: "[Mozilla/5.0]" });
    const text = timelineText(buildTimeline(eventSet([read]), { kind: "user", value: "bob" }), {
      width: 200,
    });
    assert.match(text, /By Mozilla\/5\.0 \(1 call\)/);
  });

  it("sends no control characters from a record to the terminal", () => {
    const hostile = call("iam:CreateUser", by.user("mallory"), {
      requestParameters: { userName: "x\u001b[2J\u0007\nadmin" },
      sourceIPAddress: "\u001b]0;title\u0007",
    });
    const text = timelineText(buildTimeline(eventSet([hostile]), { kind: "user", value: "mallory" }));
    assert.equal(/[\u0000-\u0009\u000b-\u001f]/.test(text), false);
  });
});

describe("timelineAnswer", () => {
  it("has one row an event, with its evidence", () => {
    const answer = timelineAnswer(timeline);
    assert.equal(answer.rows.length, timeline.entries.length);
    assert.deepEqual(answer.rows.at(-2), {
      time: "2026-01-31T12:08:00Z",
      who: "backup-svc",
      from: STRANGER,
      marks: "tracks-covered",
      what: "stopped the logging of the trail main",
    });
    assert.deepEqual(answer.evidence.at(-2), ["StopLogging@480"]);
  });
});
