import { Writable } from "node:stream";
import type { Io } from "../../../../cli/io";

/** Streams that keep what is written, without a terminal unless one is asked for. */
export class FakeIo implements Io {
  readonly out: string[] = [];
  readonly err: string[] = [];
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: NodeJS.ProcessEnv;
  readonly #now: number;

  constructor({
    env = {},
    columns,
    now = Date.UTC(2025, 11, 11, 12),
  }: { env?: NodeJS.ProcessEnv; columns?: number; now?: number } = {}) {
    this.env = env;
    this.#now = now;
    this.stdout = stream(this.out, columns);
    this.stderr = stream(this.err, columns);
  }

  now(): number {
    return this.#now;
  }

  get output(): string {
    return this.out.join("");
  }

  get errors(): string {
    return this.err.join("");
  }
}

function stream(kept: string[], columns?: number): NodeJS.WriteStream {
  const writable = new Writable({
    decodeStrings: false,
    write(chunk: string, _, done) {
      kept.push(chunk);
      done();
    },
  });
  return Object.assign(writable, columns === undefined ? {} : { isTTY: true, columns }) as never;
}
