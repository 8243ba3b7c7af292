import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer as bodyOf } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { putObject } from "./s3Server/putObject";
import { Pieces, refuse, sendObject, xml } from "./s3Server/s3Answers";
import { MemoryBucket, S3Bucket, S3Object, etagOf } from "./s3Server/s3Bucket";
import { S3Fault, refusals } from "./s3Server/s3Faults";
import { Operation, S3Request, understand } from "./s3Server/s3Request";
import { keyOfToken, listXml, locationXml } from "./s3Server/s3Xml";

export {
  MemoryBucket,
  folderBucket,
  type S3Bucket,
  type S3Object,
  type S3PageRequest,
} from "./s3Server/s3Bucket";
export { refusals, type S3Fault } from "./s3Server/s3Faults";
export { type S3Request } from "./s3Server/s3Request";

/** An S3 on loopback, path-style, that looks at no signature; `close` it in the end. */
export interface S3Server {
  endpoint: string;
  /** What the SDK's client is made with. */
  settings: {
    endpoint: string;
    forcePathStyle: true;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
  };
  buckets: Map<string, S3Bucket>;
  /** How long each answer takes at least. @default 0 */
  delayMs: number;
  /** So many requests at a time are served; those beyond get SlowDown. @default Infinity */
  throttleAbove: number;
  /** How many keys a page has at most. @default 1000 */
  mostKeys: number;
  /** Decides what goes wrong with an answer. */
  fault: (request: S3Request) => S3Fault | undefined;
  /** Serves another API on the same port; asked first, returns whether the request was its own. */
  other?: (incoming: IncomingMessage, body: Buffer, answer: ServerResponse) => boolean | Promise<boolean>;
  /** All that were asked, in the order of their coming. */
  requests: S3Request[];
  /** How many there were of each operation. */
  counts: Record<Operation, number>;
  /** The highest number of requests at one time. */
  highest: number;
  /** Bytes of objects that were sent. */
  bytes: number;
  /** Forgets what was asked. */
  reset(): void;
  close(): Promise<void>;
}

const REGION = "us-east-1";

/** Starts it with buckets by name; the objects of a plain record are put into memory. */
export async function s3Server(
  buckets: Readonly<Record<string, S3Bucket | Record<string, S3Object | Buffer | string>>> = {},
  { port = 0 }: { port?: number } = {},
): Promise<S3Server> {
  let running = 0;
  const asked = new Map<string, number>();
  const server = createServer((incoming, answer) => {
    s3.highest = Math.max(s3.highest, ++running);
    const throttled = running > s3.throttleAbove;
    answer.once("close", () => running--);
    bodyOf(incoming)
      .then((body) => serve(incoming, body, answer, throttled))
      .catch(() => answer.destroy());
  });

  async function serve(incoming: IncomingMessage, body: Buffer, answer: ServerResponse, throttled: boolean) {
    const late = s3.delayMs > 0 ? wait(s3.delayMs) : undefined;
    if (await s3.other?.(incoming, body, answer)) return;
    const request = understand(incoming);
    const what = `${request.operation} ${request.bucket} ${request.key} ${request.query.toString()}`;
    asked.set(what, (request.time = (asked.get(what) ?? 0) + 1));
    s3.requests.push(request);
    s3.counts[request.operation]++;
    await late;
    const fault = throttled ? refusals.slowDown : s3.fault(request);
    if (fault === "hang") return;
    if (fault === "drop") return void answer.destroy();
    if (fault && "code" in fault) return refuse(incoming, answer, fault);
    const bucket = s3.buckets.get(request.bucket);
    if (!bucket) return refuse(incoming, answer, refusals.noSuchBucket);
    answer.setHeader("x-amz-bucket-region", bucket.region);
    await answerTo(request, bucket, body, { incoming, answer, breakAfter: fault?.breakAfter });
  }

  async function answerTo(
    request: S3Request,
    bucket: S3Bucket,
    body: Buffer,
    { incoming, answer, breakAfter }: Pieces,
  ): Promise<void> {
    switch (request.operation) {
      case "location":
        return xml(answer, locationXml(bucket.region), breakAfter);
      case "headBucket":
        return void answer.end();
      case "list":
        return list(request, bucket, s3.mostKeys, { incoming, answer, breakAfter });
      case "put":
        bucket.put(request.key, putObject(incoming, body));
        answer.setHeader("etag", etagOf(bucket.get(request.key)!));
        return void answer.end();
      case "delete":
        bucket.delete(request.key);
        return void answer.writeHead(204).end();
      case "get":
      case "head": {
        const object = bucket.get(request.key);
        if (!object) return refuse(incoming, answer, refusals.noSuchKey);
        s3.bytes += await sendObject(object, { incoming, answer, breakAfter });
        return;
      }
      case "other":
        return refuse(incoming, answer, {
          status: 501,
          code: "NotImplemented",
          message: `not served on loopback: ${incoming.method} ${incoming.url}`,
        });
    }
  }

  const s3: S3Server = {
    endpoint: "",
    settings: undefined as never,
    buckets: new Map(
      Object.entries(buckets).map(([name, given]) => [
        name,
        isBucket(given) ? given : new MemoryBucket(given),
      ]),
    ),
    delayMs: 0,
    throttleAbove: Infinity,
    mostKeys: 1000,
    fault: () => undefined,
    requests: [],
    counts: { list: 0, get: 0, head: 0, put: 0, delete: 0, location: 0, headBucket: 0, other: 0 },
    highest: 0,
    bytes: 0,
    reset() {
      s3.requests = [];
      for (const operation of Object.keys(s3.counts) as Operation[]) s3.counts[operation] = 0;
      s3.highest = s3.bytes = 0;
      asked.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  s3.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  s3.settings = {
    endpoint: s3.endpoint,
    forcePathStyle: true,
    region: REGION,
    credentials: { accessKeyId: "loopback", secretAccessKey: "loopback" },
  };
  return s3;
}

function isBucket(given: object): given is S3Bucket {
  return typeof (given as Partial<S3Bucket>).page === "function";
}

function list(
  { query }: S3Request,
  bucket: S3Bucket,
  most: number,
  { incoming, answer, breakAfter }: Pieces,
): void {
  const token = query.get("continuation-token");
  const after = token === null ? (query.get("start-after") ?? query.get("marker") ?? "") : keyOfToken(token);
  if (after === undefined) {
    return refuse(incoming, answer, {
      status: 400,
      code: "InvalidArgument",
      message: "The continuation token provided is incorrect",
    });
  }
  const max = Math.min(most, Number(query.get("max-keys") ?? most));
  const [prefix, delimiter] = [query.get("prefix") ?? "", query.get("delimiter") ?? ""];
  const page = max === 0 ? { keys: [], folders: [] } : bucket.page({ prefix, delimiter, after, max });
  const [, name = ""] = (incoming.url ?? "").split(/[/?]/);
  xml(answer, listXml(bucket, decodeURIComponent(name), query, page, max), breakAfter);
}
