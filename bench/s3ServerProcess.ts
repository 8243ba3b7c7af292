// An S3 on loopback in a process of its own, so that serving takes no time from what is measured.
import { randomBytes } from "node:crypto";
import { MemoryBucket, s3Server } from "../tests/support/s3Server";

export const BUCKET = "bench";
const ACCOUNT = "111122223333";
const DAYS = 10;

/** What it is told as its arguments, as JSON. */
export interface ServedS3 {
  objects: number;
  bytes: number;
  delayMs: number;
}

/** What it says when it is ready, and after each `reset`. */
export interface S3Counts {
  endpoint: string;
  requests: number;
  highest: number;
}

async function serve({ objects, bytes, delayMs }: ServedS3): Promise<void> {
  const bucket = new MemoryBucket();
  for (let index = 0; index < objects; index++) {
    const region = ["us-east-1", "eu-west-1", "ap-southeast-2"][index % 3]!;
    const day = String((Math.floor(index / 3) % DAYS) + 1).padStart(2, "0");
    const name = `${ACCOUNT}_CloudTrail_${region}_202601${day}T0000Z_${String(index).padStart(16, "0")}.json.gz`;
    bucket.put(`AWSLogs/${ACCOUNT}/CloudTrail/${region}/2026/01/${day}/${name}`, {
      body: randomBytes(bytes),
    });
  }
  const s3 = await s3Server({ [BUCKET]: bucket });
  s3.delayMs = delayMs;
  const tell = () => {
    const { endpoint, requests, highest } = s3;
    process.send?.({ endpoint, requests: requests.length, highest } satisfies S3Counts);
    s3.reset();
  };
  process.on("message", tell);
  process.once("disconnect", () => process.exit());
  tell();
}

if (require.main === module) void serve(JSON.parse(process.argv[2] ?? "{}") as ServedS3);
