import { gunzipSync } from "node:zlib";
import type { S3 } from "@aws-sdk/client-s3";
import { madeByRun, parseEvent } from "../detective";
import { poll } from "./poll";

/** What the trail has delivered to its bucket. */
export interface Delivery {
  files: number;
  /** Events of the run among them. */
  events: number;
  /** The keys of the files that hold them. */
  keys: string[];
  encryption: string;
}

/**
 * Waits until log files with the run's own events lie in the bucket.
 *
 * @throws DeadlineError when none came
 */
export async function awaitDelivery(
  s3: S3,
  run: { bucketName: string; accountId: string; correlationId: string },
  options: { deadline: number; progress: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<Delivery> {
  const read = new Map<string, number>();
  let encryption = "";
  return poll(
    async () => {
      const { Contents = [] } = await s3.listObjectsV2({
        Bucket: run.bucketName,
        Prefix: `AWSLogs/${run.accountId}/CloudTrail/`,
      });
      for (const { Key = "" } of Contents) {
        if (read.has(Key)) continue;
        const object = await s3.getObject({ Bucket: run.bucketName, Key });
        encryption = object.ServerSideEncryption ?? "none";
        read.set(
          Key,
          countOwn(gunzipSync((await object.Body?.transformToByteArray()) ?? ""), run.correlationId),
        );
      }
      const events = [...read.values()].reduce((sum, count) => sum + count, 0);
      options.progress(`${read.size} log files, ${events} events of this run`);
      const keys = [...read].filter(([, own]) => own > 0).map(([key]) => key);
      return events > 0 ? { files: read.size, events, keys, encryption } : undefined;
    },
    {
      what: `log files with this run's events in ${run.bucketName}`,
      deadline: options.deadline,
      interval: 250,
      signal: options.signal,
    },
  );
}

function countOwn(logFile: Buffer, correlationId: string): number {
  const { Records = [] } = JSON.parse(logFile.toString("utf8")) as { Records?: object[] };
  return Records.filter((record) => madeByRun(parseEvent(record), correlationId)).length;
}
