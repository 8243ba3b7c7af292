import { answersSection } from "./answersSection";
import { checksSection } from "./checksSection";
import { coverageSection } from "./coverageSection";
import { Html, html } from "./html";
import { Report } from "./report";
import { scoreSection } from "./scoreSection";
import { stagesSection } from "./stagesSection";
import { style } from "./style";
import { headFacts, summary, totalSeconds } from "./words";

/**
 * The report as one HTML file: no scripts, nothing loaded, readable on a screen in light and dark and on paper.
 *
 * Everything recorded is escaped, and the page's own policy forbids scripts and requests besides.
 */
export function renderHtml(report: Report): string {
  const { title, answers, verdicts, score, coverage, stages, notes } = report;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${header(report)}
        <main>
          ${verdicts.length > 0 ? checksSection(verdicts) : ""} ${score ? scoreSection(score) : ""}
          ${answersSection(answers)} ${coverageSection(coverage)}
          ${stages.length > 0 ? stagesSection(stages) : ""} ${notes.length > 0 ? notesSection(notes) : ""}
        </main>
      </body>
    </html> `;
  return page.text;
}

function header(report: Report): Html {
  return html`<header>
    <h1>${report.title}</h1>
    <p>${summary(report)}</p>
    <dl class="facts">
      ${headFacts(report).map(
        ([name, text]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${name === "Correlation id" ? html`<code>${text}</code>` : text}</dd>
          </div> `,
      )}
    </dl>
    ${contents(report)}
  </header>`;
}

type Tile = [id: string, name: string, figure: string, rest: string, status: string];

/** The sections, each with what it comes to: the report at a glance and its table of contents at once. */
function contents({ verdicts, score, answers, coverage, stages }: Report): Html {
  const passed = verdicts.filter(({ status }) => status === "pass").length;
  const failed = verdicts.some(({ status }) => status === "fail");
  const checks = passed === verdicts.length ? "pass" : failed ? "fail" : "unknown";
  const tiles: Tile[] = [
    ...(verdicts.length > 0
      ? [["checks", "Checks", String(passed), `of ${verdicts.length} pass`, checks] as Tile]
      : []),
    ...(score ? [["score", "Mission score", String(score.total), `of ${score.outOf}`, ""] as Tile] : []),
    ["questions", "Questions", String(answers.length), "answered", ""],
    [
      "coverage",
      "Coverage",
      String(coverage.events),
      coverage.complete ? "events, complete" : "events, incomplete",
      coverage.complete ? "" : "unknown",
    ],
    ...(stages.length > 0
      ? [["stages", "Stages", totalSeconds({ stages }).toFixed(1), "seconds", ""] as Tile]
      : []),
  ];
  return html`<nav aria-label="Contents">
    <ul>
      ${tiles.map(
        ([id, name, figure, rest, status]) =>
          html`<li>
            <a href="#${id}"
              ><span>${name}</span> <strong class="${status}">${figure}</strong> <span>${rest}</span></a
            >
          </li> `,
      )}
    </ul>
  </nav>`;
}

function notesSection(notes: readonly string[]): Html {
  return html`<section id="notes" aria-labelledby="notes-title">
    <h2 id="notes-title">Notes</h2>
    <ul>
      ${notes.map((note) => html`<li>${note}</li> `)}
    </ul>
  </section>`;
}
