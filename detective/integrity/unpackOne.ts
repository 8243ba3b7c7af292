import { createHash, hash, webcrypto } from "node:crypto";
import { crc32, createInflateRaw, inflateRaw, inflateRawSync } from "node:zlib";

/** What a gzip file holds. */
export interface UnpackedFile {
  /** Of the uncompressed content, in hex. */
  sha256: string;
  /** Uncompressed. */
  length: number;
  /** Only where it was asked for. */
  content?: Buffer;
}

/** The file is none that CloudTrail delivers, whatever a lenient reader makes of it. */
export class NotOneGzip extends Error {
  override readonly name = "NotOneGzip";
}

/** Larger ones are unpacked piece by piece. */
const AT_ONCE = 64 * 1024 * 1024;
/** CloudTrail's log files have at most 50 MB; of JSON that is about 1 GB unpacked. */
const MOST_BYTES = 2 * 1024 ** 3;
/** To ask another thread takes longer than to unpack a file that is smaller. */
const SMALL = 64 * 1024;
const SMALL_UNPACKED = 1024 * 1024;
const TRAILER = 8;

export interface UnpackOptions {
  /** Whether the content is wanted, beside its hash. @default false */
  keep?: boolean;
  /** Does it on the calling thread, also where the file is not small. @default false */
  here?: boolean;
  /** What unpacks to more is none of CloudTrail's. @default 2 GiB */
  mostBytes?: number;
}

/**
 * Unpacks a file that is one gzip member and nothing else, and hashes its content.
 *
 * Readers differ in what they make of a second member or of bytes after the end, so that one file could show its true
 * content to a validator and another to everybody else.
 *
 * @throws NotOneGzip that says in a few words what is wrong with it
 */
export async function unpackOne(
  bytes: Buffer,
  { keep = false, here: always = false, mostBytes = MOST_BYTES }: UnpackOptions = {},
): Promise<UnpackedFile> {
  const start = headerLength(bytes);
  const packed = bytes.subarray(start);
  if (packed.length < TRAILER) throw new NotOneGzip("the gzip data are cut off");
  // It may lie: it decides only how much room is made at first, and on which thread.
  const said = bytes.readUInt32LE(bytes.length - 4);
  const here = always || (bytes.length < SMALL && said < SMALL_UNPACKED);
  const whole =
    said < AT_ONCE ? await inflate(packed, said, { most: Math.min(AT_ONCE, mostBytes), here }) : undefined;
  if (!whole && keep) throw new NotOneGzip(`it is longer than ${AT_ONCE / 2 ** 20} MB unpacked`);
  const found = whole
    ? {
        ...whole,
        sha256: await sha256(whole.content, here),
        crc: crc32(whole.content),
        length: whole.content.length,
      }
    : await inflateInPieces(packed, mostBytes);
  const end = start + found.consumed;
  if (bytes.length < end + TRAILER) throw new NotOneGzip("the gzip data are cut off");
  if (bytes.readUInt32LE(end) !== found.crc >>> 0 || bytes.readUInt32LE(end + 4) !== found.length % 2 ** 32)
    throw new NotOneGzip("the gzip data's checksum is wrong");
  if (bytes.length > end + TRAILER)
    throw new NotOneGzip(`${bytes.length - end - TRAILER} bytes follow the end of the gzip data`);
  return { sha256: found.sha256, length: found.length, ...(keep && whole && { content: whole.content }) };
}

/** Source: RFC 1952, 2.3. */
function headerLength(bytes: Buffer): number {
  if (bytes.length === 0) throw new NotOneGzip("it is empty");
  if (bytes.length < 10 || bytes[0] !== 0x1f || bytes[1] !== 0x8b || bytes[2] !== 8)
    throw new NotOneGzip("it is not gzip");
  const flags = bytes[3]!;
  if (flags & 0xe0) throw new NotOneGzip("its gzip header has flags that there are none of");
  let at = 10;
  if (flags & 4) at += 2 + (at + 2 <= bytes.length ? bytes.readUInt16LE(at) : 0);
  for (const flag of [8, 16]) {
    if (!(flags & flag)) continue;
    const end = bytes.indexOf(0, at);
    if (end < 0) throw new NotOneGzip("the gzip data are cut off");
    at = end + 1;
  }
  return flags & 2 ? at + 2 : at;
}

interface Inflated {
  content: Buffer;
  consumed: number;
}

/** @returns undefined where it is longer than `most` */
function inflate(
  packed: Buffer,
  said: number,
  { most, here }: { most: number; here: boolean },
): Promise<Inflated | undefined> | Inflated | undefined {
  const chunkSize = Math.max(64 * 1024, Math.min(said + 1024, 32 * 1024 * 1024));
  const options = { info: true, chunkSize, maxOutputLength: most };
  if (here) {
    try {
      return inflated(inflateRawSync(packed, options));
    } catch (error) {
      if (isTooLong(error as Error)) return undefined;
      throw damaged(error as Error);
    }
  }
  return new Promise((done, fail) => {
    inflateRaw(packed, options, (error, result) => {
      if (!error) done(inflated(result));
      else if (isTooLong(error)) done(undefined);
      else fail(damaged(error));
    });
  });
}

/** What zlib answers where `info` is asked for; its types don't know. */
function inflated(result: Buffer): Inflated {
  const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
  return { content: buffer, consumed: engine.bytesWritten };
}

function isTooLong(error: NodeJS.ErrnoException): boolean {
  return error.code === "ERR_BUFFER_TOO_LARGE";
}

function inflateInPieces(
  packed: Buffer,
  mostBytes: number,
): Promise<{ sha256: string; crc: number; length: number; consumed: number }> {
  return new Promise((done, fail) => {
    const hashed = createHash("sha256");
    const stream = createInflateRaw({ chunkSize: 1024 * 1024 });
    let [crc, length] = [0, 0];
    stream.on("data", (piece: Buffer) => {
      hashed.update(piece);
      crc = crc32(piece, crc);
      length += piece.length;
      if (length <= mostBytes) return;
      stream.destroy();
      fail(new NotOneGzip(`it unpacks to more than ${Math.round(mostBytes / 2 ** 20)} MB`));
    });
    stream.once("error", (error) => fail(damaged(error)));
    stream.once("end", () =>
      done({ sha256: hashed.digest("hex"), crc, length, consumed: stream.bytesWritten }),
    );
    stream.end(packed);
  });
}

function damaged({ code, message }: NodeJS.ErrnoException): NotOneGzip {
  return new NotOneGzip(
    code === "Z_BUF_ERROR" ? "the gzip data are cut off" : `the gzip data are damaged (${message})`,
  );
}

async function sha256(content: Buffer, here: boolean): Promise<string> {
  if (here || content.length < SMALL_UNPACKED) return hash("sha256", content);
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", content)).toString("hex");
}
