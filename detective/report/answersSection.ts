import { Answer } from "../answer";
import { Evidence } from "./evidence";
import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { count } from "../wording";

/**
 * The questions' answers as tables, each row with the records that it rests on.
 *
 * @param most how many rows each answer may show
 * @param told gaps of which the report has spoken already
 */
export function answersSection(
  answers: readonly Answer[],
  evidence: Evidence,
  most: readonly number[],
  told: ReadonlySet<string>,
): Html {
  return html`<section id="questions" aria-labelledby="questions-title">
    <h2 id="questions-title">Questions</h2>
    ${answers.map((answer, index) => answerPart(answer, index, evidence, most[index] ?? 0, told))}
  </section>`;
}

function answerPart(
  answer: Answer,
  index: number,
  records: Evidence,
  most: number,
  told: ReadonlySet<string>,
): Html {
  const { title, columns, rows, evidence } = answer;
  // A question may be asked twice, of two buckets say: its id alone would not be unique.
  const id = `question-${index + 1}`;
  const missing = answer.coverage.gaps.filter(({ inherent, detail }) => !inherent && !told.has(detail));
  const gaps = missing.map(
    ({ detail }) => html`<p class="gap missing"><strong>Missing:</strong> ${detail}</p>`,
  );
  if (rows.length === 0)
    return html`<h3 id="${id}">${title}</h3>
      <p class="soft">No such event${answer.coverage.complete ? "" : " in what was read"}.</p>
      ${gaps}`;
  return html`${htmlTable({
    id,
    caption: html`<h3 id="${id}">${title}</h3>
      <span class="aside">${count(rows.length, "row")}</span>`,
    columns: [
      ...columns.map((column) => ({ title: column.title, kind: column.kind ?? "name" })),
      { title: "Evidence", kind: "evidence" },
    ],
    rows: rows
      .slice(0, most)
      .map((row, at) => [
        ...columns.map(({ key }) => row[key] ?? ""),
        records.link(evidence[at] ?? [], `${title}, row ${at + 1}`),
      ]),
    all: rows.length,
    sorts: true,
  })}
  ${gaps}`;
}
