import { ObjectMissing } from "./objectStore";
import { NotOneGzip, unpackOne, type UnpackOptions } from "./unpackOne";

/** The hash of an object's uncompressed content, or why there is none. */
export type HashedContent =
  | {
      problem?: undefined;
      /** In hex. */
      sha256: string;
      /** How many were read, packed. */
      bytes: number;
    }
  | { problem: "missing" }
  | { problem: "unreadable"; why: string }
  | { problem: "damaged"; why: string; bytes: number };

/** Hashes what `read` brings. */
export async function hashContent(
  read: () => Buffer | Promise<Buffer>,
  options: UnpackOptions = {},
): Promise<HashedContent> {
  let bytes: Buffer;
  try {
    bytes = await read();
  } catch (error) {
    if (error instanceof ObjectMissing) return { problem: "missing" };
    return { problem: "unreadable", why: (error as Error).message };
  }
  try {
    const { sha256 } = await unpackOne(bytes, options);
    return { sha256, bytes: bytes.length };
  } catch (error) {
    if (!(error instanceof NotOneGzip)) throw error;
    return { problem: "damaged", why: error.message, bytes: bytes.length };
  }
}
