import { createGunzip, constants, gunzip } from "node:zlib";

/** A file's content as text to be read, and why it isn't all of it. */
export interface Unpacked {
  bytes: Buffer;
  /** It came out of a gzip stream that ended as it should, so that nothing was cut off or changed by accident. */
  proven: boolean;
  problem?: string;
}

/** Node holds no longer text; a log file of CloudTrail's has at most 50 MB before unpacking. */
const MAX_BYTES = 512 * 1024 * 1024 - 64;
/** The default of 16 KB makes the main thread wait on its turns. */
const CHUNK = 256 * 1024;

/** Unpacks gzip, known by its first bytes and not by a name; of a damaged or cut file, what comes before the damage. */
export async function unpack(bytes: Buffer, maxBytes = MAX_BYTES): Promise<Unpacked> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    if (bytes.length <= maxBytes) return { bytes, proven: false };
    return { bytes: bytes.subarray(0, maxBytes), proven: false, problem: tooLong(maxBytes) };
  }
  try {
    const { unpacked, read } = await gunzipAll(bytes, maxBytes);
    return read === bytes.length
      ? { bytes: unpacked, proven: true }
      : { bytes: unpacked, proven: false, problem: TRAILING };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      bytes: code === "Z_DATA_ERROR" ? await gunzipSound(bytes) : await gunzipStart(bytes, maxBytes),
      proven: false,
      problem:
        code === "Z_BUF_ERROR"
          ? "the gzip data are cut off"
          : code === "ERR_BUFFER_TOO_LARGE"
            ? tooLong(maxBytes)
            : `the gzip data are damaged (${message})`,
    };
  }
}

/** What follows the end of gzip data and begins with a zero, zlib passes over. */
export const TRAILING = "something follows the end of the gzip data";

/** What comes out, and how many bytes were read for it. */
function gunzipAll(
  bytes: Buffer,
  maxOutputLength: number,
  finishFlush?: number,
): Promise<{ unpacked: Buffer; read: number }> {
  const options = { chunkSize: CHUNK, maxOutputLength, ...(finishFlush !== undefined && { finishFlush }) };
  return new Promise((done, fail) => {
    gunzip(bytes, { ...options, info: true }, (error, result) => {
      if (error) return fail(error);
      // With `info`, which the types don't know of.
      const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
      done({ unpacked: buffer, read: engine.bytesWritten });
    });
  });
}

/**
 * Everything before the first wrong byte, which is looked for by halves: what is unpacked together with it is lost, and
 * of a short file with a byte too many at its end that would be all.
 */
async function gunzipSound(bytes: Buffer): Promise<Buffer> {
  let best: Buffer = Buffer.alloc(0);
  let [sound, wrong] = [0, bytes.length];
  while (wrong - sound > 1) {
    const middle = (sound + wrong) >>> 1;
    const unpacked = await gunzipAll(bytes.subarray(0, middle), MAX_BYTES, constants.Z_SYNC_FLUSH).catch(
      () => undefined,
    );
    if (unpacked) [sound, best] = [middle, unpacked.unpacked];
    else wrong = middle;
  }
  return best;
}

/** Everything up to where it ends or becomes too long. */
function gunzipStart(bytes: Buffer, maxBytes: number): Promise<Buffer> {
  return new Promise((done) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stream = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH });
    const end = () => done(Buffer.concat(chunks).subarray(0, maxBytes));
    stream.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > maxBytes) stream.destroy();
    });
    stream.once("error", end).once("close", end);
    stream.end(bytes);
  });
}

function tooLong(maxBytes: number): string {
  return `it is longer than ${Math.round(maxBytes / 2 ** 20)} MB unpacked; split it`;
}
