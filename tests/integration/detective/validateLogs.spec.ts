import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { installEmulator } from "../../../sandbox/emulator/installEmulator";
import { isExecutable } from "../../../sandbox/onPath";
import { runCommand } from "../../../sandbox/runCommand";
import { serveCloudTrail, trailArn } from "../../support/cloudTrailStub";
import { keysOf } from "../../support/digestChain";
import { signingKey } from "../../support/digestKeys";
import { tamperings, untouched, type Scene } from "../../support/digestTampering";
import { MemoryBucket, s3Server } from "../../support/s3Server";
import { validated } from "../../unit/detective/integrity/validated";

/** Each run of it takes a second: what it sees is done to one archive, and what it doesn't to another. */
const SEEN = [
  "a log file is modified",
  "a log file is deleted",
  "a log file is replaced by a copy of another",
  "a digest is modified: it names one log file less",
  "an older digest loses its metadata: the one after it holds its signature",
  "the newest digest is signed with another Region's key",
];
const NOT_SEEN = [
  "a forged digest is put between two",
  "bytes are appended to a log file",
  "records are appended to a log file as a second gzip member",
  "zeros are appended to a log file",
  "a log file is put there",
  "bytes follow the end of a digest",
  "the newest digests are deleted; log files of the time stay",
];

describe("beside aws cloudtrail validate-logs", function () {
  this.timeout(120_000);
  let awsCli: string;

  before(async function () {
    awsCli = join(dirname(await installEmulator(() => undefined)), "aws");
    if (isExecutable(awsCli)) return;
    process.stdout.write(`    skipped: there is no AWS CLI at ${awsCli}\n`);
    this.skip();
  });

  it("proves the same of an archive that nobody touched", async () => {
    const scene = untouched();
    const { chain } = scene;
    chain.hours(1, 0).rotate(signingKey(chain.region, 1)).hours(2);
    const late = chain.deliver(10, { named: false });
    chain.hour();
    chain.backfill({ start: chain.time - 3_600_000, end: chain.time }, [late], new Date(chain.time));
    const theirs = await validateLogs(scene);
    assert.match(
      theirs.said,
      /12\/12 digest files valid\n1\/1 backfill digest files valid\n23\/23 log files valid/,
    );
    assert.deepEqual([theirs.ok, theirs.invalid], [true, []]);
    const ours = await validated(scene.bucket, keysOf(chain, scene.other), { regions: [chain.region] });
    assert.deepEqual([ours.summary.verdict, ours.findings], ["valid", []]);
    assert.deepEqual(
      ours.summary.chains.map(({ digests, logs }) => [digests.valid, logs.valid]),
      [[13, 23]],
    );
  });

  it("finds what it finds, of the same files", async () => {
    const { theirs, ours, wanted } = await both(SEEN);
    assert.equal(theirs.ok, false);
    // AWS's documentation takes an older digest's signature from the one after it; its CLI wants the metadata.
    const stricter = theirs.invalid.filter((key) => !ours.includes(key));
    assert.equal(stricter.length, 1);
    assert.match(stricter[0]!, /CloudTrail-Digest/);
    assert.deepEqual(
      ours,
      theirs.invalid.filter((key) => ours.includes(key)),
    );
    assert.deepEqual(ours, wanted);
  });

  it("finds what it does not find", async () => {
    const { theirs, ours, wanted } = await both(NOT_SEEN);
    assert.deepEqual([theirs.ok, theirs.invalid], [true, []], theirs.said);
    assert.deepEqual(ours, wanted);
    assert.equal(ours.length, NOT_SEEN.length - 1);
  });

  /** What both say of an archive to which all that was done. */
  async function both(names: readonly string[]) {
    const scene = untouched();
    const wanted: string[] = [];
    for (const name of names) {
      const { tamper } = tamperings.find((each) => each.name === name)!;
      wanted.push(...tamper(scene).flatMap(([, key]) => key ?? []));
    }
    const theirs = await validateLogs(scene);
    const { findings } = await validated(scene.bucket, keysOf(scene.chain, scene.other));
    const ours = findings.flatMap(({ key }) => key ?? []).sort();
    return { theirs, ours, wanted: wanted.sort() };
  }

  async function validateLogs({ bucket, chain, other }: Scene) {
    const s3 = await s3Server({ [bucket.name]: new MemoryBucket(Object.fromEntries(bucket.objects)) });
    try {
      serveCloudTrail(s3, [chain, other]);
      const span = [
        "--start-time",
        chain.begin.toISOString(),
        "--end-time",
        new Date(chain.time).toISOString(),
      ];
      const args = ["cloudtrail", "validate-logs", "--trail-arn", trailArn(chain), ...span];
      const env = {
        ...process.env,
        AWS_ENDPOINT_URL: s3.endpoint,
        AWS_ACCESS_KEY_ID: "loopback",
        AWS_SECRET_ACCESS_KEY: "loopback",
        AWS_DEFAULT_REGION: chain.region,
        AWS_CONFIG_FILE: "none",
      };
      const { ok, stdout, stderr } = await runCommand(awsCli, args, { env });
      const said = `${stdout}${stderr}`;
      const invalid = [...said.matchAll(/^(?:\(backfill\) )?\w+ file\ts3:\/\/[^/]+\/(\S+)\tINVALID/gm)].map(
        ([, key]) => key!,
      );
      return { ok, said, invalid: invalid.sort() };
    } finally {
      await s3.close();
    }
  }
});
