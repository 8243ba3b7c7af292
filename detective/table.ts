import { Answer, Column, Row } from "./answer";
import { JudgedCheck, Status } from "./posture/check";

export interface TableOptions {
  /** Columns of the terminal. @default 100 */
  width?: number;
  /** ANSI colours. @default false */
  colour?: boolean;
}

const GAP = "  ";
/** A column is not cut below this while another one is wider. */
const NARROWEST = 6;
const CODES = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
const STATUS_COLOUR: Readonly<Record<Status, keyof typeof CODES>> = {
  pass: "green",
  fail: "red",
  unknown: "yellow",
};

/** An answer as a table that fits the terminal, with its title, and below it what the answer does not cover. */
export function answerTable(answer: Answer, options: TableOptions = {}): string {
  const gaps = answer.coverage.gaps.filter(({ inherent }) => !inherent);
  return [
    paint(printable(answer.title), "bold", options),
    answer.rows.length > 0 ? table(answer.columns, answer.rows, options) : "(no such event)",
    ...gaps.map(({ detail }) => paint(`! ${printable(detail)}`, "yellow", options)),
  ].join("\n");
}

/** The checks, one a line with its verdict, and the reasons below each that didn't pass. */
export function checksTable(checks: readonly JudgedCheck[], options: TableOptions = {}): string {
  const { width = 100 } = options;
  const lines = checks.flatMap((check) => {
    const head = `${check.status.toUpperCase().padEnd(7)}${GAP}${printable(check.title)}`;
    const shown = check.status === "pass" ? [] : check.evidence;
    return [
      paint(cut(head, width), STATUS_COLOUR[check.status], options),
      ...shown.flatMap((text) => wrap(printable(text), width - 9)).map((line) => " ".repeat(9) + line),
    ];
  });
  return lines.join("\n");
}

/** Rows as a table that fits the terminal: the widest columns are cut, with … at the cut. */
export function table(columns: readonly Column[], rows: readonly Row[], options: TableOptions = {}): string {
  const titles = columns.map(({ title }) => printable(title));
  const cells = rows.map((row) => columns.map(({ key }) => printable(row[key] ?? "")));
  const wanted = columns.map((_, index) =>
    Math.max(...[titles, ...cells].map((line) => displayWidth(line[index] ?? ""))),
  );
  const widths = fitWidths(wanted, (options.width ?? 100) - GAP.length * (columns.length - 1));
  const line = (texts: readonly string[]) =>
    texts
      .map((text, index) => pad(cut(text, widths[index]!), widths[index]!))
      .join(GAP)
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join(GAP);
  return [paint(line(titles), "bold", options), paint(rule, "dim", options), ...cells.map(line)].join("\n");
}

/** Takes from the widest until the sum fits. */
function fitWidths(wanted: readonly number[], available: number): number[] {
  const widths = [...wanted];
  let excess = widths.reduce((sum, width) => sum + width, 0) - available;
  while (excess > 0) {
    const widest = widths.indexOf(Math.max(...widths));
    if (widths[widest]! <= NARROWEST) break;
    widths[widest]!--;
    excess--;
  }
  return widths;
}

/** Shows control characters instead of sending them: a request parameter must not drive the reader's terminal. */
export function printable(text: string): string {
  // C0, DEL, C1, zero-width and bidirectional controls.
  return text
    .replace(/[\t\n\r]+/g, " ")
    .replace(/[\p{Cc}\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, "\ufffd");
}

/** Cuts to a display width, with … where something was cut. */
export function cut(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width - 1) break;
    kept += character;
  }
  return width < 1 ? "" : `${kept}…`;
}

/** Breaks a text between words into lines of a display width; a word that is wider is broken inside. */
function wrap(text: string, width: number): string[] {
  const room = Math.max(NARROWEST, width);
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1)!;
    if (line !== "" && displayWidth(`${line} ${word}`) <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(...broken(word, room));
  }
  return lines.slice(1);
}

function broken(word: string, width: number): string[] {
  const pieces = [""];
  for (const character of word) {
    if (displayWidth(pieces.at(-1)! + character) > width) pieces.push(character);
    else pieces[pieces.length - 1] += character;
  }
  return pieces;
}

function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** Combining marks take no cell; East Asian wide characters and emoji take two. */
function characterWidth(character: string): number {
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0;
  return /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}|[\u{20000}-\u{3fffd}]/u.test(
    character,
  )
    ? 2
    : 1;
}

function paint(text: string, style: keyof typeof CODES, { colour = false }: TableOptions): string {
  return colour ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}
