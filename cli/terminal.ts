import { stripVTControlCharacters, styleText } from "node:util";
import { cut, displayWidth, printable, wrap } from "../detective/terminalText";
import type { Observer } from "../harness";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const frameMs = 80;
/** Without a terminal, a long stage says so often how far it is, in ms. */
const plainIntervalMs = 15_000;
/** Where a terminal does not tell its width. */
const usualWidth = 80;

/** Draws a run's stages on a terminal, one line each; where the output is no terminal, as plain lines. */
export class Terminal implements Observer {
  #line = "";
  #name = "";
  #since = 0;
  #frame = 0;
  /** Columns of the line that stands on the screen and will be replaced. */
  #drawn = 0;
  #timer: NodeJS.Timeout | undefined;
  readonly #live: boolean;
  readonly #colour: boolean;

  constructor(
    private readonly stream: NodeJS.WriteStream = process.stderr,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.#live = stream.isTTY === true && env.TERM !== "dumb";
    this.#colour = this.#live && !env.NO_COLOR;
  }

  stageStarted(name: string): void {
    clearInterval(this.#timer);
    this.#name = name;
    this.#line = "";
    this.#since = Date.now();
    this.#timer = this.#live
      ? // After what else is waiting: the news that the terminal is narrower now may be among it.
        setInterval(() => setImmediate(() => this.#draw()), frameMs)
      : setInterval(() => this.#sayPlainly(), plainIntervalMs);
    this.#timer.unref();
  }

  progress(line: string): void {
    const text = clean(line);
    // A line often begins with what it is about, and that is there already.
    this.#line = text.startsWith(`${this.#name}: `) ? text.slice(this.#name.length + 2) : text;
  }

  stageEnded(name: string, seconds: number, outcome: "done" | "failed", summary = ""): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    const mark = outcome === "done" ? this.#paint("green", "✓") : this.#paint("red", "✗");
    const time = this.#paint("dim", stageTime(seconds, 1));
    this.#write(
      `${mark} ${name.padEnd(10)}${time}  `,
      clean(summary || (outcome === "failed" ? this.#line : "")),
      22,
    );
  }

  note(text: string): void {
    // Its own line breaks stay: a note may be a few lines of a log.
    const lines = text.trimEnd().split(/\r?\n/);
    lines.forEach((line, index) =>
      this.#write(index === 0 ? `${this.#paint("yellow", "!")} ` : "  ", clean(line), 2),
    );
  }

  /** A line that stays. On a terminal its further lines begin below the text, `indent` columns in. */
  #write(head: string, text: string, indent: number): void {
    const [first = "", ...further] = this.#live ? this.#lines(text, indent) : [text];
    this.stream.write(`${this.#erasure()}${[(head + first).trimEnd(), ...further].join("\n")}\n`);
  }

  #lines(text: string, indent: number): string[] {
    const fits = (room: number) => room > 0 && text.split(" ").every((word) => displayWidth(word) <= room);
    const hang = (lines: string[], columns: number) => lines.map((line) => " ".repeat(columns) + line);
    const width = this.#width();
    if (fits(width - indent)) {
      const [first = "", ...further] = wrap(text, width - indent);
      return [first, ...hang(further, indent)];
    }
    // A long word (an ARN) is not broken, so that it can be copied in one piece.
    return fits(width - 2) ? ["", ...hang(wrap(text, width - 2), 2)] : [text];
  }

  #draw(): void {
    if (this.#timer === undefined) return;
    const frame = frames[this.#frame++ % frames.length] ?? "";
    const text = `${frame} ${this.#name.padEnd(10)}${stageTime((Date.now() - this.#since) / 1000, 0)}  ${this.#line}`;
    // The last column stays free: some terminals wrap as soon as it is filled.
    const shown = cut(text.trimEnd(), this.#width() - 1);
    // In one write, or the line would flicker.
    this.stream.write(this.#erasure() + shown);
    this.#drawn = displayWidth(shown);
  }

  /** What takes the drawn line away; a terminal made narrower since has broken it into several. */
  #erasure(): string {
    const rows = Math.ceil(this.#drawn / this.#width());
    this.#drawn = 0;
    // Row by row: told to clear to its end, a screen may first put what it shows into its history.
    return rows === 0 ? "" : `\r\x1b[2K${"\x1b[A\x1b[2K".repeat(rows - 1)}`;
  }

  #sayPlainly(): void {
    const seconds = stageTime((Date.now() - this.#since) / 1000, 0).trim();
    this.stream.write(`  … ${this.#name} ${seconds}${this.#line === "" ? "" : `: ${this.#line}`}\n`);
  }

  #width(): number {
    return this.stream.columns || usualWidth;
  }

  #paint(style: "green" | "red" | "dim" | "yellow", text: string): string {
    return this.#colour ? styleText(style, text, { validateStream: false }) : text;
  }
}

function stageTime(seconds: number, digits: number): string {
  return `${seconds.toFixed(digits)} s`.padStart(8);
}

function clean(text: string): string {
  return printable(stripVTControlCharacters(text)).trim();
}
