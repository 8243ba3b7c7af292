import { Finding } from "../finding";
import { Evidence, among } from "./evidence";
import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { spanOf } from "./words";

/** So many findings are told at length; the others stand in a table. */
export const TOLD = 30;
export const NO_FINDINGS = "Nothing in what was read accuses anybody.";
/** So many records of a finding are named; the first leads to the others. */
const NAMED = 8;

/**
 * The findings, the worst first, each with its records one click away.
 *
 * @param most how many rows the table of those that are not told at length may have
 */
export function findingsSection(findings: readonly Finding[], evidence: Evidence, most: number): Html {
  const rest = findings.slice(TOLD);
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">Findings</h2>
    ${
      findings.length === 0
        ? html`<p class="soft">${NO_FINDINGS}</p>`
        : html`<ol class="findings">
            ${findings.slice(0, TOLD).map((finding) => findingPart(finding, evidence))}
          </ol>`
    }
    ${rest.length > 0 ? restTable(rest, evidence, most) : ""}
  </section>`;
}

function findingPart(finding: Finding, records: Evidence): Html {
  const { level, title, why } = finding;
  return html`<li class="finding ${levelClass(level)}">
    <h3><span class="level">${level}</span> ${title}</h3>
    <p>${why}</p>
    <dl class="facts">
      ${findingFacts(finding).map(
        ([name, text]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${text}</dd>
          </div> `,
      )}
    </dl>
    ${evidenceList(finding, records)}
  </li> `;
}

/** Name and value of what a finding says besides title and why; what is not known is left out. */
export function findingFacts({
  who,
  target,
  from,
  outcome,
  first,
  last,
  attack,
}: Finding): [string, string][] {
  const facts: [string, string][] = [
    ["Who", who],
    ["To what", target ?? ""],
    ["From", from.join(", ") || "not recorded"],
    ["When", spanOf(first, last)],
    ["Outcome", outcome],
    ["ATT&CK", attack.map(({ id, name }) => `${id} ${name}`).join(", ")],
  ];
  return facts.filter(([, text]) => text !== "");
}

function evidenceList({ evidence }: Finding, records: Evidence): Html {
  const numbers = records.numbers(evidence);
  const named = numbers.slice(0, NAMED).map((number) => records.named(number));
  // Ids help only who has no record at all to begin with.
  const ids = numbers.length > 0 ? [] : evidence.slice(0, NAMED).map((id) => html`<code>${id}</code> `);
  const more = evidence.length - named.length - ids.length;
  return html`<p class="evidence" ${among(numbers)}>
    <span class="soft">Evidence:</span> ${named} ${ids}
    ${more > 0 ? html`<span class="soft">and ${more} more</span>` : ""}
  </p>`;
}

function restTable(findings: readonly Finding[], records: Evidence, most: number): Html {
  return htmlTable({
    id: "further-findings",
    caption: html`<h3 id="further-findings">Further findings</h3>`,
    columns: [
      { title: "First", kind: "time" },
      { title: "Level", kind: "name" },
      { title: "Finding", kind: "words" },
      { title: "Who", kind: "who" },
      { title: "To what", kind: "who" },
      { title: "Outcome", kind: "name" },
      { title: "Evidence", kind: "evidence" },
    ],
    rows: findings
      .slice(0, most)
      .map((each) => [
        each.first,
        each.level,
        each.title,
        each.who,
        each.target ?? "",
        each.outcome,
        records.link(each.evidence, each.title),
      ]),
    all: findings.length,
    sorts: true,
  });
}

/** Of the levels we know; a class is no place for other texts. */
export function levelClass(level: string): string {
  return /^[a-z]{1,20}$/.test(level) ? level : "informational";
}
