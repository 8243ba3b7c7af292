import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { serveCloudTrail } from "../tests/support/cloudTrailStub";
import { DigestChain, WrittenBucket, keysOf } from "../tests/support/digestChain";
import { folderBucket, s3Server, type S3Server } from "../tests/support/s3Server";
import { seededRandom } from "./seededRandom";
import { SyntheticRecords } from "./syntheticRecords";

const AN_HOUR = 12;

/** A trail's log files and digests as a copy on disk, and the keys that prove them. */
export async function writeChain(
  folder: string,
  { logs, kb }: { logs: number; kb: number },
): Promise<{ chain: DigestChain; copy: string; keysFile: string }> {
  const bucket = new WrittenBucket("bench-logs");
  const chain = new DigestChain(bucket);
  const content = contents(kb);
  for (let made = 0; made < logs; made += AN_HOUR) {
    for (let index = 0; index < Math.min(AN_HOUR, logs - made); index++)
      chain.deliver(index * 5, { content: content(made + index) });
    chain.hour(0);
  }
  const copy = join(folder, "copy");
  const keysFile = join(folder, "keys.json");
  await bucket.copyTo(copy);
  await writeFile(keysFile, JSON.stringify(keysOf(chain)));
  return { chain, copy, keysFile };
}

/** That copy as a bucket on loopback, with CloudTrail's keys beside it. */
export async function serveChain(chain: DigestChain, copy: string): Promise<S3Server> {
  const metadata = Object.fromEntries(
    [...chain.bucket.objects].map(([key, object]) => [key, object.metadata] as const),
  );
  const served = await folderBucket(copy, { metadata });
  served.delete("object-metadata.json");
  const s3 = await s3Server({ [chain.bucket.name]: served });
  serveCloudTrail(s3, [chain]);
  return s3;
}

/** Log files of so many kilobytes, each another. */
function contents(kb: number): (number: number) => string {
  const random = seededRandom(7);
  const records = new SyntheticRecords(random);
  return (number) => {
    const list: string[] = [];
    for (let length = 0; length < kb * 1024;) {
      const record = JSON.stringify(
        records.look(Date.UTC(2026, 2, 1) + number * 1000, "eu-central-1", records.administrator()),
      );
      length += record.length;
      list.push(record);
    }
    return `{"Records":[${list.join(",")}]}`;
  };
}
