import { groupBy } from "../groupBy";
import { TableOptions } from "../table";
import { Style, hanging, paint } from "../terminalLines";
import { printable } from "../terminalText";
import { Diagnosis, DiagnosisStatus, DoctorQuestion } from "./diagnosis";

const QUESTIONS: Readonly<Record<DoctorQuestion, string>> = {
  access: "Who asks",
  "not-logging": "Does the trail log?",
  "no-events": "Do events show?",
};

const COLOURS: Readonly<Record<DiagnosisStatus, Style>> = {
  ok: "green",
  problem: "red",
  unknown: "yellow",
};
const MARGIN = " ".repeat(9);

/** What the doctor found, question by question: each with its reasons, and below a problem the command that mends it. */
export function diagnosesText(diagnoses: readonly Diagnosis[], options: TableOptions = {}): string {
  const groups = groupBy(diagnoses, ({ question, subject }) =>
    subject === undefined ? QUESTIONS[question] : `${QUESTIONS[question]} (${subject})`,
  );
  return [...groups]
    .map(([head, list]) =>
      [paint(printable(head), "bold", options), ...list.map((each) => text(each, options))].join("\n"),
    )
    .join("\n\n");
}

function text({ status, title, says, evidence, command }: Diagnosis, options: TableOptions): string {
  const { width = 100 } = options;
  const lines = (mark: string, content: string) => hanging(mark, content, Math.max(20 + mark.length, width));
  const [head = "", ...rest] = lines(status.toUpperCase().padEnd(MARGIN.length), `${title}: ${says}`);
  return [
    paint(head, COLOURS[status], options),
    ...rest,
    ...(status === "ok" ? [] : evidence.flatMap((each) => lines(MARGIN, each))),
    // A command is not broken: it is there to be copied.
    ...(command === undefined ? [] : [`${MARGIN}  ${printable(command)}`]),
  ].join("\n");
}
