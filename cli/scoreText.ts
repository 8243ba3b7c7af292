import type { Score } from "../detective";
import { lineWords } from "../detective/report/words";
import { wrap } from "../detective/terminalText";

/** The mission score in a few lines: the total, and each pillar as a bar. */
export function scoreText(score: Score): string {
  return [
    ...bars(score),
    `  ${openLines(score).length} of ${score.lines.length} things have not earned their points; \`audit-trail score\` lists them.`,
  ].join("\n");
}

/** The same, and below it each thing that has not earned its points, with what would earn them. */
export function scoreLines(score: Score, width: number): string {
  const open = openLines(score);
  if (open.length === 0) return bars(score).join("\n");
  return [
    ...bars(score),
    "",
    "Not earned yet",
    ...open.flatMap((line) => {
      const text = `${line.title} (${line.pillar}): ${lineWords(line)}`;
      return wrap(text, width - 6).map((part, index) =>
        index === 0 ? `  ${String(line.points).padStart(2)}  ${part}` : `      ${part}`,
      );
    }),
    "",
    "`audit-trail verify` says for each check what was found, and what mends it.",
  ].join("\n");
}

function bars({ total, outOf, pillars }: Score): string[] {
  const bar = (earned: number, of: number) => "█".repeat(earned).padEnd(of, "░");
  return [
    `Mission score: ${total}/${outOf}`,
    ...pillars.map(
      ({ pillar, earned, outOf: of }) => `  ${pillar.padEnd(14)} ${bar(earned, of)} ${earned}/${of}`,
    ),
  ];
}

function openLines({ lines }: Score): Score["lines"] {
  return lines.filter(({ status }) => status !== "earned");
}
