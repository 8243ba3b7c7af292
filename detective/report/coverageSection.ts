import { Coverage } from "../source";
import { Html, html } from "./html";
import { coverageWords } from "./words";

/** What was read and, above all, what was not. */
export function coverageSection(coverage: Coverage): Html {
  const missing = coverage.gaps.filter(({ inherent }) => !inherent);
  const never = coverage.gaps.filter(({ inherent }) => inherent);
  return html`<section id="coverage" aria-labelledby="coverage-title">
    <h2 id="coverage-title">Coverage</h2>
    <p>${coverageWords(coverage)}</p>
    ${
      coverage.complete
        ? html`<p><strong class="pass">Complete:</strong> nothing that was asked for is missing.</p>`
        : html`<p><strong class="unknown">Incomplete:</strong> something that was asked for is missing.</p>`
    }
    ${missing.map(({ detail }) => html`<p class="gap missing"><strong>Missing:</strong> ${detail}</p>`)}
    ${never.map(({ detail }) => html`<p class="gap"><strong>To bear in mind:</strong> ${detail}</p>`)}
  </section>`;
}
