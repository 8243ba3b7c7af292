import { evidenceRecords, failedEvents, recentEvents, type Finding, type Report } from "../../../detective";
import { reportOf } from "../../unit/detective/report/reportOf";
import { event, eventSet } from "../../unit/detective/support/events";

/** What would call `alert` or set `window.caught`, were it not for escaping. */
export const attacks = [
  `<script>window.caught = 1; alert(1)</script>`,
  `"><img src=x onerror="window.caught = 2; alert(2)">`,
  `' autofocus onfocus='window.caught = 3' x='`,
  `</style><script>window.caught = 4</script>`,
  `</title><svg onload="window.caught = 5">`,
  `</pre></code></details></dialog><script>window.caught = 6</script>`,
  `<!--<script>window.caught = 7</script>`,
  `</script><script>window.caught = 8</script>`,
  `javascript:window.caught=9`,
  `\u2028\u2029\u202e</script>\u0000<scr\u0000ipt>window.caught = 10</script>`,
  `<details open ontoggle="window.caught = 11">`,
  `<iframe srcdoc="<script>parent.caught = 12</script>"></iframe><base href="http://127.0.0.1:9/">`,
  `<meta http-equiv="refresh" content="0;url=http://127.0.0.1:9/"><link rel="stylesheet" href="http://127.0.0.1:9/a.css">`,
  `{{constructor.constructor("window.caught = 13")()}}`,
  `__proto__`,
];

/** A report whose every text is all of the attacks, with rows enough that the script takes hold of them. */
export async function hostileReport(): Promise<Report> {
  const text = attacks.join(" ");
  const report = await reportOf(text);
  const events = attacks.flatMap((attack, index) => [
    event(index, { eventName: attack, eventID: attack, sourceIPAddress: attack, errorCode: attack }),
    event(index + 20, { eventName: attack, eventID: `${attack}2`, errorMessage: attack, errorCode: "x" }),
  ]);
  const set = eventSet(...events);
  const findings = attacks.map((attack): Finding => ({
    ...report.findings![0]!,
    title: attack,
    level: attack as Finding["level"],
    evidence: [attack, `${attack}2`],
  }));
  const whole = {
    ...report,
    findings: [...findings, ...findings.map((each) => ({ ...each, why: "again" }))],
    answers: [...report.answers, recentEvents(set, 50), failedEvents(set)],
  };
  return { ...whole, ...evidenceRecords(whole, events) };
}
