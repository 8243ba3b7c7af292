import { once } from "node:events";
import { PassThrough } from "node:stream";
import { Clock, systemClock } from "../clock";
import { isJsonObject } from "../json";
import { AdaptiveLimit, Overloaded } from "./adaptiveLimit";
import { ObjectEncryption, explainS3Error, mayBeItsKey } from "./explainS3Error";
import { ObjectSink, Transfer } from "./objectTransfer";
import { isOverload, retryS3 } from "./retryS3";

/** The calls that are used of an S3 client; the SDK's aggregated `S3` class fits. */
export interface LogBucketClient {
  listObjectsV2(input: {
    Bucket: string;
    Prefix?: string;
    Delimiter?: string;
    StartAfter?: string;
    ContinuationToken?: string;
    EncodingType?: "url";
  }): Promise<ObjectPage>;
  getObject(
    input: { Bucket: string; Key: string; Range?: string; IfMatch?: string },
    options?: { abortSignal?: AbortSignal },
  ): Promise<ObjectAnswer>;
  /** Asked of an object that can't be decrypted, to name its key. */
  headObject?(input: { Bucket: string; Key: string }): Promise<{
    SSEKMSKeyId?: string;
    BucketKeyEnabled?: boolean;
  }>;
}

/** A page of a list; keys are encoded as a URL's where it says so. */
export interface ObjectPage {
  Contents?: readonly { Key?: string; Size?: number; ETag?: string; LastModified?: Date }[];
  CommonPrefixes?: readonly { Prefix?: string }[];
  NextContinuationToken?: string;
  EncodingType?: string;
}

export interface ObjectAnswer {
  /** Read piece by piece where it can be, as Node's are. */
  Body?: { transformToByteArray(): Promise<Uint8Array> };
  ETag?: string;
  LastModified?: Date;
  ContentLength?: number;
  Metadata?: Record<string, string>;
}

/** What is told of an object beside its bytes. */
export interface ObjectHead {
  etag?: string;
  lastModified?: Date;
  /** What its `x-amz-meta-` headers say, without that beginning. */
  metadata: Record<string, string>;
}

export interface BucketReaderOptions {
  /** Shared by everything that reads the same bucket. @default a new one */
  limit?: AdaptiveLimit;
  /** How long the body of an object may be silent, in ms. @default 30 000 */
  silenceMs?: number;
  signal?: AbortSignal;
  clock?: Clock;
  random?: () => number;
}

const SILENCE_MS = 30_000;
/** What is not known to be of another size. */
const USUAL_BYTES = 128 * 1024;
/** So many refused objects are asked for their key; coverage names no more of them one by one. */
const ENCRYPTIONS_ASKED = 20;

/** Lists and reads a bucket side by side, as fast as it lets itself be read; what breaks off is taken up again. */
export class BucketReader {
  readonly limit: AdaptiveLimit;
  private readonly underway = new Set<AbortController>();
  private encryptionsAsked = 0;

  constructor(
    private readonly client: LogBucketClient,
    readonly bucket: string,
    private readonly options: BucketReaderOptions = {},
  ) {
    this.limit = options.limit ?? new AdaptiveLimit();
    const { signal } = options;
    // One listener for all requests: Node takes more of them for a leak.
    const stop = () => this.underway.forEach((each) => each.abort(signal?.reason));
    signal?.addEventListener("abort", stop, { once: true });
  }

  /** It was told to end: what fails now fails for that. */
  get stopped(): boolean {
    return this.options.signal?.aborted === true;
  }

  /** @throws what the client throws, when it can't be mended by trying again */
  page(input: {
    Prefix: string;
    Delimiter?: string;
    StartAfter?: string;
    ContinuationToken?: string;
  }): Promise<ObjectPage> {
    return this.patiently(USUAL_BYTES, async () => {
      // Keys may hold what XML has no place for.
      const page = await this.client.listObjectsV2({ Bucket: this.bucket, ...input, EncodingType: "url" });
      return page.EncodingType === "url" ? decoded(page) : page;
    });
  }

  /**
   * An object as a whole.
   *
   * @param size in bytes, where it is known
   * @throws Error whose message says why it can't be read, and what to do
   */
  async get(key: string, size = USUAL_BYTES): Promise<{ bytes: Buffer } & ObjectHead> {
    let pieces: Buffer[] = [];
    const head = await this.read(key, size, {
      write: (piece) => void pieces.push(piece),
      restart: () => void (pieces = []),
    });
    return { bytes: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces), ...head };
  }

  /**
   * An object piece by piece; of one that breaks off, the rest is asked for.
   *
   * @param size how many of its bytes are held at a time
   * @throws Error whose message says why it can't be read, and what to do; the sink's own error as it is
   */
  async read(key: string, size: number, sink: ObjectSink): Promise<ObjectHead> {
    const transfer = new Transfer(sink);
    try {
      return await this.patiently(
        size,
        (overloaded) => this.attempt(key, transfer, overloaded),
        () => transfer.sinkError !== undefined,
      );
    } catch (error) {
      if (transfer.sinkError) throw transfer.sinkError;
      throw new Error(await this.why(key, error), { cause: error });
    }
  }

  /** An object that is too long to be had whole; it is asked for when its first piece is. */
  async *stream(key: string): AsyncGenerator<Buffer, void> {
    const through = new PassThrough();
    const sent = this.read(key, USUAL_BYTES, {
      write: async (piece) => {
        if (!through.destroyed && !through.write(piece))
          await Promise.race([once(through, "drain"), once(through, "close")]);
        if (through.destroyed) throw new Error("nobody reads on");
      },
      restart: () => {
        throw new Error("it was overwritten while it was read; repeat");
      },
    }).then(
      () => through.end(),
      (error: Error) => through.destroy(error),
    );
    try {
      for await (const piece of through) yield piece as Buffer;
    } finally {
      through.destroy();
      await sent;
    }
  }

  private async attempt(key: string, transfer: Transfer, overloaded: Overloaded): Promise<ObjectHead> {
    const { silenceMs = SILENCE_MS } = this.options;
    const stop = new AbortController();
    this.underway.add(stop);
    try {
      const answer = await this.client.getObject(
        { Bucket: this.bucket, Key: key, ...transfer.rest() },
        { abortSignal: stop.signal },
      );
      if (wasRepeated(answer)) overloaded();
      await transfer.take(answer, stop, silenceMs);
      return {
        ...(answer.ETag !== undefined && { etag: answer.ETag }),
        ...(answer.LastModified && { lastModified: answer.LastModified }),
        metadata: answer.Metadata ?? {},
      };
    } catch (error) {
      await transfer.failed(error);
      throw error;
    } finally {
      this.underway.delete(stop);
    }
  }

  /** Calls again what was throttled or got lost; every try waits for its turn. */
  private patiently<T>(
    bytes: number,
    call: (overloaded: Overloaded) => Promise<T>,
    givenUp = () => false,
  ): Promise<T> {
    const { clock, random, signal } = this.options;
    return retryS3(
      () =>
        this.limit.run(bytes, async (overloaded) => {
          signal?.throwIfAborted();
          try {
            return await call(overloaded);
          } catch (error) {
            if (isOverload(error)) overloaded();
            throw error;
          }
        }),
      {
        clock: clock ?? systemClock,
        random: random ?? Math.random,
        givenUp: () => signal?.aborted === true || givenUp(),
      },
    );
  }

  private async why(key: string, error: unknown): Promise<string> {
    const encryption = mayBeItsKey(error) ? await this.encryptionOf(key) : undefined;
    const text = explainS3Error(error, {
      action: "s3:GetObject",
      bucket: this.bucket,
      ...(encryption && { encryption }),
    });
    // What follows brings its own full stop.
    return text.replace(/\.$/, "");
  }

  private async encryptionOf(key: string): Promise<ObjectEncryption | undefined> {
    if (this.client.headObject === undefined || this.encryptionsAsked >= ENCRYPTIONS_ASKED) return undefined;
    this.encryptionsAsked++;
    try {
      const head = await this.client.headObject({ Bucket: this.bucket, Key: key });
      return {
        ...(head.SSEKMSKeyId !== undefined && { keyArn: head.SSEKMSKeyId }),
        ...(head.BucketKeyEnabled !== undefined && { bucketKey: head.BucketKeyEnabled }),
      };
    } catch {
      return undefined;
    }
  }
}

/** As S3 encodes them: a form's fields. */
function decoded(page: ObjectPage): ObjectPage {
  const plain = (text: string) => decodeURIComponent(text.replaceAll("+", " "));
  return {
    ...page,
    ...(page.Contents && {
      Contents: page.Contents.map((one) => ({
        ...one,
        ...(one.Key !== undefined && { Key: plain(one.Key) }),
      })),
    }),
    ...(page.CommonPrefixes && {
      CommonPrefixes: page.CommonPrefixes.map(({ Prefix }) =>
        Prefix === undefined ? {} : { Prefix: plain(Prefix) },
      ),
    }),
  };
}

/** Whether the client itself had to try more than once. */
function wasRepeated(answer: object): boolean {
  const metadata: unknown = "$metadata" in answer ? answer.$metadata : undefined;
  return isJsonObject(metadata) && typeof metadata.attempts === "number" && metadata.attempts > 1;
}
