/**
 * As much of a terminal as a stage line needs: it wraps at its width, breaks lines anew when it is made narrower, and
 * refuses any control sequence that it does not know.
 */
export class Screen {
  readonly isTTY = true;
  columns: number | undefined;
  /** All that was written. */
  written = "";
  #rows: string[] = [""];
  #row = 0;
  #column = 0;

  constructor(columns: number | undefined) {
    this.columns = columns;
  }

  /** The stream that a Terminal writes to. */
  get stream(): NodeJS.WriteStream {
    return this as unknown as NodeJS.WriteStream;
  }

  get lines(): string[] {
    return this.#rows.map((row) => row.trimEnd()).filter((row) => row !== "");
  }

  write(text: string): boolean {
    this.written += text;
    for (const [part] of text.matchAll(/\x1b\[[\d;?]*[A-Za-z]|[^]/gu)) this.#take(part);
    return true;
  }

  /** Makes it narrower, as a terminal does that breaks its lines anew. */
  narrow(columns: number): void {
    this.columns = columns;
    const pieces = this.#rows.map((row) => row.match(new RegExp(`.{1,${columns}}`, "gu")) ?? [""]);
    this.#row = pieces.slice(0, this.#row + 1).flat().length - 1;
    this.#rows = pieces.flat();
    this.#column = this.#rows[this.#row]?.length ?? 0;
  }

  #take(part: string): void {
    if (part === "\r") this.#column = 0;
    else if (part === "\n") this.#newLine();
    else if (part === "\x1b[A") this.#row = Math.max(0, this.#row - 1);
    else if (part === "\x1b[2K") this.#rows[this.#row] = "";
    else if (/^\x1b\[\d+m$/.test(part)) return;
    else if (/\p{Cc}/u.test(part)) throw new Error(`the screen was sent ${JSON.stringify(part)}`);
    else this.#put(part);
  }

  #put(character: string): void {
    if (this.#column >= (this.columns ?? 80)) this.#newLine();
    const row = (this.#rows[this.#row] ?? "").padEnd(this.#column);
    this.#rows[this.#row] = row.slice(0, this.#column) + character + row.slice(this.#column + 1);
    this.#column++;
  }

  #newLine(): void {
    this.#row++;
    this.#column = 0;
    this.#rows[this.#row] ??= "";
  }
}
