import { awsErrorKind } from "../explainAwsError";
import type { ObjectAnswer } from "./bucketReader";

/** Takes an object piece by piece. */
export interface ObjectSink {
  write(piece: Buffer): void | Promise<void>;
  /** Forgets all that was written: the object is sent from its beginning again. */
  restart(): void | Promise<void>;
}

/** One object on its way, over as many answers as it takes. */
export class Transfer {
  private received = 0;
  private etag?: string;
  sinkError?: Error;

  constructor(private readonly sink: ObjectSink) {}

  /** What is still to be asked for, of the same version of the object. */
  rest(): { Range?: string; IfMatch?: string } {
    if (this.received === 0 || this.etag === undefined) return {};
    return { Range: `bytes=${this.received}-`, IfMatch: this.etag };
  }

  /** To be called after a failure: what can't be gone on with begins again. */
  async failed(error: unknown): Promise<void> {
    if (this.received > 0 && !canResume(error)) await this.restart();
  }

  private async restart(): Promise<void> {
    await this.toSink(() => this.sink.restart());
    this.received = 0;
    this.etag = undefined;
  }

  async take({ Body, ETag, ContentLength }: ObjectAnswer, stop: AbortController, silenceMs: number) {
    if (this.received > 0 && this.etag === undefined) await this.restart();
    this.etag = ETag;
    const before = this.received;
    if (Body !== undefined) await this.takeBody(Body, stop, silenceMs);
    const missing = (ContentLength ?? 0) - (this.received - before);
    if (ContentLength !== undefined && missing > 0)
      throw Object.assign(new Error(`the answer ended ${missing} bytes early`), { name: "ECONNRESET" });
  }

  private async takeBody(
    body: NonNullable<ObjectAnswer["Body"]>,
    stop: AbortController,
    silenceMs: number,
  ): Promise<void> {
    if (!isStream(body)) return this.write(await body.transformToByteArray());
    // Raced: not every client ends a body with its request.
    const stopped = new Promise<never>((_resolve, reject) => {
      stop.signal.addEventListener("abort", () => reject(stop.signal.reason as Error), { once: true });
    });
    stopped.catch(() => undefined);
    const silence = Object.assign(new Error(`nothing came for ${silenceMs / 1000} s`), {
      name: "TimeoutError",
    });
    const pieces = body[Symbol.asyncIterator]();
    let ended = false;
    try {
      while (!ended) {
        const timer = setTimeout(() => stop.abort(silence), silenceMs);
        const next = await Promise.race([pieces.next(), stopped]).finally(() => clearTimeout(timer));
        ended = next.done === true;
        if (!next.done) await this.write(next.value);
      }
    } finally {
      if (!ended) {
        body.destroy?.();
        pieces.return?.().catch(() => undefined);
      }
    }
  }

  private async write(piece: Uint8Array): Promise<void> {
    this.received += piece.length;
    await this.toSink(() => this.sink.write(Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength)));
  }

  private async toSink(write: () => void | Promise<void>): Promise<void> {
    try {
      await write();
    } catch (error) {
      throw (this.sinkError = error as Error);
    }
  }
}

function isStream(body: object): body is AsyncIterable<Uint8Array> & { destroy?(): void } {
  return Symbol.asyncIterator in body;
}

/** After a broken connection; not where the object changed, or what came was wrong (a checksum, a range). */
function canResume(error: unknown): boolean {
  return awsErrorKind(error) !== "other";
}
