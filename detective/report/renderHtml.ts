import { answersSection } from "./answersSection";
import { checksSection } from "./checksSection";
import { coverageSection } from "./coverageSection";
import { Evidence } from "./evidence";
import { fairShares } from "./fairShares";
import { TOLD, findingsSection } from "./findingsSection";
import { headerSection } from "./headerSection";
import { Html, html } from "./html";
import { integritySection } from "./integritySection";
import { pageScript, pageScriptHash } from "./pageScript";
import { placeRows } from "./placeRows";
import { recordsSection } from "./recordsSection";
import { Report } from "./report";
import { reportFindings } from "./reportFindings";
import { scoreSection } from "./scoreSection";
import { stagesSection } from "./stagesSection";
import { style } from "./style";
import { timelineRows } from "./timelineRows";
import { timelineSection } from "./timelineSection";
import { readings } from "./words";

/** So many rows the tables of one page have together; more would be slow to open. */
const MOST_ROWS = 5000;

const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  `script-src '${pageScriptHash}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * The report as one HTML file: nothing is loaded, and it can be read on a screen in light and dark and on paper.
 *
 * Everything recorded is escaped, and the page's own policy forbids requests, and every script but its own, besides.
 */
export function renderHtml(report: Report): string {
  const {
    title,
    answers,
    verdicts,
    score,
    stages,
    notes,
    timeline,
    integrity,
    records,
    recordsLeftOut = 0,
  } = report;
  const findings = reportFindings(report);
  const evidence = new Evidence(records);
  const rows = timeline ? timelineRows(timeline) : [];
  const [further = 0, what = 0, who = 0, where = 0, ...mostRows] = fairShares(
    [
      Math.max(0, findings.length - TOLD),
      rows.length,
      timeline?.sessions.length ?? 0,
      timeline ? placeRows(timeline).length : 0,
      ...answers.map((answer) => answer.rows.length),
    ],
    MOST_ROWS,
  );
  const looked = report.findings !== undefined || timeline !== undefined;
  const told = new Set(readings(report).flatMap(({ gaps }) => gaps.map(({ detail }) => detail)));
  const hasRecords = evidence.shown.length > 0;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${new Html(POLICY)}" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${headerSection(report, findings)}
        <main>
          ${looked ? findingsSection(findings, evidence, further) : ""}
          ${timeline ? timelineSection(timeline, rows, evidence, [what, who, where]) : ""}
          ${answers.length > 0 ? answersSection(answers, evidence, mostRows, told) : ""}
          ${integrity ? integritySection(integrity) : ""}
          ${verdicts.length > 0 ? checksSection(verdicts) : ""} ${score ? scoreSection(score, verdicts) : ""}
          ${coverageSection(readings(report))} ${stages.length > 0 ? stagesSection(stages) : ""}
          ${notes.length > 0 ? notesSection(notes) : ""}
          ${hasRecords ? recordsSection(evidence, new Set(findings.flatMap((each) => each.evidence)), recordsLeftOut) : ""}
        </main>
        ${new Html(`<script>${pageScript}</script>`)}
      </body>
    </html> `;
  return page.text;
}

function notesSection(notes: readonly string[]): Html {
  return html`<section id="notes" aria-labelledby="notes-title">
    <h2 id="notes-title">Notes</h2>
    <ul>
      ${notes.map((note) => html`<li>${note}</li> `)}
    </ul>
  </section>`;
}
