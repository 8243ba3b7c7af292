import { Finding } from "../finding";
import { levelClass } from "./findingsSection";
import { Html, html } from "./html";
import { Report } from "./report";
import { findingWords, gistOf, unknowns, worstWords } from "./summaryWords";
import { isWhole, summary } from "./words";

/** What was found, how bad it is, and what is not known. */
export function summarySection(report: Report, findings: readonly Finding[]): Html {
  const [worst] = findings;
  const gist = gistOf(report);
  const missing = unknowns(report);
  const looked = report.findings !== undefined || report.timeline !== undefined;
  return html`<section id="summary" aria-label="Summary" class="${worst ? levelClass(worst.level) : "none"}">
    ${looked ? html`<p class="headline">${findingWords(findings, isWhole(report))}</p>` : ""}
    ${gist === "" ? "" : html`<p>${gist}</p>`}
    ${worst ? html`<p><strong>The worst, ${worst.level}:</strong> ${worstWords(findings)}</p>` : ""}
    <p class="${looked ? "soft" : "headline"}">${summary(report)}</p>
    ${
      missing.length > 0
        ? html`<div class="gap ${isWhole(report) ? "" : "missing"}">
            <strong>What is not known</strong>
            <ul>
              ${missing.map((text) => html`<li>${text}</li> `)}
            </ul>
          </div>`
        : ""
    }
  </section>`;
}
