import { write } from "../io";

const ENOUGH = 64 * 1024;

/** Writes many small pieces as they come: together where they come at once, and no faster than they are read. */
export class PieceWriter {
  private gathered = "";
  private flushing: Promise<void> = Promise.resolve();
  private waiting = false;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  /** @returns once there is room for more */
  async add(piece: string): Promise<void> {
    this.gathered += piece;
    if (this.gathered.length >= ENOUGH) return this.end();
    if (this.waiting) return;
    this.waiting = true;
    setImmediate(() => {
      this.waiting = false;
      // Who adds the next piece, or ends, is told what went wrong.
      this.flushing = this.flush();
      this.flushing.catch(() => {});
    });
  }

  /** Writes what is left. */
  async end(): Promise<void> {
    await this.flushing;
    await this.flush();
  }

  private async flush(): Promise<void> {
    const text = this.gathered;
    this.gathered = "";
    if (text !== "") await write(this.stream, text);
  }
}
