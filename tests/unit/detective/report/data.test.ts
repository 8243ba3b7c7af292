import assert from "node:assert/strict";
import fc from "fast-check";
import { CloudTrailEvent } from "../../../../detective/event";
import { Finding } from "../../../../detective/finding";
import { recentEvents } from "../../../../detective/questions/recentEvents";
import { evidenceRecords } from "../../../../detective/report/evidenceRecords";
import { fairShares } from "../../../../detective/report/fairShares";
import { recordText } from "../../../../detective/report/recordText";
import { renderHtml } from "../../../../detective/report/renderHtml";
import { JsonReport, jsonReport, renderJson } from "../../../../detective/report/renderJson";
import { renderMarkdown } from "../../../../detective/report/renderMarkdown";
import { Report } from "../../../../detective/report/report";
import { reportFindings } from "../../../../detective/report/reportFindings";
import { findingWords, gistOf, unknowns, worstWords } from "../../../../detective/report/summaryWords";
import { coverage, event, eventSet } from "../support/events";
import { reportOf } from "./reportOf";

const finding = (fields: Partial<Finding>): Finding => ({
  kind: "test",
  level: "low",
  title: "title",
  why: "why",
  who: "alice",
  from: [],
  outcome: "success",
  first: "2026-01-31T12:00:00Z",
  last: "2026-01-31T12:00:00Z",
  attack: [],
  evidence: [],
  ...fields,
});

const bare = (fields: Partial<Report> = {}): Report => ({
  title: "bare",
  when: new Date("2026-01-31T12:00:00Z"),
  regions: ["us-east-1"],
  stages: [],
  answers: [],
  verdicts: [],
  coverage,
  notes: [],
  ...fields,
});

describe("reportFindings", () => {
  it("takes each once, the worst first, then what succeeded, then the earliest", async () => {
    const twice = finding({ level: "high", title: "twice" });
    const { timeline } = await reportOf("x");
    const findings = [
      finding({ title: "low" }),
      finding({ level: "critical", title: "denied", outcome: "denied" }),
      twice,
      finding({ level: "critical", title: "later", first: "2026-01-31T13:00:00Z" }),
      finding({ level: "critical", title: "earlier" }),
    ];
    const sorted = reportFindings({ findings, timeline: { ...timeline!, findings: [{ ...twice }] } });
    assert.deepEqual(
      sorted.map(({ title }) => title),
      ["earlier", "later", "denied", "twice", "low"],
    );
  });
});

describe("the summary", () => {
  it("says how many and how bad", () => {
    const findings = [
      finding({ level: "critical", title: "a" }),
      finding({ level: "critical", title: "b", outcome: "denied" }),
      finding({ level: "low", title: "c" }),
    ];
    assert.equal(findingWords(findings, true), "3 findings: 2 critical, 1 low.");
    assert.equal(worstWords(findings), "a; b (denied).");
    assert.equal(worstWords(findings, 1), "a; and 1 more.");
    assert.equal(findingWords([], true), "No findings.");
    assert.equal(
      findingWords([], false),
      "No findings in what was read; something that was asked for is missing.",
    );
  });

  it("tells a short story whole, and of a long one the first sentence", async () => {
    const { timeline } = await reportOf("x");
    const gist = (what: string) =>
      gistOf({ timeline: { ...timeline!, story: { ...timeline!.story, what } } });
    assert.equal(gist("Short. Story."), "Short. Story.");
    assert.equal(
      gist(`8 calls in 2 sessions belong to it. ${"More. ".repeat(100)}`),
      "8 calls in 2 sessions belong to it.",
    );
    assert.equal(gist("y".repeat(5000)).length, 640);
    assert.equal(gistOf({}), "");
  });

  it("says what is not known, each once, what fell short first", () => {
    const inherent = { reason: "data-events", inherent: true, detail: "No data events." } as const;
    const failed = { reason: "failed-region", inherent: false, detail: "eu-west-1 failed." } as const;
    const check = {
      id: "a",
      title: "A",
      pillar: "data",
      weight: 1,
      why: "",
      evidence: ["throttled"],
    } as const;
    const report = bare({
      coverage: { ...coverage, complete: false, gaps: [inherent, failed] },
      verdicts: [
        { ...check, status: "unknown" },
        { ...check, status: "pass" },
      ],
      recordsLeftOut: 2,
    });
    assert.deepEqual(unknowns(report), [
      "eu-west-1 failed.",
      "Check not answered: A (throttled).",
      "2 records of the evidence had no room in this report.",
      "No data events.",
    ]);
  });
});

describe("evidenceRecords", () => {
  const events = [1, 2, 3, 4].map((second) => event(second));

  it("takes what is spoken of and no more, findings first, and says what had no room", () => {
    const answers = [recentEvents(eventSet(events[0]!, events[1]!))];
    const findings = [finding({ evidence: ["id-3", "nobody"] })];
    const whole = evidenceRecords({ findings, answers }, events);
    assert.deepEqual([...whole.records.keys()], ["id-3", "id-2", "id-1"]);
    assert.equal(whole.recordsLeftOut, 0);
    const cut = evidenceRecords({ findings, answers }, events, 2);
    assert.deepEqual([...cut.records.keys()], ["id-3", "id-2"]);
    assert.equal(cut.recordsLeftOut, 1);
  });

  it("takes the timeline's own events, those with a mark first", () => {
    const entries = events.map((each, index) => ({
      event: each,
      session: "s",
      marks: index === 2 ? (["escalation"] as const) : [],
      what: "",
      via: { kind: "user", value: "alice" } as const,
    }));
    const timeline = { entries, findings: [] } as unknown as NonNullable<Report["timeline"]>;
    assert.deepEqual(
      [...evidenceRecords({ timeline, answers: [] }).records.keys()],
      ["id-3", "id-1", "id-2", "id-4"],
    );
  });

  it("takes secrets out", () => {
    const secret = event(1, { requestParameters: { masterUserPassword: "hunter2" } });
    const { records } = evidenceRecords({ findings: [finding({ evidence: ["id-1"] })], answers: [] }, [
      secret,
    ]);
    assert.doesNotMatch(JSON.stringify([...records]), /hunter2/);
    assert.match(JSON.stringify([...records]), /"masterUserPassword":"\[redacted/);
  });
});

describe("recordText", () => {
  it("hides nothing that would change how a line is read", () => {
    const text = recordText({ eventName: "a\u202eb\u2028c\u0085d\u{e0041}\ne" });
    assert.equal(text, '{\n  "eventName": "a\\u202eb\\u2028c\\u0085d\\udb40\\udc41\\ne"\n}');
    assert.deepEqual(JSON.parse(text), { eventName: "a\u202eb\u2028c\u0085d\u{e0041}\ne" });
  });

  it("cuts a huge record, and survives one nested without end", () => {
    assert.match(recordText({ eventName: "x".repeat(100_000) }), /x\n… \d+ more characters$/);
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`) as CloudTrailEvent;
    assert.equal(recordText(deep), "(this record is nested too deeply to be shown)");
    assert.doesNotThrow(() => renderHtml(bare({ records: new Map([["a", deep]]) })));
    const { recordsLeftOut } = JSON.parse(
      renderJson(bare({ records: new Map([["a", deep]]) })),
    ) as JsonReport;
    assert.equal(recordsLeftOut, 1);
  });
});

describe("renderJson", () => {
  it("is what it says it is, with every part and the records by their ids", async () => {
    const json = JSON.parse(renderJson(await reportOf("x"))) as JsonReport;
    assert.deepEqual(Object.keys(json), [
      ...["format", "version", "title", "when", "account", "regions", "correlationId", "summary", "complete"],
      ...[
        "findings",
        "timeline",
        "answers",
        "integrity",
        "checks",
        "score",
        "coverage",
        "stages",
        "notes",
        "records",
        "recordsLeftOut",
      ],
    ]);
    assert.equal(json.format, "audit-trail-report");
    assert.equal(json.version, 1);
    assert.equal(json.complete, false);
    assert.deepEqual(
      json.findings?.map(({ evidence }) => evidence),
      [["id-1", "x"]],
    );
    assert.deepEqual(Object.keys(json.records), ["id-1", "x"]);
    assert.equal(json.records["id-1"]?.sourceIPAddress, "x");
    assert.deepEqual(json.timeline?.entries[0], {
      eventID: "id-1",
      time: "2026-01-31T12:00:01Z",
      eventSource: "iam.amazonaws.com",
      eventName: "x",
      sourceIPAddress: "x",
      errorCode: "x",
      session: "one",
      marks: ["escalation", "denied"],
      what: "x",
      via: { kind: "user", value: "x" },
    });
  });

  it("brings back every text as it was, and writes none that could do anything in a page or a terminal", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "binary", minLength: 1 }), async (text) => {
        const report = await reportOf(`</script><!--\u202e\u2028${text}`);
        const written = renderJson(report);
        assert.doesNotMatch(written, /[<>&]|[\p{Cf}\u2028\u2029\u007f-\u009f]/u);
        assert.deepEqual(JSON.parse(written), JSON.parse(JSON.stringify(jsonReport(report))));
      }),
      { numRuns: 30 },
    );
  });

  it("leaves nothing away that the pages do, and nothing in that a finding carries besides", () => {
    const rows = Array.from({ length: 6000 }, (_, index) => event(index % 60, { eventID: `id-${index}` }));
    const loose = { ...finding({}), events: [event(1, { requestParameters: { password: "hunter2" } })] };
    const json = jsonReport(bare({ answers: [recentEvents(eventSet(...rows), 6000)], findings: [loose] }));
    assert.equal(json.answers[0]?.rows.length, 6000);
    assert.doesNotMatch(JSON.stringify(json), /hunter2/);
  });
});

describe("a big report", () => {
  const events = Array.from({ length: 6000 }, (_, index) =>
    event(index % 60, { eventID: `id-${index}`, requestParameters: { key: "k".repeat(300) } }),
  );
  const set = eventSet(...events);
  const big = bare({ answers: [recentEvents(set, 6000), recentEvents(set, 10)] });
  const report = { ...big, ...evidenceRecords(big, events) };

  it("stays below 5 MB, and says what it does not show", () => {
    const page = renderHtml(report);
    assert.ok(page.length < 5_000_000, String(page.length));
    assert.match(page, /Only the first 4990 of 6000 rows are on this page/);
    assert.match(page, /\d+ further records would make this page too big/);
    assert.match(page, /1000 records of the evidence had no room in this report\./);
  });

  it("is short as Markdown", () => {
    assert.match(
      renderMarkdown(report),
      /Only the first 500 of 6000 rows; the JSON of this report has all of them\./,
    );
  });
});

describe("a report of little", () => {
  it("says so instead of showing empty parts", () => {
    const page = renderHtml(bare());
    for (const id of ["findings", "timeline", "questions", "checks", "score", "stages", "notes", "records"])
      assert.ok(!page.includes(`id="${id}"`), id);
    assert.match(
      renderHtml(bare({ findings: [] })),
      /No findings\.[^]*Nothing in what was read accuses anybody\./,
    );
  });

  it("says from where an empty timeline began", async () => {
    const { timeline } = await reportOf("x");
    const empty = { ...timeline!, entries: [], sessions: [], threads: [], findings: [] };
    assert.match(renderHtml(bare({ timeline: empty })), /Nothing was found that begins at the user x\./);
    assert.match(renderMarkdown(bare({ timeline: empty })), /Nothing was found that begins at the user x\./);
  });
});

describe("fairShares", () => {
  it("gives who wants little all, and the others the same", () => {
    assert.deepEqual(fairShares([10, 3, 10], 15), [6, 3, 6]);
    assert.deepEqual(fairShares([1, 2], 10), [1, 2]);
    assert.deepEqual(fairShares([], 10), []);
  });
});
