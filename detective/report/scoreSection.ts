import { JudgedCheck } from "../posture/check";
import { PillarScore, Score, ScoreLine } from "../posture/score";
import { evidenceOf } from "./checksSection";
import { Html, html } from "./html";
import { htmlTable } from "./htmlTable";
import { byPillar, lineWords } from "./words";

/** The score as a whole and by pillar; behind each pillar what its points are for. */
export function scoreSection(score: Score, verdicts: readonly JudgedCheck[]): Html {
  const standing = (line: ScoreLine) => {
    const words = html`<span class="${line.status}">${lineWords(line)}</span>`;
    const anchor = evidenceOf(line, verdicts, score);
    return anchor === undefined ? words : html`${words} <a href="#${anchor}">evidence</a>`;
  };
  return html`<section id="score" aria-labelledby="score-title">
    <h2 id="score-title">Mission score</h2>
    <p class="total">${score.total}<small> of ${score.outOf}</small></p>
    ${score.trail === undefined ? "" : html`<p class="soft">The trail that counts: ${score.trail}</p>`}
    ${byPillar(score).map(({ pillar, lines }) => pillarPart(pillar, lines, standing))}
  </section>`;
}

function pillarPart(
  { pillar, earned, outOf }: PillarScore,
  lines: readonly ScoreLine[],
  standing: (line: ScoreLine) => Html,
): Html {
  return html`<details class="pillar">
    <summary>
      <h3>${pillar}</h3>
      ${bar(earned, outOf)}
      <span class="aside">${earned} of ${outOf}</span>
    </summary>
    <div class="inside">
      ${htmlTable({
        id: `pillar-${pillar}`,
        caption: html`<span id="pillar-${pillar}" class="unseen">Points of ${pillar}</span>`,
        columns: [
          { title: "Points", kind: "number" },
          { title: "For", kind: "words" },
          { title: "Stands at", kind: "words" },
        ],
        rows: lines.map((line) => [`${line.earned}/${line.points}`, line.title, standing(line)]),
      })}
    </div>
  </details> `;
}

/** How much of a whole; the number stands beside it. */
export function bar(part: number, whole: number): Html {
  const percent = whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0;
  return html`<span class="bar" aria-hidden="true"
    ><span style="width: ${percent.toFixed(1)}%"></span
  ></span>`;
}
