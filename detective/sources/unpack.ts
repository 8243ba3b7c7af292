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
    return { bytes: await gunzipAll(bytes, maxBytes), proven: true };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return {
      bytes: await gunzipStart(bytes, maxBytes),
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

function gunzipAll(bytes: Buffer, maxOutputLength: number): Promise<Buffer> {
  return new Promise((done, fail) => {
    gunzip(bytes, { chunkSize: CHUNK, maxOutputLength }, (error, unpacked) =>
      error ? fail(error) : done(unpacked),
    );
  });
}

/** Everything up to where it goes wrong. */
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
