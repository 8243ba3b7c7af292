import { Finding, LEVELS } from "../finding";
import { Gap } from "../source";
import { Report } from "./report";
import { readings } from "./words";
import { count } from "../wording";

/** How many findings, and how bad: `3 findings: 1 critical, 2 high.` */
export function findingWords(findings: readonly Finding[], whole: boolean): string {
  if (findings.length === 0)
    return whole ? "No findings." : "No findings in what was read; something that was asked for is missing.";
  const levels = [...LEVELS]
    .reverse()
    .map((level) => [level, findings.filter((each) => each.level === level).length] as const);
  const parts = levels.filter(([, number]) => number > 0).map(([level, number]) => `${number} ${level}`);
  return `${count(findings.length, "finding")}: ${parts.join(", ")}.`;
}

/** Titles of the worst: those of the first finding's level. */
export function worstWords(findings: readonly Finding[], most = 4): string {
  const worst = findings.filter(({ level }) => level === findings[0]?.level);
  const titles = worst
    .slice(0, most)
    .map(({ title, outcome }) => (outcome === "success" ? title : `${title} (${outcome})`));
  const more = worst.length - titles.length;
  return `${titles.join("; ")}${more > 0 ? `; and ${more} more` : ""}.`;
}

/** In characters; a longer story is told in its own place. */
const LONG = 320;

/** What happened, where the timeline tells it: all of it, or its first sentence. */
export function gistOf({ timeline }: Pick<Report, "timeline">): string {
  const what = timeline?.story.what ?? "";
  return what.length <= LONG ? what : (/^[^]{20,}?\.(?=\s)/.exec(what)?.[0] ?? what).slice(0, 2 * LONG);
}

/** What the report cannot say, a sentence each; what fell short of what was asked comes first. */
export function unknowns(report: Report): string[] {
  const gaps = readings(report).flatMap(({ gaps }) => gaps);
  const details = (some: readonly Gap[]) => some.map(({ detail }) => detail);
  const checks = report.verdicts.filter(({ status }) => status === "unknown");
  const { recordsLeftOut = 0 } = report;
  return [
    ...new Set([
      ...details(gaps.filter(({ inherent }) => !inherent)),
      ...checks.map(
        ({ title, evidence }) => `Check not answered: ${title}${evidence[0] ? ` (${evidence[0]})` : ""}.`,
      ),
      ...(recordsLeftOut > 0
        ? [`${count(recordsLeftOut, "record")} of the evidence had no room in this report.`]
        : []),
      ...(report.timeline?.notes ?? []),
      ...details(gaps.filter(({ inherent }) => inherent)),
    ]),
  ];
}
