import { answerTable, findingTable, type Answer, type Report, type TableOptions } from "../detective";
import { threadWords } from "../detective/timeline/story";
import { printable, wrap } from "../detective/terminalText";

/** What the run comes to, in a few lines: the story's first sentence, and the findings, one a line. */
export function incidentText(
  { timeline, findings = [], coverage }: Pick<Report, "timeline" | "findings" | "coverage">,
  look: TableOptions & { width: number },
): string {
  const title = timeline ? `Incident around the ${threadWords(timeline.start)}` : "Findings";
  // What was not read stands below the tables of events.
  const read = { ...coverage, gaps: [] };
  const found = findingTable({ coverage: read }, { id: "findings", title }, findings);
  const rows = found.rows.map((row, index) => ({ ...row, outcome: found.items[index]!.outcome }));
  const compact: Answer = {
    ...found,
    rows,
    columns: [
      { key: "level", title: "Level" },
      // A line each, of which the widest gives way: reasons are in the report.
      { key: "what", title: "Finding", kind: "who" },
      { key: "who", title: "Who", kind: "who" },
      { key: "outcome", title: "Outcome" },
    ],
  };
  const [head = "", ...table] = answerTable(compact, look).split("\n");
  const told = timeline ? wrap(printable(firstSentence(timeline.story.what)), look.width) : [];
  return [head, ...told, ...(findings.length > 0 ? table : ["(nothing that accuses anybody)"])].join("\n");
}

function firstSentence(text: string): string {
  const end = text.indexOf(". ");
  return end < 0 ? text : text.slice(0, end + 1);
}
