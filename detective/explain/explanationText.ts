import { Explanation } from "../explainEvent";
import { TableOptions } from "../table";
import { hanging, paint } from "../terminalLines";
import { displayWidth, pad, printable, wrap } from "../terminalText";

const INDENT = "  ";

/** An explanation for the terminal: the paragraph, the fields with their notes, and what to know. */
export function explanationText(explanation: Explanation, options: TableOptions = {}): string {
  const { width = 100 } = options;
  const { title, paragraph, fields, notes } = explanation;
  const paths = fields.map(({ path }) => printable(path));
  // Beside the values where that leaves them most of the room, else above them.
  const column = Math.min(Math.max(0, ...paths.map(displayWidth)), Math.floor(width * 0.4));
  const field = ({ value, note }: (typeof fields)[number], index: number) => {
    const path = paths[index]!;
    const beside = displayWidth(path) <= column && width >= 60;
    const lead = INDENT.length + column + 2;
    const room = Math.max(10, width - (beside ? lead : 2 * INDENT.length));
    const indent = " ".repeat(beside ? lead : 2 * INDENT.length);
    const shown = printable(value);
    const both = note === undefined ? "" : `  (${printable(note)})`;
    if (beside && displayWidth(shown + both) <= room)
      return [INDENT + pad(path, column + 2) + shown + (both && paint(both, "dim", options))];
    const values = wrap(shown, room).map((line) => indent + line);
    const noteLines =
      note === undefined
        ? []
        : wrap(printable(note), room).map((line) => indent + paint(line, "dim", options));
    if (!beside)
      return [...wrap(path, width - INDENT.length).map((line) => INDENT + line), ...values, ...noteLines];
    return [INDENT + pad(path, column + 2) + values[0]!.slice(lead), ...values.slice(1), ...noteLines];
  };
  return [
    ...wrap(printable(title), width).map((line) => paint(line, "bold", options)),
    ...wrap(printable(paragraph), width),
    "",
    paint("The fields that matter", "bold", options),
    ...fields.flatMap(field),
    ...(notes.length > 0 ? ["", paint("To know", "bold", options)] : []),
    ...notes.flatMap((note) => hanging("- ", note, Math.max(12, width))),
  ].join("\n");
}
