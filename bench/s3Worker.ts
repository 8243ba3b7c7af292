// Reads every object of a bucket on loopback as log files are read, and tells how long it took.
import { S3 } from "@aws-sdk/client-s3";
import { s3Settings } from "../cli/trail/account";
import { BucketReader } from "../detective/sources/bucketReader";
import { listLogObjects } from "../detective/sources/listLogObjects";
import { LogScope } from "../detective/sources/logScope";
import { BUCKET } from "./s3ServerProcess";

/** What a reading came to. */
export interface S3Reading {
  seconds: number;
  listSeconds: number;
  objects: number;
  bytes: number;
  /** How many requests were on their way at most, and in the end. */
  highest: number;
  last: number;
}

const AHEAD = 64;

async function main([endpoint = ""]: readonly string[]): Promise<void> {
  const handler = { connectionTimeout: 5_000, requestTimeout: 20_000, throwOnRequestTimeout: true } as const;
  const settings = { region: "us-east-1", endpoint, requestHandler: handler, maxAttempts: 3 };
  const client = new S3({
    ...s3Settings(settings, endpoint),
    credentials: { accessKeyId: "loopback", secretAccessKey: "loopback" },
  });
  const reader = new BucketReader(client, BUCKET);
  const began = performance.now();
  const keys: { key: string; size?: number }[] = [];
  for await (const batch of listLogObjects(reader, "", new LogScope({}, {}))) keys.push(...batch);
  const listed = performance.now();
  let bytes = 0;
  let next = 0;
  const one = async () => {
    for (let of = keys[next++]; of; of = keys[next++]) {
      const { length } = (await reader.get(of.key, of.size)).bytes;
      bytes += length;
    }
  };
  await Promise.all(Array.from({ length: AHEAD }, one));
  const reading: S3Reading = {
    seconds: (performance.now() - began) / 1000,
    listSeconds: (listed - began) / 1000,
    objects: keys.length,
    bytes,
    highest: reader.limit.highest,
    last: reader.limit.current,
  };
  process.stdout.write(JSON.stringify(reading));
}

void main(process.argv.slice(2));
