import { Answer } from "../answer";
import { JudgedCheck } from "../posture/check";
import { Score } from "../posture/score";
import { Coverage } from "../source";
import { Html, html } from "./html";
import { Report } from "./report";
import { style } from "./style";
import { lineWords, summary, timeWords } from "./summary";

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
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        ${header(report)}
        <main>
          <section id="checks">
            <h2>Checks</h2>
            ${verdicts.map(checkPart)}
          </section>
          <section id="score">
            <h2>Mission score</h2>
            ${scorePart(score)}
          </section>
          <section id="questions">
            <h2>Questions</h2>
            ${answers.map(answerPart)}
          </section>
          <section id="coverage">
            <h2>Coverage</h2>
            ${coveragePart(coverage)}
          </section>
          ${stages.length > 0 ? stagesPart(stages) : ""} ${notes.length > 0 ? notesPart(notes) : ""}
        </main>
      </body>
    </html> `;
  return page.text;
}

function header(report: Report): Html {
  const { title, when, account, region, correlationId } = report;
  return html`<header>
    <h1>${title}</h1>
    <p>${summary(report)}</p>
    <dl class="facts">
      <div>
        <dt>When</dt>
        <dd>${timeWords(when)}</dd>
      </div>
      <div>
        <dt>Account</dt>
        <dd>${account}</dd>
      </div>
      <div>
        <dt>Region</dt>
        <dd>${region}</dd>
      </div>
      <div>
        <dt>Correlation id</dt>
        <dd><code>${correlationId}</code></dd>
      </div>
    </dl>
    <nav aria-label="Contents">
      <a href="#checks">Checks</a><a href="#score">Mission score</a><a href="#questions">Questions</a
      ><a href="#coverage">Coverage</a>
    </nav>
  </header>`;
}

function checkPart({ status, title, why, evidence, fix }: JudgedCheck): Html {
  const mend = fix
    ? html`<p><strong>To mend:</strong> ${fix.say}</p>
        ${fix.command ? html`<p><code>${fix.command}</code></p>` : ""}`
    : "";
  return html`<details${status === "pass" ? "" : " open"}><summary><span class="status ${status}">${status.toUpperCase()}</span> ${title}</summary>
<p class="soft">${why}</p>
<ul>${evidence.map((text) => html`<li>${text}</li>`)}</ul>${mend}</details>
`;
}

function scorePart({ total, outOf, pillars, lines }: Score): Html {
  const bars = pillars.map(
    ({ pillar, earned, outOf: of }) =>
      html`<div>
        <label
          >${pillar} ${earned}/${of}<meter min="0" max="${of}" value="${earned}">
            ${earned} of ${of}
          </meter></label
        >
      </div>`,
  );
  const rows = lines.map(
    (line) =>
      html`<tr>
        <td class="number">${line.earned}/${line.points}</td>
        <td>${line.pillar}</td>
        <td>${line.title}</td>
        <td class="${line.status}">${lineWords(line)}</td>
      </tr> `,
  );
  return html`<p class="total">${total}<small> of ${outOf}</small></p>
    <div class="pillars">${bars}</div>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col" class="number">Points</th>
            <th scope="col">Pillar</th>
            <th scope="col">For</th>
            <th scope="col">Stands at</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>`;
}

function answerPart({ title, columns, rows }: Answer): Html {
  if (rows.length === 0)
    return html`<h3>${title}</h3>
      <p class="soft">No such event.</p>`;
  return html`<h3>${title}</h3>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column.title}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) =>
              html`<tr>
                ${columns.map(({ key }) => html`<td>${row[key] ?? ""}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>`;
}

function coveragePart({ source, regions, events, complete, gaps }: Coverage): Html {
  return html`<p>
      ${events} events from ${source} (${regions.join(", ") || "no region"});
      <strong>${complete ? "complete" : "incomplete"}</strong>.
    </p>
    ${gaps.map(({ inherent, detail }) => html`<p class="gap${inherent ? "" : " missing"}">${detail}</p>`)}`;
}

function stagesPart(stages: Report["stages"]): Html {
  const rows = stages.map(
    ({ name, seconds }) =>
      html`<tr>
        <td>${name}</td>
        <td class="number">${seconds.toFixed(1)}</td>
      </tr>`,
  );
  return html`<section id="stages">
    <h2>Stages</h2>
    <div class="scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col" class="number">Seconds</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>
    </div>
  </section>`;
}

function notesPart(notes: readonly string[]): Html {
  return html`<section id="notes">
    <h2>Notes</h2>
    <ul>
      ${notes.map((note) => html`<li>${note}</li>`)}
    </ul>
  </section>`;
}
