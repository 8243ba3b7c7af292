import { gunzipSync, gzipSync } from "node:zlib";
import type { IntegrityFindingKind, IntegrityUnknown } from "../../detective/integrity/integrityFinding";
import { DigestChain, WrittenBucket, writeDigest } from "./digestChain";
import { signingKey } from "./digestKeys";

/** A bucket with the same trail in two Regions, eight hours of two log files each. */
export interface Scene {
  bucket: WrittenBucket;
  chain: DigestChain;
  other: DigestChain;
}

export function untouched(): Scene {
  const bucket = new WrittenBucket();
  const chain = new DigestChain(bucket).hours(8);
  const other = new DigestChain(bucket, { region: "us-east-1", homeRegion: "eu-central-1" }).hours(8);
  return { bucket, chain, other };
}

/** Something that somebody did to the files, and what has to be found of it. */
export interface Tampering {
  name: string;
  /** Does it, and returns each finding's kind with the file that it must name. */
  tamper(this: void, scene: Scene): [kind: IntegrityFindingKind, file: string | undefined][];
  /** What can't be told then. @default nothing */
  unknown?: IntegrityUnknown["kind"][];
  /** What `aws cloudtrail validate-logs` 1.44.49 makes of it: it finds something, or why it does not. @default it fails */
  awsCli?: "found" | { blind: string };
}

type Json = Record<string, unknown> & { logFiles: Record<string, unknown>[] };

export const tamperings: readonly Tampering[] = [
  {
    name: "a log file is modified",
    tamper({ bucket, chain: { logs } }) {
      edit(bucket, logs[5]!, (text) => text.replace("DescribeInstances", "RunInstances"));
      return [["log-modified", logs[5]!]];
    },
    awsCli: "found",
  },
  {
    name: "bytes are appended to a log file",
    tamper({ bucket, chain: { logs } }) {
      append(bucket, logs[0]!, Buffer.from("\n{}"));
      return [["log-damaged", logs[0]!]];
    },
    awsCli: { blind: "until 1.45.12 it stops at the end of the first gzip member" },
  },
  {
    name: "records are appended to a log file as a second gzip member",
    tamper({ bucket, chain: { logs } }) {
      append(bucket, logs[6]!, gzipSync('{"Records":[{"eventName":"Forged"}]}'));
      return [["log-damaged", logs[6]!]];
    },
    awsCli: { blind: "until 1.45.12 it stops at the end of the first gzip member, where others read on" },
  },
  {
    name: "an empty gzip member is put before a log file's",
    tamper({ bucket, chain: { logs } }) {
      const object = bucket.at(logs[6]!);
      object.body = Buffer.concat([gzipSync(""), object.body]);
      return [["log-damaged", logs[6]!]];
    },
    awsCli: "found",
  },
  {
    name: "zeros are appended to a log file",
    tamper({ bucket, chain: { logs } }) {
      append(bucket, logs[7]!, Buffer.alloc(512));
      return [["log-damaged", logs[7]!]];
    },
    awsCli: { blind: "until 1.45.12 it stops at the end of the first gzip member" },
  },
  {
    name: "a log file's checksum is changed, so that readers refuse it",
    tamper({ bucket, chain: { logs } }) {
      const { body } = bucket.at(logs[2]!);
      body[body.length - 8]! ^= 1;
      return [["log-damaged", logs[2]!]];
    },
    awsCli: "found",
  },
  {
    name: "a log file is cut off",
    tamper({ bucket, chain: { logs } }) {
      const object = bucket.at(logs[2]!);
      object.body = object.body.subarray(0, -20);
      return [["log-damaged", logs[2]!]];
    },
    awsCli: "found",
  },
  {
    name: "a log file is emptied",
    tamper({ bucket, chain: { logs } }) {
      bucket.at(logs[2]!).body = Buffer.alloc(0);
      return [["log-damaged", logs[2]!]];
    },
    awsCli: "found",
  },
  {
    name: "a log file is put there unpacked",
    tamper({ bucket, chain: { logs } }) {
      const object = bucket.at(logs[2]!);
      object.body = gunzipSync(object.body);
      return [["log-damaged", logs[2]!]];
    },
    awsCli: "found",
  },
  {
    name: "a log file is deleted",
    tamper({ bucket, chain: { logs } }) {
      bucket.objects.delete(logs[3]!);
      return [["log-missing", logs[3]!]];
    },
    awsCli: "found",
  },
  {
    name: "a log file is renamed",
    tamper({ bucket, chain: { logs } }) {
      move(bucket, logs[3]!, logs[3]!.replace(/_[0-9a-f]{16}\./, "_0000000000000000."));
      return [["log-renamed", logs[3]!]];
    },
    awsCli: "found",
  },
  {
    name: "two log files are swapped",
    tamper({ bucket, chain: { logs } }) {
      swap(bucket, logs[1]!, logs[9]!);
      return [
        ["log-swapped", logs[1]!],
        ["log-swapped", logs[9]!],
      ];
    },
    awsCli: "found",
  },
  {
    name: "a log file is replaced by a copy of another",
    tamper({ bucket, chain: { logs } }) {
      bucket.objects.set(logs[4]!, bucket.at(logs[1]!));
      return [["log-replaced", logs[4]!]];
    },
    awsCli: "found",
  },
  {
    name: "a log file is put there",
    tamper({ bucket, chain: { logs } }) {
      const key = logs[3]!.replace(/_[0-9a-f]{16}\./, "_f0f0f0f0f0f0f0f0.");
      bucket.objects.set(key, { body: gzipSync('{"Records":[]}'), metadata: {} });
      return [["log-not-named", key]];
    },
    awsCli: { blind: "it looks only at log files that a digest names" },
  },
  {
    name: "a digest is modified: it names one log file less",
    tamper({ bucket, chain: { digests, logs } }) {
      bucket.objects.delete(logs[6]!);
      editDigest(bucket, digests[3]!, (digest) => digest.logFiles.shift());
      return [["digest-modified", digests[3]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digest is modified",
    tamper({ bucket, chain: { digests, logs } }) {
      bucket.objects.delete(logs[14]!);
      editDigest(bucket, digests[7]!, (digest) => digest.logFiles.shift());
      return [["digest-signature-invalid", digests[7]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digest loses its metadata, and its hash of the one before is changed",
    tamper({ bucket, chain: { digests } }) {
      bucket.at(digests[7]!).metadata = {};
      editDigest(bucket, digests[7]!, (digest) => (digest.previousDigestHashValue = "0".repeat(64)));
      return [["digest-modified", digests[7]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digest loses its metadata",
    tamper({ bucket, chain: { digests } }) {
      bucket.at(digests[7]!).metadata = {};
      return [];
    },
    unknown: ["no-signature"],
    awsCli: "found",
  },
  {
    name: "an older digest loses its metadata: the one after it holds its signature",
    tamper({ bucket, chain: { digests } }) {
      bucket.at(digests[4]!).metadata = {};
      return [];
    },
    awsCli: "found",
  },
  {
    name: "an older digest's signature in the metadata is changed",
    tamper({ bucket, chain: { digests } }) {
      bucket.at(digests[4]!).metadata.signature = "ab".repeat(256);
      return [["digest-signature-altered", digests[4]!]];
    },
    awsCli: "found",
  },
  {
    name: "a digest is deleted",
    tamper({ bucket, chain: { digests } }) {
      bucket.objects.delete(digests[3]!);
      return [["digest-missing", digests[3]!]];
    },
    awsCli: "found",
  },
  {
    name: "two digests in a row are deleted, and their log files",
    tamper({ bucket, chain: { digests, logs } }) {
      for (const key of [digests[3]!, digests[4]!, ...logs.slice(6, 10)]) bucket.objects.delete(key);
      return [["digest-missing", digests[4]!]];
    },
    awsCli: "found",
  },
  {
    name: "a digest is replaced by one that somebody else signed",
    tamper({ bucket, chain: { digests } }) {
      resign(bucket, digests[3]!, signingKey("forger"), (digest) => digest.logFiles.pop());
      return [["digest-resigned", digests[3]!]];
    },
    awsCli: "found",
  },
  {
    name: "a digest is signed anew by somebody else under the name of CloudTrail's key",
    tamper({ bucket, chain: { digests, key } }) {
      resign(bucket, digests[3]!, { ...signingKey("forger"), fingerprint: key.fingerprint }, (digest) => {
        digest.logFiles.pop();
      });
      return [["digest-resigned", digests[3]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digest is replaced by one that somebody else signed",
    tamper({ bucket, chain: { digests } }) {
      resign(bucket, digests[7]!, signingKey("forger"), (digest) => digest.logFiles.pop());
      return [["digest-key-unknown", digests[7]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digest is signed anew by somebody else under the name of CloudTrail's key",
    tamper({ bucket, chain: { digests, key } }) {
      resign(bucket, digests[7]!, { ...signingKey("forger"), fingerprint: key.fingerprint }, (digest) => {
        digest.logFiles.pop();
      });
      return [["digest-signature-invalid", digests[7]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digest is signed with another Region's key",
    tamper({ bucket, chain: { digests }, other }) {
      resign(bucket, digests[7]!, other.key, () => undefined);
      return [["digest-wrong-region-key", digests[7]!]];
    },
    awsCli: "found",
  },
  {
    name: "an older digest is replayed in the place of a newer one",
    tamper({ bucket, chain: { digests } }) {
      bucket.objects.set(digests[6]!, bucket.at(digests[2]!));
      return [["digest-replayed", digests[6]!]];
    },
    awsCli: "found",
  },
  {
    name: "two digests are swapped",
    tamper({ bucket, chain: { digests } }) {
      swap(bucket, digests[2]!, digests[5]!);
      return [
        ["digest-swapped", digests[2]!],
        ["digest-swapped", digests[5]!],
      ];
    },
    awsCli: "found",
  },
  {
    name: "a digest is renamed to another hour",
    tamper({ bucket, chain }) {
      const to = chain.digestKey(chain.time - 3.5 * 3_600_000);
      move(bucket, chain.digests[4]!, to);
      return [
        ["digest-missing", chain.digests[4]!],
        ["digest-moved", to],
      ];
    },
    awsCli: "found",
  },
  {
    name: "a digest is renamed to what is no digest's name",
    tamper({ bucket, chain: { digests } }) {
      const to = `${digests[4]!}.old`;
      move(bucket, digests[4]!, to);
      return [
        ["digest-missing", digests[4]!],
        ["digest-moved", to],
      ];
    },
    awsCli: "found",
  },
  {
    name: "digests of two Regions are swapped",
    tamper({ bucket, chain, other }) {
      swap(bucket, chain.digests[3]!, other.digests[3]!);
      return [
        ["digest-moved", chain.digests[3]!],
        ["digest-moved", other.digests[3]!],
      ];
    },
    awsCli: "found",
  },
  {
    name: "digests are put into another order: each names the other as the one before it",
    tamper({ bucket, chain: { digests } }) {
      editDigest(bucket, digests[5]!, (digest) => {
        digest.previousDigestS3Object = digests[3]!;
      });
      return [["digest-modified", digests[5]!]];
    },
    awsCli: "found",
  },
  {
    name: "a digest is damaged",
    tamper({ bucket, chain: { digests } }) {
      bucket.at(digests[4]!).body = Buffer.from("not a digest");
      return [["digest-damaged", digests[4]!]];
    },
    awsCli: "found",
  },
  {
    name: "bytes follow the end of a digest",
    tamper({ bucket, chain: { digests } }) {
      append(bucket, digests[4]!, gzipSync("{}"));
      return [["digest-damaged", digests[4]!]];
    },
    awsCli: { blind: "it stops at the end of the first gzip member" },
  },
  {
    name: "a digest's JSON is that of something else",
    tamper({ bucket, chain: { digests } }) {
      bucket.at(digests[4]!).body = gzipSync('{"__proto__":{"logFiles":[]},"digestEndTime":7}');
      return [["digest-damaged", digests[4]!]];
    },
    awsCli: "found",
  },
  {
    name: "a forged digest is put between two",
    tamper({ bucket, chain }) {
      const { digests } = chain;
      const digest = {
        ...digestAt(bucket, digests[3]!),
        digestS3Object: chain.digestKey(chain.time - 4.5 * 3_600_000),
      };
      writeDigest(bucket, digest.digestS3Object, digest, signingKey("forger"));
      return [["digest-signature-invalid", digest.digestS3Object]];
    },
    awsCli: { blind: "it follows the chain, and looks at no digest that is none of it" },
  },
  {
    name: "the oldest digests are deleted, and their log files",
    tamper({ bucket, chain: { digests, logs } }) {
      for (const key of [...digests.slice(0, 3), ...logs.slice(0, 6)]) bucket.objects.delete(key);
      return [["chain-truncated", digests[2]!]];
    },
    awsCli: "found",
  },
  {
    name: "the newest digests are deleted; log files of the time stay",
    tamper({ bucket, chain: { digests } }) {
      for (const key of digests.slice(5)) bucket.objects.delete(key);
      return [["newest-digests-missing", undefined]];
    },
    awsCli: { blind: "it begins with the newest digest that is there" },
  },
  {
    name: "the newest digests and their log files are deleted: another Region's go on",
    tamper({ bucket, chain: { digests, logs } }) {
      for (const key of [...digests.slice(5), ...logs.slice(10)]) bucket.objects.delete(key);
      return [["newest-digests-missing", undefined]];
    },
    awsCli: { blind: "it begins with the newest digest that is there" },
  },
  {
    name: "all digests of a Region are deleted",
    tamper({ bucket, chain: { digests } }) {
      for (const key of digests) bucket.objects.delete(key);
      return [["no-digests", undefined]];
    },
    awsCli: { blind: "without digests it ends with exit code 0" },
  },
  {
    name: "logging is stopped for three hours",
    tamper({ bucket, chain }) {
      chain.stop().pass(3).hours(2);
      const began = chain.digests.at(-2)!;
      // The other Region's chain ends earlier now, within what is late.
      for (const key of bucket.keys(/us-east-1/)) bucket.objects.delete(key);
      return [["gap", began]];
    },
    awsCli: { blind: "it prints the time and ends with exit code 0" },
  },
  {
    name: "a digest of CloudTrail's own names a log file's hash anew",
    tamper({ bucket, chain }) {
      const [log] = chain.logs;
      const hour = { start: chain.time - 8 * 3_600_000, end: chain.time - 7 * 3_600_000 };
      const key = chain.backfill(hour, [log!], new Date(chain.time));
      resign(bucket, key, chain.key, (digest) => (digest.logFiles[0]!.hashValue = "0".repeat(64)));
      return [
        ["log-conflict", log!],
        ["log-modified", log!],
      ];
    },
    awsCli: "found",
  },
  {
    name: "a hash is of an unknown algorithm",
    tamper({ bucket, chain }) {
      resign(bucket, chain.digests[7]!, chain.key, (digest) => (digest.logFiles[0]!.hashAlgorithm = "SHA-3"));
      return [];
    },
    unknown: ["unknown-algorithm"],
    awsCli: { blind: "it takes every hash for SHA-256" },
  },
  {
    name: "a digest names a log file in another bucket",
    tamper({ bucket, chain }) {
      resign(bucket, chain.digests[7]!, chain.key, (digest) => (digest.logFiles[0]!.s3Bucket = "elsewhere"));
      return [];
    },
    unknown: ["other-bucket"],
  },
];

function edit(bucket: WrittenBucket, key: string, change: (text: string) => string): void {
  const object = bucket.at(key);
  object.body = gzipSync(change(gunzipSync(object.body).toString()));
}

function append(bucket: WrittenBucket, key: string, bytes: Buffer): void {
  const object = bucket.at(key);
  object.body = Buffer.concat([object.body, bytes]);
}

function move(bucket: WrittenBucket, from: string, to: string): void {
  bucket.objects.set(to, bucket.at(from));
  bucket.objects.delete(from);
}

function swap(bucket: WrittenBucket, a: string, b: string): void {
  const kept = bucket.at(a);
  bucket.objects.set(a, bucket.at(b));
  bucket.objects.set(b, kept);
}

function digestAt(bucket: WrittenBucket, key: string): Json {
  return JSON.parse(gunzipSync(bucket.at(key).body).toString()) as Json;
}

/** Changes a digest and keeps its old signature. */
function editDigest(bucket: WrittenBucket, key: string, change: (digest: Json) => unknown): void {
  edit(bucket, key, (text) => {
    const digest = JSON.parse(text) as Json;
    change(digest);
    return JSON.stringify(digest);
  });
}

/** Changes a digest and signs it anew. */
function resign(
  bucket: WrittenBucket,
  key: string,
  signer: ReturnType<typeof signingKey>,
  change: (digest: Json) => unknown,
): void {
  const digest = digestAt(bucket, key);
  const kept = bucket.at(key).metadata;
  change(digest);
  writeDigest(bucket, key, { ...digest, digestPublicKeyFingerprint: signer.fingerprint }, signer);
  Object.assign(bucket.at(key).metadata, { ...kept, ...bucket.at(key).metadata });
}
