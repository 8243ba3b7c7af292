import { JudgedCheck } from "../posture/check";
import { Html, html } from "./html";
import { count } from "./words";

/** Every verdict, with its evidence one click away; open from the start where something is to be done. */
export function checksSection(verdicts: readonly JudgedCheck[]): Html {
  return html`<section id="checks" aria-labelledby="checks-title">
    <h2 id="checks-title">Checks</h2>
    ${verdicts.map(check)}
  </section>`;
}

function check({ id, status, title, why, evidence, fix }: JudgedCheck): Html {
  const mend = fix
    ? html`<p><strong>To mend:</strong> ${fix.say}</p>
        ${fix.command ? html`<pre><code>${fix.command}</code></pre>` : ""}`
    : "";
  // Links lead to what is inside: a browser then opens it.
  return html`<details class="check" ${status === "pass" ? "" : new Html("open")}>
    <summary>
      <span class="status ${status}">${status.toUpperCase()}</span>
      <h3>${title}</h3>
      <span class="aside">${count(evidence.length, "fact")}</span>
    </summary>
    <div class="inside" id="evidence-${id}">
      <p class="soft">${why}</p>
      <ul>
        ${evidence.map((text) => html`<li>${text}</li> `)}
      </ul>
      ${mend}
    </div>
  </details> `;
}
