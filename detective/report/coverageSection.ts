import { Coverage } from "../source";
import { Html, html } from "./html";
import { coverageWords } from "./words";

/** What was read and, above all, what was not: for the report, and for the timeline where it read for itself. */
export function coverageSection(readings: readonly Coverage[]): Html {
  return html`<section id="coverage" aria-labelledby="coverage-title">
    <h2 id="coverage-title">Coverage</h2>
    ${readings.map(
      (coverage, index) =>
        html`${index > 0 ? html`<h3>Read for the timeline</h3>` : ""} ${readingPart(coverage)}`,
    )}
  </section>`;
}

function readingPart(coverage: Coverage): Html {
  const missing = coverage.gaps.filter(({ inherent }) => !inherent);
  const never = coverage.gaps.filter(({ inherent }) => inherent);
  return html`<p>${coverageWords(coverage)}</p>
    ${
      coverage.complete
        ? html`<p><strong class="pass">Complete:</strong> nothing that was asked for is missing.</p>`
        : html`<p><strong class="unknown">Incomplete:</strong> something that was asked for is missing.</p>`
    }
    ${missing.map(({ detail }) => html`<p class="gap missing"><strong>Missing:</strong> ${detail}</p>`)}
    ${never.map(({ detail }) => html`<p class="gap"><strong>To bear in mind:</strong> ${detail}</p>`)}`;
}
