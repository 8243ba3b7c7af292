import { Answer, Column, Row } from "./answer";
import { columnWidths, sum } from "./columnWidths";
import { foldDate } from "./foldDate";
import { JudgedCheck, Status } from "./posture/check";
import { Style, hanging, paint } from "./terminalLines";
import { cut, cutStart, displayWidth, pad, padStart, printable, wrap } from "./terminalText";

/** How a table is drawn. */
export interface TableOptions {
  /** Columns of the terminal. @default 100 */
  width?: number;
  /** ANSI colours. @default false */
  colour?: boolean;
}

const GAP = "  ";
/** What a check's status stands in. */
const MARGIN = " ".repeat(9);
/** So many lines of it. */
const TEXT_LINES = 3;
const STATUS_COLOUR: Readonly<Record<Status, Style>> = {
  pass: "green",
  fail: "red",
  unknown: "yellow",
};

/** An answer as a table that fits the terminal, with its title, and below it what the answer does not cover. */
export function answerTable(answer: Answer, options: TableOptions = {}): string {
  const { width = 100 } = options;
  const below = textBelow(answer.columns, answer.rows, width);
  const beside = answer.columns.filter((column) => !below.includes(column));
  const cramped = naturalWidth(beside, answer.rows) > width;
  const {
    title,
    none = "(no such event)",
    columns,
    rows,
    coverage,
  } = (cramped ? foldDate(answer) : undefined) ?? answer;
  const gaps = coverage.gaps.filter(({ inherent }) => !inherent);
  return [
    ...wrap(printable(title), width).map((line) => paint(line, "bold", options)),
    rows.length > 0 ? table(columns, rows, options) : none,
    ...gaps
      .flatMap(({ detail }) => hanging("! ", detail, width))
      .map((line) => paint(line, "yellow", options)),
  ].join("\n");
}

/** The checks, one a line with its verdict, and below each that didn't pass the reasons and what mends it. */
export function checksTable(checks: readonly JudgedCheck[], options: TableOptions = {}): string {
  const { width = 100 } = options;
  const lines = checks.flatMap(({ status, title, evidence, fix }) => {
    const head = hanging(status.toUpperCase().padEnd(MARGIN.length), title, width).map((line) =>
      paint(line, STATUS_COLOUR[status], options),
    );
    if (status === "pass") return head;
    const reasons = evidence.flatMap((text) => hanging(MARGIN, text, width));
    if (!fix) return [...head, ...reasons];
    // A command is not broken: it is there to be copied.
    const command = fix.command === undefined ? [] : [`${MARGIN}  ${printable(fix.command)}`];
    return [...head, ...reasons, ...hanging(`${MARGIN}To mend: `, fix.say, width), ...command];
  });
  return lines.join("\n");
}

/**
 * Rows as a table that fits the terminal: where the room is short, a column's kind says what gives way first, and free
 * text goes below its row.
 */
export function table(columns: readonly Column[], rows: readonly Row[], options: TableOptions = {}): string {
  const { width = 100 } = options;
  const below = textBelow(columns, rows, width);
  const beside = columns.filter((column) => !below.includes(column));
  const widths = columnWidths(
    beside.map((column) => ({ kind: column.kind ?? "name", width: wantedWidth(column, rows) })),
    width - GAP.length * (beside.length - 1),
  );
  const line = (texts: readonly string[]) => {
    const cells = texts.map((text, index) => {
      const { kind } = beside[index]!;
      const short = (kind === "arn" ? cutStart : cut)(printable(text), widths[index]!);
      return (kind === "number" ? padStart : pad)(short, widths[index]!);
    });
    return cut(cells.join(GAP).trimEnd(), width);
  };
  const indent = " ".repeat(Math.min((widths[0] ?? 0) + GAP.length, 22, Math.floor(width / 3)));
  const textLines = (row: Row) =>
    below
      .map(({ key }) => printable(row[key] ?? ""))
      .filter((text) => text.trim() !== "")
      .flatMap((text) => wrap(text, width - indent.length, TEXT_LINES))
      .map((text) => indent + paint(text, "dim", options));
  const titles = beside.map(({ title }) => title);
  return [
    paint(line(titles), "bold", options),
    paint(cut(widths.map((each) => "─".repeat(each)).join(GAP), width), "dim", options),
    ...rows.flatMap((row) => [line(beside.map(({ key }) => row[key] ?? "")), ...textLines(row)]),
  ].join("\n");
}

/** The columns of free text that go below their row, where more of it can be read; none where it fits beside. */
function textBelow(columns: readonly Column[], rows: readonly Row[], width: number): readonly Column[] {
  const texts = columns.filter(({ kind }) => kind === "text");
  if (texts.length === 0 || texts.length === columns.length) return [];
  const others = columns.filter(({ kind }) => kind !== "text");
  const room = width - naturalWidth(others, rows) - texts.length * GAP.length;
  const wanted = sum(texts.map((column) => wantedWidth(column, rows)));
  return room >= wanted ? [] : texts;
}

function naturalWidth(columns: readonly Column[], rows: readonly Row[]): number {
  return sum(columns.map((column) => wantedWidth(column, rows))) + GAP.length * (columns.length - 1);
}

function wantedWidth({ key, title }: Column, rows: readonly Row[]): number {
  return rows.reduce(
    (widest, row) => Math.max(widest, displayWidth(printable(row[key] ?? ""))),
    displayWidth(printable(title)),
  );
}
