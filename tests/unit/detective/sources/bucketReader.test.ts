import assert from "node:assert/strict";
import { S3 } from "@aws-sdk/client-s3";
import { BucketReader, BucketReaderOptions } from "../../../../detective/sources/bucketReader";
import { S3Fault, S3Server, refusals, s3Server } from "../../../support/s3Server";

const KEY = "arn:aws:kms:eu-west-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const LONG = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));

describe("BucketReader", () => {
  let s3: S3Server;
  let client: S3;

  before(async () => {
    s3 = await s3Server({
      logs: {
        long: LONG,
        small: { body: Buffer.from("small"), metadata: { signature: "ab12" } },
        empty: "",
        "a b+c/%41&<ü\u0001.json": "odd",
        sealed: {
          body: Buffer.from("x"),
          headers: {
            "x-amz-server-side-encryption": "aws:kms",
            "x-amz-server-side-encryption-aws-kms-key-id": KEY,
            "x-amz-server-side-encryption-bucket-key-enabled": "true",
          },
        },
      },
    });
    client = new S3({ ...s3.settings, maxAttempts: 1 });
  });
  beforeEach(() => {
    s3.reset();
    s3.fault = () => undefined;
  });
  after(() => s3.close());

  function reader(options: BucketReaderOptions = {}) {
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    return new BucketReader(client, "logs", { clock, ...options });
  }
  /** What goes wrong, get by get. */
  function faults(...list: (S3Fault | undefined)[]) {
    s3.fault = ({ operation }) => (operation === "get" ? list.shift() : undefined);
  }
  const ranges = () => s3.requests.filter(({ operation }) => operation === "get").map(({ range }) => range);

  it("reads an object with what is told of it, and lists keys as they are", async () => {
    const { bytes, etag, metadata } = await reader().get("small");
    assert.deepEqual([bytes.toString(), metadata], ["small", { signature: "ab12" }]);
    assert.match(etag!, /^"[0-9a-f]{32}"$/);
    assert.equal((await reader().get("empty")).bytes.length, 0);
    const { Contents = [] } = await reader().page({ Prefix: "a" });
    assert.deepEqual(
      Contents.map(({ Key }) => Key),
      ["a b+c/%41&<ü\u0001.json"],
    );
    assert.equal((await reader().get(Contents[0]!.Key!)).bytes.toString(), "odd");
  });

  it("asks for the rest of a body that breaks off", async () => {
    faults({ breakAfter: 100_000 }, { breakAfter: 70_000 });
    const { bytes } = await reader().get("long", LONG.length);
    assert.ok(bytes.equals(LONG));
    assert.deepEqual(ranges(), [undefined, "bytes=100000-", "bytes=170000-"]);
  });

  it("begins again where the object was overwritten in between", async () => {
    const other = Buffer.alloc(200_000, "o");
    s3.fault = ({ operation, range, time }) => {
      if (operation !== "get" || time > 1 || range !== undefined) return undefined;
      return { breakAfter: 50_000 };
    };
    const bucket = s3.buckets.get("logs")!;
    const before = bucket.get("long")!;
    try {
      const reading = reader({
        clock: {
          now: () => 0,
          sleep: () => Promise.resolve(bucket.put("long", { body: other })),
        },
      }).get("long");
      assert.ok((await reading).bytes.equals(other));
      assert.deepEqual(ranges(), [undefined, "bytes=50000-", undefined]);
    } finally {
      bucket.put("long", before);
    }
  });

  it("is patient with an S3 that is overloaded, and asks for less at a time", async () => {
    s3.delayMs = 2;
    s3.throttleAbove = 6;
    try {
      const one = reader();
      const all = await Promise.all(Array.from({ length: 80 }, () => one.get("small")));
      assert.ok(all.every(({ bytes }) => bytes.toString() === "small"));
      assert.ok(s3.counts.get < 160, `${s3.counts.get - 80} were refused`);
    } finally {
      s3.delayMs = 0;
      s3.throttleAbove = Infinity;
    }
  });

  it("ends a silent body, and gives up in the end", async () => {
    faults("drop", "drop", "drop", "drop", "drop");
    await assert.rejects(reader().get("small"), /s3:GetObject .*socket hang up/);
    assert.equal(s3.counts.get, 4);
    s3.reset();
    const silent = new BucketReader(
      {
        listObjectsV2: () => Promise.reject(new Error("not asked")),
        getObject: () => {
          s3.counts.get++;
          const hang = new Promise<IteratorResult<Uint8Array>>(() => undefined);
          const body = { next: () => hang, return: () => Promise.resolve({ done: true, value: undefined }) };
          return Promise.resolve({
            Body: {
              transformToByteArray: () => Promise.reject(new Error("not asked")),
              [Symbol.asyncIterator]: () => body,
            },
          });
        },
      },
      "logs",
      { silenceMs: 5, clock: { now: () => 0, sleep: () => Promise.resolve() } },
    );
    await assert.rejects(silent.get("x"), /gave no answer in time: nothing came for 0.005 s/);
    assert.equal(s3.counts.get, 2);
  });

  it("does not ask twice what S3 refuses", async () => {
    for (const refusal of [refusals.accessDenied, refusals.noSuchKey, refusals.kmsDisabled(KEY)]) {
      s3.reset();
      s3.fault = ({ operation }) => (operation === "get" ? refusal : undefined);
      await assert.rejects(reader().get("small"), Error);
      assert.equal(s3.counts.get, 1, refusal.code);
    }
  });

  it("names the key of an object that may be looked at but not read", async () => {
    for (const refusal of [refusals.accessDenied, refusals.kmsUnnamedKey]) {
      s3.fault = ({ operation }) => (operation === "get" ? refusal : undefined);
      await assert.rejects(reader().get("sealed"), (error: Error) => {
        assert.match(error.message, new RegExp(`no permission to decrypt it: allow kms:Decrypt on ${KEY}, `));
        assert.match(error.message, /S3 Bucket Key: the encryption context is the bucket's ARN/);
        return true;
      });
    }
    s3.fault = () => refusals.accessDenied;
    await assert.rejects(reader().get("sealed"), /allow s3:GetObject on logs\/\*/);
  });

  it("asks a few refused objects for their key, not a million", async () => {
    s3.fault = ({ operation }) => (operation === "get" ? refusals.accessDenied : undefined);
    const one = reader();
    await Promise.allSettled(Array.from({ length: 50 }, () => one.get("sealed")));
    assert.deepEqual([s3.counts.get, s3.counts.head], [50, 20]);
  });

  it("hands out a long object piece by piece, and ends the request when nobody reads on", async () => {
    faults({ breakAfter: 123_456 });
    const pieces: Buffer[] = [];
    for await (const piece of reader().stream("long")) pieces.push(piece);
    assert.ok(Buffer.concat(pieces).equals(LONG));
    for await (const piece of reader().stream("long")) {
      assert.ok(piece.length > 0);
      break;
    }
    faults(refusals.noSuchKey);
    await assert.rejects(reader().stream("long").next(), /deleted since it was listed/);
  });

  it("stops at once when it is told to", async () => {
    const stop = new AbortController();
    s3.fault = ({ operation }) => {
      if (operation !== "get") return undefined;
      stop.abort(new Error("interrupted"));
      return "hang";
    };
    await assert.rejects(reader({ signal: stop.signal }).get("small"), Error);
    assert.equal(s3.counts.get, 1);
  });
});
