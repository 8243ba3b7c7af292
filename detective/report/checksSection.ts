import { JudgedCheck, Status } from "../posture/check";
import { Score, ScoreLine } from "../posture/score";
import { Html, html } from "./html";
import { count } from "../wording";

/** What needs a person comes first. */
const ORDER: readonly Status[] = ["fail", "unknown", "pass"];
/** More passed checks than this stand behind one fold. */
const SHOWN_PASSES = 10;

/** Every verdict, with its evidence one click away; open from the start where something is to be done. */
export function checksSection(verdicts: readonly JudgedCheck[]): Html {
  const numbered = verdicts.map((verdict, index) => ({ verdict, anchor: anchorOf(index) }));
  const [failed = [], unknown = [], passed = []] = ORDER.map((status) =>
    numbered.filter(({ verdict }) => verdict.status === status).map(check),
  );
  return html`<section id="checks" aria-labelledby="checks-title">
    <h2 id="checks-title">Checks</h2>
    ${failed} ${unknown}
    ${
      passed.length > SHOWN_PASSES
        ? html`<details class="check">
            <summary>
              <span class="status pass">PASS</span>
              <span class="grow">${count(passed.length, "check")} passed</span>
            </summary>
            <div class="inside">${passed}</div>
          </details>`
        : passed
    }
  </section>`;
}

/** Where the evidence of a score's line stands: of several trails, of the one that earns. */
export function evidenceOf(
  line: ScoreLine,
  verdicts: readonly JudgedCheck[],
  score: Score,
): string | undefined {
  const index = verdicts.findIndex(
    ({ id, subject }) => id === line.id && (subject === undefined || subject === (score.trail ?? subject)),
  );
  return index < 0 ? undefined : anchorOf(index);
}

function anchorOf(index: number): string {
  return `check-${index + 1}`;
}

function check({ verdict, anchor }: { verdict: JudgedCheck; anchor: string }): Html {
  const { status, title, subject, why, evidence, fix, references = [] } = verdict;
  const mend = fix
    ? html`<p><strong>To mend:</strong> ${fix.say}</p>
        ${code("Command", fix.command)} ${code("Pulumi", fix.pulumi)}`
    : "";
  // Links lead to what is inside: a browser then opens it.
  return html`<details class="check" ${status === "pass" ? "" : new Html("open")}>
    <summary>
      <span class="status ${status}">${status.toUpperCase()}</span>
      <h3>${title}${subject === undefined ? "" : html` <span class="aside">${subject}</span>`}</h3>
      <span class="aside">${count(evidence.length, "fact")}</span>
    </summary>
    <div class="inside" id="${anchor}">
      <p class="soft">${why}</p>
      <ul>
        ${evidence.map((text) => html`<li>${text}</li> `)}
      </ul>
      ${mend}
      ${
        references.length > 0
          ? html`<p class="soft">Rests on: ${references.map(({ name }) => name).join("; ")}</p>`
          : ""
      }
    </div>
  </details> `;
}

/** Line by line: escaping would make one line of it. */
function code(name: string, text: string | undefined): Html {
  if (!text) return html``;
  const lines = text.split("\n").map((line, index) => html`${index > 0 ? new Html("\n") : ""}${line}`);
  return html`<p class="soft">${name}</p>
    <pre><code>${lines}</code></pre>`;
}
