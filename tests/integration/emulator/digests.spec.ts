import {
  CloudTrailClient,
  CreateTrailCommand,
  CreateTrailCommandInput,
  DeleteTrailCommand,
  GetTrailStatusCommand,
  ListPublicKeysCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand, KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { createHash, createPublicKey, verify } from "node:crypto";
import { gunzipSync, gzipSync } from "node:zlib";
import { dirname, join } from "node:path";
import { installEmulator } from "../../../sandbox/emulator/installEmulator";
import { runCommand } from "../../../sandbox/runCommand";
import { bucket, config, eventually, logFiles, sharedEmulator, unique } from "./support";

interface DigestFile {
  key: string;
  content: Buffer;
  metadata: Record<string, string>;
  encryption: string | undefined;
  says: {
    [field: string]: unknown;
    digestStartTime: string;
    digestEndTime: string;
    digestPublicKeyFingerprint: string;
    previousDigestSignature: string | null;
    logFiles: { s3Bucket: string; s3Object: string; hashValue: string; newestEventTime: string }[];
  };
}

// AWS: "CloudTrail digest file structure" and "Custom implementations of CloudTrail log file integrity validation",
// awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html, …-custom-validation.html
describe("emulator: digest files", function () {
  this.timeout(60_000);
  const emulator = sharedEmulator({ deliverySeconds: 0.2, digestSeconds: 1 });

  it("signs each with the key of its Region, names every log file once, and links each to the one before", async () => {
    const { bucketName, name } = await trail({ IsMultiRegionTrail: true, S3KeyPrefix: "audit" });
    await new KMSClient(config(emulator(), undefined, "eu-west-1")).send(new ListKeysCommand({}));
    await until(bucketName, (digests) => named(digests, "eu-west-1").length > 0);
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    const digests = await untilStopped(bucketName);
    for (const region of ["us-east-1", "eu-west-1"]) {
      const chain = digests.filter(({ key }) => key.includes(`/CloudTrail-Digest/${region}/`));
      assert.ok(chain.length > 0, region);
      await provenChain(chain, region, bucketName, name);
    }
    const logs = (await logFiles(emulator(), bucketName)).filter(
      (key) => !key.includes("/CloudTrail-Digest/"),
    );
    const covered = digests.flatMap(({ says }) => says.logFiles.map(({ s3Object }) => s3Object));
    assert.deepEqual(covered.sort(), logs.sort());
  });

  it("writes them when nothing was logged, too, and none once the logging has ended", async () => {
    const { bucketName, name } = await trail({}, "eu-central-1");
    const regional = cloudtrail("eu-central-1");
    const isEmpty = ({ says }: DigestFile) => says.logFiles.length === 0;
    const [empty] = (await until(bucketName, (digests) => digests.some(isEmpty))).filter(isEmpty);
    assert.equal(empty?.says["newestEventTime"], null);
    assert.equal(empty.says["oldestEventTime"], null);
    await regional.send(new StopLoggingCommand({ Name: name }));
    const ended = await untilStopped(bucketName);
    // A second trail's digests come meanwhile; this one's do not.
    const other = await trail();
    await until(other.bucketName, (digests) => digests.length > 2);
    assert.equal((await digestsOf(bucketName)).length, ended.length);
  });

  it("starts another chain when logging or validation is switched on again", async () => {
    const { bucketName, name } = await trail();
    const validation = (on: boolean) =>
      cloudtrail().send(new UpdateTrailCommand({ Name: name, EnableLogFileValidation: on }));
    await until(bucketName, (digests) => digests.length > 0);
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    await cloudtrail().send(new StartLoggingCommand({ Name: name }));
    await until(bucketName, (digests) => starts(digests).length === 2);
    await validation(false);
    const before = await logFiles(emulator(), bucketName);
    await eventually("a log file without validation", async () => {
      await new KMSClient(config(emulator())).send(new ListKeysCommand({}));
      const logs = (await logFiles(emulator(), bucketName)).filter((key) => !key.includes("-Digest/"));
      return logs.filter((key) => !before.includes(key)).length > 2 || undefined;
    });
    await validation(true);
    const digests = await until(
      bucketName,
      (found) => starts(found).length === 3 && starts(found).at(-1) !== found.at(-1),
    );
    const ends = digests.map(({ says }) => says.digestEndTime);
    assert.deepEqual(ends, [...new Set(ends)].sort());
    const logs = (await logFiles(emulator(), bucketName)).filter((key) => !key.includes("-Digest/"));
    assert.ok(named(digests, "us-east-1").length < logs.length, "a log file that no digest names");
  });

  it("encrypts them with the trail's key, tells of them in the status, and tries again what failed", async () => {
    const { KeyMetadata } = await new KMSClient(config(emulator())).send(new CreateKeyCommand({}));
    const { bucketName, name } = await trail({ KmsKeyId: KeyMetadata?.Arn });
    const [first] = await until(bucketName, (digests) => digests.length > 0);
    assert.equal(first?.encryption, KeyMetadata?.Arn);
    const status = () => cloudtrail().send(new GetTrailStatusCommand({ Name: name }));
    const fine = await status();
    assert.equal(fine.LatestDigestDeliveryError, undefined);
    assert.ok(Math.abs(Date.now() - (fine.LatestDigestDeliveryTime?.getTime() ?? 0)) < 60_000);
    const gone = await bucket(emulator());
    await cloudtrail().send(new UpdateTrailCommand({ Name: name, S3BucketName: gone }));
    await emptyAndDelete(gone);
    await eventually("a digest that failed", async () =>
      (await status()).LatestDigestDeliveryError === "NoSuchBucket" ? true : undefined,
    );
    const before = (await digestsOf(bucketName)).length;
    await cloudtrail().send(new UpdateTrailCommand({ Name: name, S3BucketName: bucketName }));
    await until(bucketName, (digests) => digests.length > before);
    assert.equal((await status()).LatestDigestDeliveryError, undefined);
  });

  it("writes the last one before a deleted trail is gone, and none for a trail without validation", async () => {
    const { bucketName, name } = await trail();
    const without = await trail({ EnableLogFileValidation: false });
    await cloudtrail().send(new DeleteTrailCommand({ Name: name }));
    const digests = await digestsOf(bucketName);
    const logs = (await logFiles(emulator(), bucketName)).filter((key) => !key.includes("-Digest/"));
    assert.deepEqual(named(digests, "us-east-1").sort(), logs.sort());
    assert.ok(logs.length > 0);
    await eventually(
      "a log file",
      async () => (await logFiles(emulator(), without.bucketName)).length || undefined,
    );
    await cloudtrail().send(new DeleteTrailCommand({ Name: without.name }));
    assert.deepEqual(await digestsOf(without.bucketName), []);
  });

  it("shows the Region's public key for the times that it is valid in", async () => {
    const keys = async (region: string, StartTime?: Date, EndTime?: Date) =>
      (await cloudtrail(region).send(new ListPublicKeysCommand({ StartTime, EndTime }))).PublicKeyList ?? [];
    const [[here], [there]] = [await keys("us-east-1"), await keys("eu-west-1")];
    assert.notEqual(here?.Fingerprint, there?.Fingerprint);
    assert.equal(
      here?.Fingerprint,
      createHash("md5")
        .update(here?.Value ?? "")
        .digest("hex"),
    );
    const key = createPublicKey({ key: Buffer.from(here.Value ?? ""), format: "der", type: "pkcs1" });
    assert.equal(key.asymmetricKeyDetails?.modulusLength, 2048);
    assert.ok((here.ValidityStartTime ?? 0) < new Date() && new Date() < (here.ValidityEndTime ?? 0));
    const hour = (shift: number) => new Date(Date.now() + shift * 3_600_000);
    assert.equal((await keys("us-east-1", hour(-48), hour(0))).length, 1);
    assert.deepEqual(await keys("us-east-1", hour(-72), hour(-48)), []);
    await assert.rejects(keys("us-east-1", hour(1), hour(-1)), { name: "InvalidTimeRangeException" });
  });

  it("satisfies the AWS CLI, which finds a changed log file", async () => {
    const { bucketName, name, arn } = await trail();
    await until(bucketName, (digests) => named(digests, "us-east-1").length > 0 && digests.length > 2);
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    const digests = await untilStopped(bucketName);
    const logs = named(digests, "us-east-1");
    const fine = await validateLogs(arn);
    assert.match(
      fine.stdout,
      new RegExp(`${digests.length}/${digests.length} digest files valid\\n`),
      fine.stderr,
    );
    assert.match(fine.stdout, new RegExp(`${logs.length}/${logs.length} log files valid\\n`));
    assert.deepEqual({ code: fine.code, stderr: fine.stderr }, { code: 0, stderr: "" });
    const Body = gzipSync('{"Records":[]}');
    await new S3Client(config(emulator())).send(
      new PutObjectCommand({ Bucket: bucketName, Key: logs[0], Body }),
    );
    const changed = await validateLogs(arn);
    assert.equal(changed.code, 1);
    assert.match(changed.stderr, new RegExp(`${logs[0]}\tINVALID: hash value doesn't match`));
  });

  function cloudtrail(region = "us-east-1"): CloudTrailClient {
    return new CloudTrailClient(config(emulator(), undefined, region));
  }

  async function trail(more: Partial<CreateTrailCommandInput> = {}, region = "us-east-1") {
    const bucketName = await bucket(emulator());
    const name = unique("trail");
    const { TrailARN: arn = "" } = await cloudtrail(region).send(
      new CreateTrailCommand({
        Name: name,
        S3BucketName: bucketName,
        EnableLogFileValidation: true,
        ...more,
      }),
    );
    await cloudtrail(region).send(new StartLoggingCommand({ Name: name }));
    return { bucketName, name, arn };
  }

  async function until(name: string, enough: (digests: DigestFile[]) => boolean): Promise<DigestFile[]> {
    return eventually("digests", async () => {
      const digests = await digestsOf(name);
      return enough(digests) ? digests : undefined;
    });
  }

  async function digestsOf(name: string): Promise<DigestFile[]> {
    const keys = (await logFiles(emulator(), name)).filter((key) => key.includes("/CloudTrail-Digest/"));
    return Promise.all(keys.sort().map((key) => digest(name, key)));
  }

  async function digest(bucketName: string, key: string): Promise<DigestFile> {
    const object = await read(bucketName, key);
    const content = object.content;
    const says = JSON.parse(content.toString("utf8")) as DigestFile["says"];
    return { key, content, metadata: object.metadata, encryption: object.encryption, says };
  }

  async function read(Bucket: string, Key: string) {
    const object = await new S3Client(config(emulator())).send(new GetObjectCommand({ Bucket, Key }));
    const content = gunzipSync((await object.Body?.transformToByteArray()) ?? "");
    return { content, metadata: object.Metadata ?? {}, encryption: object.SSEKMSKeyId };
  }

  /** Walks a Region's chain as AWS's page of custom validation says. */
  async function provenChain(
    chain: readonly DigestFile[],
    region: string,
    bucketName: string,
    name: string,
  ): Promise<void> {
    const { PublicKeyList = [] } = await cloudtrail(region).send(new ListPublicKeysCommand({}));
    let before: DigestFile | undefined;
    for (const { key, content, metadata, says } of chain) {
      const end = says.digestEndTime.replaceAll(/[-:]/g, "");
      const day = says.digestEndTime.slice(0, 10).replaceAll("-", "/");
      assert.equal(
        key,
        `audit/AWSLogs/000000000000/CloudTrail-Digest/${region}/${day}/000000000000_CloudTrail-Digest_${region}_${name}_us-east-1_${end}.json.gz`,
      );
      const {
        logFiles: logs,
        digestStartTime,
        digestEndTime,
        digestPublicKeyFingerprint,
        newestEventTime,
        oldestEventTime,
        ...rest
      } = says;
      assert.deepEqual(rest, {
        awsAccountId: "000000000000",
        digestS3Bucket: bucketName,
        digestS3Object: key,
        digestSignatureAlgorithm: "SHA256withRSA",
        previousDigestS3Bucket: before ? bucketName : null,
        previousDigestS3Object: before?.key ?? null,
        previousDigestHashValue: before ? sha256(before.content) : null,
        previousDigestHashAlgorithm: before ? "SHA-256" : null,
        previousDigestSignature: before?.metadata["signature"] ?? null,
      });
      assert.ok(digestStartTime < digestEndTime);
      if (before) assert.equal(digestStartTime, before.says.digestEndTime);
      const publicKey = PublicKeyList.find(({ Fingerprint }) => Fingerprint === digestPublicKeyFingerprint);
      const signed = [
        digestEndTime,
        `${bucketName}/${key}`,
        sha256(content),
        before?.metadata["signature"] ?? "null",
      ].join("\n");
      assert.deepEqual(Object.keys(metadata).sort(), ["signature", "signature-algorithm"]);
      assert.equal(metadata["signature-algorithm"], "SHA256withRSA");
      assert.ok(
        verify(
          "sha256",
          Buffer.from(signed),
          createPublicKey({ key: Buffer.from(publicKey?.Value ?? ""), format: "der", type: "pkcs1" }),
          Buffer.from(metadata["signature"] ?? "", "hex"),
        ),
        key,
      );
      const times: string[] = [];
      for (const log of logs) {
        const { content: text } = await read(log.s3Bucket, log.s3Object);
        assert.equal(log.hashValue, sha256(text), log.s3Object);
        const { Records } = JSON.parse(text.toString("utf8")) as { Records: { eventTime: string }[] };
        times.push(...Records.map(({ eventTime }) => eventTime));
      }
      times.sort();
      assert.deepEqual([oldestEventTime, newestEventTime], [times[0] ?? null, times.at(-1) ?? null]);
      before = { key, content, metadata, encryption: undefined, says };
    }
  }

  /** The digests, once one names the log file that holds the trail's StopLogging. */
  async function untilStopped(bucketName: string): Promise<DigestFile[]> {
    return eventually("a digest that covers StopLogging", async () => {
      const digests = await digestsOf(bucketName);
      for (const { s3Object } of digests.flatMap(({ says }) => says.logFiles).reverse())
        if ((await read(bucketName, s3Object)).content.includes('"eventName": "StopLogging"')) return digests;
      return undefined;
    });
  }

  async function validateLogs(arn: string): Promise<{ code: number; stdout: string; stderr: string }> {
    const python = await installEmulator(() => {});
    const { ok, stdout, stderr } = await runCommand(
      join(dirname(python), "aws"),
      [
        "cloudtrail",
        "validate-logs",
        "--trail-arn",
        arn,
        "--start-time",
        new Date(Date.now() - 3_600_000).toISOString(),
      ],
      {
        env: {
          AWS_ENDPOINT_URL: emulator().endpoint,
          AWS_DEFAULT_REGION: "us-east-1",
          AWS_ACCESS_KEY_ID: emulator().rootCredentials.accessKeyId,
          AWS_SECRET_ACCESS_KEY: emulator().rootCredentials.secretAccessKey,
          PYTHONDONTWRITEBYTECODE: "1",
        },
        timeoutMs: 60_000,
      },
    );
    return { code: ok ? 0 : 1, stdout, stderr };
  }

  async function emptyAndDelete(name: string): Promise<void> {
    const s3 = new S3Client(config(emulator()));
    await eventually("the bucket to be gone", async () => {
      for (const Key of await logFiles(emulator(), name))
        await s3.send(new DeleteObjectCommand({ Bucket: name, Key }));
      return s3.send(new DeleteBucketCommand({ Bucket: name })).then(
        () => true,
        () => undefined,
      );
    });
  }
});

function named(digests: readonly DigestFile[], region: string): string[] {
  return digests
    .flatMap(({ says }) => says.logFiles.map(({ s3Object }) => s3Object))
    .filter((key) => key.includes(`/CloudTrail/${region}/`));
}

function starts(digests: readonly DigestFile[]): DigestFile[] {
  return digests.filter(({ says }) => says.previousDigestSignature === null);
}

function sha256(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
