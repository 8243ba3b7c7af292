import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { Stage } from "./report";
import { bar } from "./scoreSection";
import { totalSeconds } from "./words";

/** Where each second of the run went. */
export function stagesSection(stages: readonly Stage[]): Html {
  const total = totalSeconds({ stages });
  return html`<section id="stages" aria-labelledby="stages-title">
    <h2 id="stages-title">Stages</h2>
    ${htmlTable({
      id: "stages-table",
      caption: html`<span id="stages-table" class="unseen">Seconds of each stage</span>`,
      columns: [
        { title: "Stage", kind: "name" },
        { title: "Seconds", kind: "number" },
        { title: "Share", kind: "words" },
      ],
      rows: stages.map(({ name, seconds }) => [name, seconds.toFixed(1), bar(seconds, total)]),
      foot: ["all", total.toFixed(1), ""],
    })}
  </section>`;
}
