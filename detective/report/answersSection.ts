import { Answer } from "../answer";
import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { count } from "./words";

/** The questions' answers as tables, each with the ids of the events that it rests on. */
export function answersSection(answers: readonly Answer[]): Html {
  return html`<section id="questions" aria-labelledby="questions-title">
    <h2 id="questions-title">Questions</h2>
    ${answers.map(answerPart)}
  </section>`;
}

function answerPart({ title, columns, rows, events }: Answer, index: number): Html {
  // A question may be asked twice, of two buckets say: its id alone would not be unique.
  const id = `question-${index + 1}`;
  if (rows.length === 0)
    return html`<h3 id="${id}">${title}</h3>
      <p class="soft">No such event.</p>`;
  return html`${htmlTable({
    id,
    caption: html`<h3 id="${id}">${title}</h3>
      <span class="aside">${count(rows.length, "row")}</span>`,
    columns: columns.map((column) => ({ title: column.title, kind: column.kind ?? "name" })),
    rows: rows.map((row) => columns.map(({ key }) => row[key] ?? "")),
  })}
  ${events.length > 0 ? evidence(events) : ""}`;
}

function evidence(events: readonly string[]): Html {
  return html`<details class="ids">
    <summary>Evidence: ${count(events.length, "event id")}</summary>
    <ol>
      ${events.map((id) => html`<li><code>${id}</code></li> `)}
    </ol>
  </details> `;
}
