import { Finding } from "../finding";
import { levelClass } from "./findingsSection";
import { Html, html } from "./html";
import { Report } from "./report";
import { summarySection } from "./summarySection";
import { headFacts, isWhole, totalSeconds } from "./words";

/** What the report is, what it says in short, and where in it what stands. */
export function headerSection(report: Report, findings: readonly Finding[]): Html {
  return html`<header>
    <h1>${report.title}</h1>
    <dl class="facts">
      ${headFacts(report).map(
        ([name, text]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${name === "Correlation id" ? html`<code>${text}</code>` : text}</dd>
          </div> `,
      )}
    </dl>
    ${summarySection(report, findings)} ${contents(report, findings)}
  </header>`;
}

interface Tile {
  id: string;
  name: string;
  figure: string | number;
  rest: string;
  /** A class. */
  status?: string;
}

/** The sections, each with what it comes to: the report at a glance and its table of contents at once. */
function contents(report: Report, findings: readonly Finding[]): Html {
  return html`<nav aria-label="Contents">
    <ul>
      ${tiles(report, findings).map(
        ({ id, name, figure, rest, status = "" }) =>
          html`<li>
            <a href="#${id}"
              ><span>${name}</span> <strong class="${status}">${figure}</strong> <span>${rest}</span></a
            >
          </li> `,
      )}
    </ul>
  </nav>`;
}

function tiles(report: Report, findings: readonly Finding[]): Tile[] {
  const { verdicts, score, answers, coverage, stages, timeline, records } = report;
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const failed = verdicts.some(({ status }) => status === "fail");
  const checks = passed === verdicts.length ? "pass" : failed ? "fail" : "unknown";
  const [worst] = findings;
  const whole = isWhole(report);
  const only = (there: boolean, tile: Tile) => (there ? [tile] : []);
  return [
    ...only(report.findings !== undefined || timeline !== undefined, {
      id: "findings",
      name: "Findings",
      figure: findings.length,
      rest: worst ? `worst: ${worst.level}` : "found",
      status: worst ? levelClass(worst.level) : "",
    }),
    ...(timeline
      ? [
          {
            id: "timeline",
            name: "Timeline",
            figure: timeline.entries.length,
            rest: `calls, ${timeline.sessions.length} sessions`,
          },
        ]
      : []),
    ...only(answers.length > 0, {
      id: "questions",
      name: "Questions",
      figure: answers.length,
      rest: "answered",
    }),
    ...only(verdicts.length > 0, {
      id: "checks",
      name: "Checks",
      figure: passed,
      rest: `of ${verdicts.length} pass`,
      status: checks,
    }),
    ...(score
      ? [{ id: "score", name: "Mission score", figure: score.total, rest: `of ${score.outOf}` }]
      : []),
    {
      id: "coverage",
      name: "Coverage",
      figure: coverage.events,
      rest: whole ? "events, complete" : "events, incomplete",
      status: whole ? "" : "unknown",
    },
    ...only(stages.length > 0, {
      id: "stages",
      name: "Stages",
      figure: totalSeconds({ stages }).toFixed(1),
      rest: "seconds",
    }),
    ...only(records !== undefined && records.size > 0, {
      id: "records",
      name: "Records",
      figure: records?.size ?? 0,
      rest: "as recorded",
    }),
  ];
}
