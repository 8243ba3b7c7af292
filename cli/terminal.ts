import { stripVTControlCharacters, styleText } from "node:util";
import type { Observer } from "../harness";

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Without a terminal, a long stage says how far it is so often, in ms. */
const plainIntervalMs = 15_000;

/** Draws a run's stages on a terminal, one line each; where the output is no terminal, as plain lines. */
export class Terminal implements Observer {
  #line = "";
  #name = "";
  #since = 0;
  #said = 0;
  #frame = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly stream: NodeJS.WriteStream = process.stderr,
    private readonly live = stream.isTTY === true && process.env.TERM !== "dumb",
  ) {}

  stageStarted(name: string): void {
    this.#name = name;
    this.#line = "";
    this.#since = Date.now();
    this.#said = Date.now();
    if (this.live) this.#timer = setInterval(() => this.#draw(), 80).unref();
  }

  progress(line: string): void {
    this.#line = line;
    if (this.live || Date.now() - this.#said < plainIntervalMs) return;
    this.#said = Date.now();
    this.stream.write(`  … ${this.#name}: ${line}\n`);
  }

  stageEnded(name: string, seconds: number, outcome: "done" | "failed", summary = ""): void {
    clearInterval(this.#timer);
    this.#erase();
    const mark = outcome === "done" ? this.#paint("green", "✓") : this.#paint("red", "✗");
    const time = `${seconds.toFixed(1)} s`.padStart(8);
    const text = summary || (outcome === "failed" ? this.#line : "");
    this.stream.write(`${mark} ${name.padEnd(10)}${this.#paint("dim", time)}  ${text}\n`);
  }

  note(text: string): void {
    this.#erase();
    this.stream.write(`${this.#paint("yellow", "!")} ${text}\n`);
  }

  #draw(): void {
    const seconds = ((Date.now() - this.#since) / 1000).toFixed(0);
    const frame = frames[this.#frame++ % frames.length] ?? "";
    const text = `${frame} ${this.#name.padEnd(10)}${`${seconds} s`.padStart(8)}  ${stripVTControlCharacters(this.#line)}`;
    this.stream.write(`\r\x1b[2K${[...text].slice(0, (this.stream.columns || 80) - 1).join("")}`);
  }

  #erase(): void {
    if (this.live) this.stream.write("\r\x1b[2K");
  }

  #paint(style: "green" | "red" | "dim" | "yellow", text: string): string {
    return this.live && !process.env.NO_COLOR ? styleText(style, text) : text;
  }
}
