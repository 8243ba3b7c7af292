import { Answer, answer } from "../answer";
import { Finding, byWeight } from "../finding";
import { EventSet } from "../source";
import { lengthOf } from "./wordsOfTime";

/** The columns of a table of findings. */
export type FindingColumn = "level" | "first" | "over" | "what" | "who" | "from" | "why";

/** Findings as a table, the heaviest first. */
export function findingTable<F extends Finding>(
  set: Pick<EventSet, "coverage">,
  { id, title }: { id: string; title: string },
  findings: readonly F[],
): Answer<FindingColumn, F> {
  return answer<FindingColumn, F>(
    {
      id,
      title,
      none: "(nothing found)",
      columns: {
        level: "Level",
        first: ["First", "time"],
        over: "Over",
        who: ["Who", "who"],
        from: ["From", "who"],
        what: ["What", "text"],
        why: ["Why", "text"],
      },
    },
    [...findings].sort(byWeight),
    {
      row: (finding) => ({
        level: finding.level,
        first: finding.first,
        over: lengthOf(finding),
        what: finding.title,
        who: finding.who,
        from: addresses(finding.from),
        why: finding.why,
      }),
      evidence: ({ evidence }) => evidence,
    },
    set,
  );
}

/** The first address, and how many more. */
export function addresses([first = "", ...more]: readonly string[]): string {
  return more.length === 0 ? first : `${first} +${more.length}`;
}
