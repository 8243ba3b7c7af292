import type { IncomingMessage } from "node:http";
import { S3Object } from "./s3Bucket";

/** What a PutObject brings. */
export function putObject({ headers }: IncomingMessage, body: Buffer): S3Object {
  const metadata: Record<string, string> = {};
  for (const [name, text] of Object.entries(headers))
    if (name.startsWith("x-amz-meta-")) metadata[name.slice("x-amz-meta-".length)] = String(text);
  const chunked = /^STREAMING-/.test(String(headers["x-amz-content-sha256"]));
  return { body: chunked ? unchunk(body) : body, metadata, lastModified: new Date() };
}

/** `aws-chunked`: each chunk after a line with its length in hex; the last has none, and trailers follow it. */
function unchunk(body: Buffer): Buffer {
  const chunks: Buffer[] = [];
  for (let at = 0; ;) {
    const end = body.indexOf("\r\n", at);
    const length = parseInt(body.toString("latin1", at, end), 16);
    if (!(length > 0)) return Buffer.concat(chunks);
    chunks.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}
