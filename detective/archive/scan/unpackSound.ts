import { gunzipSync } from "node:zlib";

const LEAST_CHUNK = 64 * 1024;

/**
 * Unpacks gzip that is whole and not too long at once, on this thread.
 *
 * @returns undefined where something is wrong with it, which `unpack` tells
 */
export function unpackSound(packed: Buffer, maxBytes: number): Buffer | undefined {
  if (packed.length < 18) return undefined;
  // Its last four bytes say how long it was, but nobody has to be honest.
  const length = packed.readUInt32LE(packed.length - 4);
  // One byte more than it is long, so that zlib sees the end without another buffer.
  const chunkSize = Math.min(Math.max(length + 1, LEAST_CHUNK), maxBytes);
  try {
    const result = gunzipSync(packed, { chunkSize, maxOutputLength: maxBytes - 1, info: true });
    // With `info`, which the types don't know of. Zlib passes over what follows and begins with a zero.
    const { buffer, engine } = result as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return engine.bytesWritten === packed.length ? buffer : undefined;
  } catch {
    return undefined;
  }
}
