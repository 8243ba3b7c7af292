import { Explanation } from "../explainEvent";
import { TableOptions } from "../table";
import { displayWidth, pad, printable, wrap } from "../terminalText";

const DIM = 2;
const BOLD = 1;
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
      return [INDENT + pad(path, column + 2) + shown + (both && paint(both, DIM, options))];
    const values = wrap(shown, room).map((line) => indent + line);
    const noteLines =
      note === undefined ? [] : wrap(printable(note), room).map((line) => indent + paint(line, DIM, options));
    if (!beside)
      return [...wrap(path, width - INDENT.length).map((line) => INDENT + line), ...values, ...noteLines];
    return [INDENT + pad(path, column + 2) + values[0]!.slice(lead), ...values.slice(1), ...noteLines];
  };
  return [
    ...wrap(printable(title), width).map((line) => paint(line, BOLD, options)),
    ...wrap(printable(paragraph), width),
    "",
    paint("The fields that matter", BOLD, options),
    ...fields.flatMap(field),
    ...(notes.length > 0 ? ["", paint("To know", BOLD, options)] : []),
    ...notes.flatMap((note) =>
      wrap(printable(note), Math.max(10, width - 2)).map(
        (line, index) => (index === 0 ? "- " : INDENT) + line,
      ),
    ),
  ].join("\n");
}

function paint(text: string, code: number, { colour = false }: TableOptions): string {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text;
}
