import { printable, wrap } from "./terminalText";

/** Of ANSI terminals. */
const CODES = {
  bold: 1,
  dim: 2,
  red: 31,
  green: 32,
  yellow: 33,
  blue: 34,
  magenta: 35,
  cyan: 36,
} as const;

export type Style = keyof typeof CODES;

/** The text in a style, where colours are wanted. */
export function paint(
  text: string,
  style: Style | undefined,
  { colour = false }: { colour?: boolean },
): string {
  return colour && style ? `\u001b[${CODES[style]}m${text}\u001b[0m` : text;
}

/** A text behind a mark, as lines of a display width; further lines begin where the text did. */
export function hanging(mark: string, text: string, width: number): string[] {
  return wrap(printable(text), width - mark.length).map(
    (line, index) => (index === 0 ? mark : " ".repeat(mark.length)) + line,
  );
}
