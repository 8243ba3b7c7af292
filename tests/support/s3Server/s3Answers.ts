import type { IncomingMessage, ServerResponse } from "node:http";
import { S3Object, bytesOf, etagOf, sizeOf } from "./s3Bucket";
import { S3Refusal, errorXml } from "./s3Xml";

export interface Pieces {
  incoming: IncomingMessage;
  answer: ServerResponse;
  breakAfter: number | undefined;
}

/** @returns how many bytes of the object were sent */
export async function sendObject(
  object: S3Object,
  { incoming, answer, breakAfter }: Pieces,
): Promise<number> {
  const size = sizeOf(object);
  const etag = etagOf(object);
  const match = incoming.headers["if-match"];
  if (match !== undefined && match !== etag) {
    refuse(incoming, answer, {
      status: 412,
      code: "PreconditionFailed",
      message: "At least one of the pre-conditions you specified did not hold",
    });
    return 0;
  }
  const range = rangeOf(incoming.headers.range, size);
  if (range === "outside") {
    const message = "The requested range is not satisfiable";
    refuse(incoming, answer, { status: 416, code: "InvalidRange", message });
    return 0;
  }
  const [from, to] = range ?? [0, size];
  answer.writeHead(range ? 206 : 200, {
    "content-type": "application/octet-stream",
    "content-length": to - from,
    "accept-ranges": "bytes",
    etag,
    "last-modified": (object.lastModified ?? new Date("2026-01-01T00:00:00Z")).toUTCString(),
    ...(range && { "content-range": `bytes ${from}-${to - 1}/${size}` }),
    ...object.headers,
    ...Object.fromEntries(
      Object.entries(object.metadata ?? {}).map(([name, text]) => [`x-amz-meta-${name}`, text]),
    ),
  });
  if (incoming.method === "HEAD") {
    answer.end();
    return 0;
  }
  const bytes = (await bytesOf(object)).subarray(from, to);
  finish(answer, bytes, breakAfter);
  return Math.min(bytes.length, breakAfter ?? Infinity);
}

/** `[from, to)`; undefined where all is asked for. */
function rangeOf(header: string | undefined, size: number): [number, number] | "outside" | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? "");
  if (!match) return undefined;
  const [, first = "", last = ""] = match;
  if (first === "") return [Math.max(0, size - Number(last)), size];
  if (Number(first) >= size) return "outside";
  return [Number(first), last === "" ? size : Math.min(size, Number(last) + 1)];
}

export function xml(answer: ServerResponse, text: string, breakAfter?: number): void {
  const bytes = Buffer.from(text);
  answer.writeHead(200, { "content-type": "application/xml", "content-length": bytes.length });
  finish(answer, bytes, breakAfter);
}

export function refuse(incoming: IncomingMessage, answer: ServerResponse, refusal: S3Refusal): void {
  answer.writeHead(refusal.status, { "content-type": "application/xml", "x-amz-request-id": "LOOPBACK" });
  answer.end(incoming.method === "HEAD" ? undefined : errorXml(refusal, incoming.url ?? ""));
}

function finish(answer: ServerResponse, bytes: Buffer, breakAfter: number | undefined): void {
  if (breakAfter === undefined) return void answer.end(bytes);
  answer.write(bytes.subarray(0, breakAfter), () => answer.destroy());
}
