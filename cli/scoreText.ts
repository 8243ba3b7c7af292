import type { Score } from "../detective";

/** The mission score in a few lines: the total, each pillar as a bar, and what would earn the rest. */
export function scoreText({ total, outOf, pillars, lines }: Score): string {
  const bar = (earned: number, of: number) => "█".repeat(earned).padEnd(of, "░");
  const open = lines.filter(({ status }) => status !== "earned");
  return [
    `Mission score: ${total}/${outOf}`,
    ...pillars.map(
      ({ pillar, earned, outOf: of }) => `  ${pillar.padEnd(14)} ${bar(earned, of)} ${earned}/${of}`,
    ),
    `  ${open.length} things have not earned their points yet; the report lists what would.`,
  ].join("\n");
}
