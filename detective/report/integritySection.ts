import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { IntegrityRow } from "./integrityRows";

const CLASS = { valid: "pass", invalid: "fail", unknown: "unknown" } as const;

/** What the digests prove of the log files. */
export function integritySection(rows: readonly IntegrityRow[]): Html {
  return html`<section id="integrity" aria-labelledby="integrity-title">
    <h2 id="integrity-title">Integrity</h2>
    ${htmlTable({
      id: "integrity-table",
      caption: html`<span id="integrity-table" class="unseen">What the digests prove</span>`,
      columns: [
        { title: "What", kind: "words" },
        { title: "Verdict", kind: "name" },
        { title: "Evidence", kind: "words" },
      ],
      rows: rows.map(({ what, verdict, detail }) => [
        what,
        html`<span class="status ${CLASS[verdict]}">${verdict.toUpperCase()}</span>`,
        detail,
      ]),
    })}
  </section>`;
}
