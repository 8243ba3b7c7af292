import { principalName } from "../principal";
import { Evidence, ShownRecord, anchorOf } from "./evidence";
import { Html, html } from "./html";
import { count } from "../wording";

/** So many records go on paper. */
const PRINTED = 30;

/**
 * The records themselves, folded, each there once.
 *
 * @param cited eventIDs of the findings' evidence: the first of those records are printed, the others stay on the screen
 * @param leftOut records that not even the report has
 */
export function recordsSection(evidence: Evidence, cited: ReadonlySet<string>, leftOut: number): Html {
  const { shown } = evidence;
  const missing = [
    ...(evidence.leftOut > 0
      ? [
          `${count(evidence.leftOut, "further record")} would make this page too big: the JSON of this report has them.`,
        ]
      : []),
    ...(leftOut > 0 ? [`${count(leftOut, "record")} that this report rests on had no room in it.`] : []),
  ];
  const printed = new Set(shown.filter(({ id }) => cited.has(id)).slice(0, PRINTED));
  const unprinted = shown.length - printed.size;
  return html`<section id="records" aria-labelledby="records-title">
    <h2 id="records-title">Records</h2>
    <p>
      What all of this rests on, as CloudTrail recorded it, with secrets taken out.
      ${
        unprinted > 0
          ? html`<span class="paper-only"
              >Printed are the first records of findings; ${unprinted} more are in the file.</span
            >`
          : ""
      }
    </p>
    ${missing.map((text) => html`<p class="gap missing">${text}</p>`)}
    <details class="all">
      <summary>${count(shown.length, "record")}</summary>
      ${shown.map((each) => recordPart(each, printed.has(each)))}
    </details>
  </section>`;
}

function recordPart({ number, id, record, json }: ShownRecord, printed: boolean): Html {
  const { eventTime = "", eventName = "unnamed event" } = record;
  // Links lead to what is inside: a browser then opens it.
  return html`<details class="record${printed ? " printed" : ""}">
    <summary>
      <span class="soft">${number}</span> <span class="time">${eventTime}</span> <strong>${eventName}</strong>
      <span>${principalName(record)}</span> <code>${id}</code>
    </summary>
    <pre id="${anchorOf(number)}"><code>${json}</code></pre>
  </details> `;
}
