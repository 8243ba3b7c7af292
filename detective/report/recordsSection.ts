import { principalName } from "../principal";
import { Evidence, ShownRecord, anchorOf } from "./evidence";
import { Html, html } from "./html";
import { count } from "./words";

/**
 * The records themselves, folded, each there once.
 *
 * @param cited eventIDs of the findings' evidence: those records are printed, the others stay on the screen
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
  const uncited = shown.filter(({ id }) => !cited.has(id)).length;
  return html`<section id="records" aria-labelledby="records-title">
    <h2 id="records-title">Records</h2>
    <p>
      What all of this rests on, as CloudTrail recorded it, with secrets taken out.
      ${
        uncited > 0
          ? html`<span class="paper-only"
              >Printed are the records of findings; ${uncited} more are in the file.</span
            >`
          : ""
      }
    </p>
    ${missing.map((text) => html`<p class="gap missing">${text}</p>`)}
    <details class="all">
      <summary>${count(shown.length, "record")}</summary>
      ${shown.map((each) => recordPart(each, cited.has(each.id)))}
    </details>
  </section>`;
}

function recordPart({ number, id, record, json }: ShownRecord, cited: boolean): Html {
  const { eventTime = "", eventName = "unnamed event" } = record;
  // Links lead to what is inside: a browser then opens it.
  return html`<details class="record${cited ? " cited" : ""}">
    <summary>
      <span class="soft">${number}</span> <span class="time">${eventTime}</span> <strong>${eventName}</strong>
      <span>${principalName(record)}</span> <code>${id}</code>
    </summary>
    <pre id="${anchorOf(number)}"><code>${json}</code></pre>
  </details> `;
}
