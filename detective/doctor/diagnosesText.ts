import { TableOptions } from "../table";
import { printable, wrap } from "../terminalText";
import { Diagnosis, DiagnosisStatus, DoctorQuestion } from "./diagnosis";

const QUESTIONS: Readonly<Record<DoctorQuestion, string>> = {
  access: "Who asks",
  "not-logging": "Does the trail log?",
  "no-events": "Do events show?",
};

const COLOURS: Readonly<Record<DiagnosisStatus, number>> = { ok: 32, problem: 31, unknown: 33 };
const MARGIN = " ".repeat(9);

/** What the doctor found, question by question: each with its reasons, and below a problem the command that mends it. */
export function diagnosesText(diagnoses: readonly Diagnosis[], options: TableOptions = {}): string {
  const groups = new Map<string, Diagnosis[]>();
  for (const each of diagnoses) {
    const head =
      each.subject === undefined ? QUESTIONS[each.question] : `${QUESTIONS[each.question]} (${each.subject})`;
    groups.set(head, [...(groups.get(head) ?? []), each]);
  }
  return [...groups]
    .map(([head, list]) =>
      [paint(printable(head), 1, options), ...list.map((each) => text(each, options))].join("\n"),
    )
    .join("\n\n");
}

function text({ status, title, says, evidence, command }: Diagnosis, options: TableOptions): string {
  const { width = 100 } = options;
  const lines = (mark: string, content: string) =>
    wrap(printable(content), Math.max(20, width - mark.length)).map(
      (line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line,
    );
  const [head = "", ...rest] = lines(status.toUpperCase().padEnd(MARGIN.length), `${title}: ${says}`);
  return [
    paint(head, COLOURS[status], options),
    ...rest,
    ...(status === "ok" ? [] : evidence.flatMap((each) => lines(MARGIN, each))),
    // A command is not broken: it is there to be copied.
    ...(command === undefined ? [] : [`${MARGIN}  ${printable(command)}`]),
  ].join("\n");
}

function paint(content: string, code: number, { colour = false }: TableOptions): string {
  return colour ? `\u001b[${code}m${content}\u001b[0m` : content;
}
