import { Finding } from "../../../../detective/finding";
import { runChecks } from "../../../../detective/posture/check";
import { missionScore } from "../../../../detective/posture/score";
import { trailChecks } from "../../../../detective/posture/trailChecks";
import { failedEvents } from "../../../../detective/questions/failedEvents";
import { recentEvents } from "../../../../detective/questions/recentEvents";
import { evidenceRecords } from "../../../../detective/report/evidenceRecords";
import { Report } from "../../../../detective/report/report";
import { Timeline } from "../../../../detective/timeline/timeline";
import { FakeAccount } from "../support/account";
import { coverage, event, eventSet } from "../support/events";

/** A report with every part, in which every text is `text`. */
export async function reportOf(text: string): Promise<Report> {
  const account = new FakeAccount();
  account.status = { IsLogging: false };
  const verdicts = runChecks(trailChecks, await account.facts()).map((verdict) => ({
    ...verdict,
    title: text,
    why: text,
    evidence: [text],
    subject: text,
    references: [{ name: text }],
    ...(verdict.fix && { fix: { say: text, command: text, pulumi: `${text}\n${text}` } }),
  }));
  const hostile = event(1, {
    eventName: text,
    errorCode: text,
    errorMessage: text,
    userAgent: text,
    awsRegion: text,
    sourceIPAddress: text,
    requestParameters: { [text]: text },
    userIdentity: { type: text, userName: text, arn: text },
  });
  const set = { ...eventSet(hostile), coverage: { ...coverage, regions: [text], source: text } };
  const covered = {
    ...set.coverage,
    complete: false,
    gaps: [{ reason: "cut", inherent: false, detail: text }],
  } as const;
  const report: Report = {
    title: text,
    when: new Date("2026-01-31T12:00:00Z"),
    account: text,
    regions: [text],
    correlationId: text,
    stages: [{ name: text, seconds: 1.25 }],
    findings: [finding(text)],
    timeline: timeline(text, hostile, covered),
    answers: [recentEvents(set), { ...failedEvents(set), title: text }],
    verdicts,
    integrity: [{ what: text, verdict: "invalid", detail: text }],
    score: { ...missionScore(verdicts), trail: text },
    coverage: covered,
    notes: [text],
  };
  return { ...report, ...evidenceRecords(report, set.events) };
}

function finding(text: string): Finding {
  return {
    kind: text,
    level: "high",
    title: text,
    why: text,
    who: text,
    from: [text],
    target: text,
    outcome: "denied",
    first: text,
    last: "2026-01-31T12:00:01Z",
    attack: [{ id: text, name: text }],
    evidence: ["id-1", text],
  };
}

function timeline(
  text: string,
  hostile: Timeline["entries"][number]["event"],
  covered: Timeline["coverage"],
): Timeline {
  const start = { kind: "user", value: text } as const;
  const session = {
    who: text,
    from: [text],
    userAgents: [text],
    first: text,
    last: text,
    events: 1,
    denied: 1,
  };
  return {
    start,
    threads: [start, { ...start, because: { what: text, eventID: text } }],
    sessions: [
      { ...session, id: "one", arn: text, accessKeyId: text },
      { ...session, id: "two", issuedBy: { eventName: text, eventID: text, session: "one" } },
    ],
    entries: [
      { event: hostile, session: "one", marks: ["escalation", "denied"], what: text, via: start },
      {
        event: { ...hostile, eventID: text },
        session: "two",
        marks: ["data-access"],
        what: text,
        via: start,
      },
      { event: { eventTime: text }, session: "two", marks: [], what: text, via: start },
    ],
    findings: [finding(text)],
    story: { what: text, when: text, who: text, where: text, data: text },
    coverage: { ...covered, source: "timeline" },
  };
}
