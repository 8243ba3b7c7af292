import assert from "node:assert/strict";
import { CloudTrail } from "@aws-sdk/client-cloudtrail";
import { KMS } from "@aws-sdk/client-kms";
import { S3 } from "@aws-sdk/client-s3";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { config, sharedEmulator } from "../emulator/support";
import { faultyEndpoint } from "./faultyEndpoint";
import { endpoints, StackLab } from "./stackLab";

const settled = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => "succeeded",
    (error: unknown) => String(error),
  );

describe("the provider beside what is there already", function () {
  this.timeout(300_000);
  const emulator = sharedEmulator();
  let lab: StackLab;

  beforeEach(async () => {
    lab = await StackLab.open(emulator());
  });
  afterEach(async () => {
    await lab.close();
  });

  it("imports a bucket, a key and a trail without changing them, and updates them from then on", async () => {
    const s3 = new S3(config(emulator()));
    const cloudtrail = new CloudTrail(config(emulator()));
    const kms = new KMS(config(emulator()));
    const Bucket = `found-${lab.suffix}`;
    await s3.createBucket({ Bucket });
    await s3.putBucketTagging({ Bucket, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } });
    const { KeyMetadata } = await kms.createKey({ Description: "found" });
    const keyId = KeyMetadata?.KeyId ?? "";
    const Name = `found-${lab.suffix}`;
    const { TrailARN = "" } = await cloudtrail.createTrail({ Name, S3BucketName: Bucket });
    await cloudtrail.startLogging({ Name });

    const program = (description: string, adopt: boolean) => () => {
      const from = (id: string) => (adopt ? { import: id } : {});
      new aws.s3.Bucket("bucket", { bucket: Bucket, tags: { a: "b" }, forceDestroy: !adopt }, from(Bucket));
      new aws.kms.Key("key", { description, policy: undefined }, from(keyId));
      new aws.cloudtrail.Trail("trail", { name: Name, s3BucketName: Bucket }, from(TrailARN));
      return Promise.resolve();
    };
    const imported = await lab.up(program("found", true));
    assert.deepEqual(imported.changes, { create: 1, import: 3 });
    assert.deepEqual((await lab.up(program("found", true))).changes, { same: 4 });
    assert.deepEqual((await lab.up(program("kept", false))).changes, { same: 2, update: 2 });
    assert.equal((await kms.describeKey({ KeyId: keyId })).KeyMetadata?.Description, "kept");
    assert.equal((await cloudtrail.getTrailStatus({ Name })).IsLogging, true);
  });

  it("works in other regions: by a resource's own region, and by providers of their own", async () => {
    const program = () => {
      const north = new aws.Provider("north", {
        region: "eu-north-1",
        accessKey: emulator().rootCredentials.accessKeyId,
        secretKey: emulator().rootCredentials.secretAccessKey,
        endpoints: JSON.parse(endpoints(emulator())) as object[],
        defaultTags: { tags: { place: "north" } },
      });
      const here = new aws.kms.Key("here", {});
      const own = new aws.kms.Key("own", { region: "eu-west-1" });
      const explicit = new aws.kms.Key("explicit", {}, { provider: north });
      return Promise.resolve({
        arns: pulumi
          .all([here.arn, own.arn, explicit.arn])
          .apply((arns) => arns.map((arn) => arn.split(":")[3])),
        regions: [here.region, own.region, explicit.region],
        tags: [here.tagsAll, own.tagsAll, explicit.tagsAll],
        asked: [
          aws.getRegionOutput({}).region,
          aws.getRegionOutput({ region: "sa-east-1" }).region,
          aws.getRegionOutput({}, { provider: north }).region,
        ],
      });
    };
    const { outputs, changes } = await lab.up(program);
    assert.deepEqual(changes, { create: 5 });
    assert.deepEqual(outputs.arns?.value, ["us-east-1", "eu-west-1", "eu-north-1"]);
    assert.deepEqual(outputs.regions?.value, ["us-east-1", "eu-west-1", "eu-north-1"]);
    assert.deepEqual(outputs.tags?.value, [{}, {}, { place: "north" }]);
    assert.deepEqual(outputs.asked?.value, ["us-east-1", "sa-east-1", "eu-north-1"]);
    assert.deepEqual((await lab.up(program)).changes, { same: 5 });
    assert.deepEqual(await lab.refresh(), { same: 5 });
  });

  it("keeps secrets secret in outputs and in the state", async () => {
    const { outputs } = await lab.up(() => {
      const key = new aws.kms.Key("key", { description: pulumi.secret("hush-hush"), tags: { a: "b" } });
      return Promise.resolve({ description: key.description, arn: key.arn });
    });
    assert.deepEqual([outputs.description?.value, outputs.description?.secret], ["hush-hush", true]);
    assert.equal(outputs.arn?.secret, false);
    // The engine encrypts what is marked like this; `exportStack` opens it.
    const { inputs, outputs: state } = await lab.state("key");
    for (const description of [inputs.description, state.description]) {
      assert.deepEqual(description, {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        plaintext: '"hush-hush"',
      });
    }
    assert.deepEqual(await lab.refresh(), { same: 2 });
  });

  it("says no by name: types, inputs, functions, and configuration", async () => {
    const bad = [
      () => void new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }),
      () => void new aws.s3.Bucket("bucket", { acl: "private" }),
      () => aws.ec2.getVpc({}).then(() => undefined),
      () => void new aws.Provider("elsewhere", { endpoints: [{ s3: "https://s3.amazonaws.com" }] }),
    ];
    const said = [];
    for (const program of bad) said.push(await settled(lab.up(async () => void (await program()))));
    assert.match(said[0] ?? "", /aws:ec2\/vpc:Vpc is not served by the sandbox's aws provider/);
    assert.match(said[1] ?? "", /acl: deprecated by the vendor; use aws\.s3\.BucketAcl/);
    assert.match(said[2] ?? "", /aws:ec2\/getVpc:getVpc is not served by the sandbox's aws provider/);
    assert.match(said[3] ?? "", /s3: https:\/\/s3\.amazonaws\.com is not on this machine/);
  });

  it("keeps what a failure left half made, and finishes it at the next update", async () => {
    const s3 = new S3(config(emulator()));
    const Bucket = `half-${lab.suffix}`;
    await s3.createBucket({ Bucket });
    const program = () => {
      const trail = new aws.cloudtrail.Trail("trail", {
        name: `half-${lab.suffix}`,
        s3BucketName: Bucket,
        insightSelectors: [{ insightType: "ApiErrorRateInsight" }],
      });
      return Promise.resolve({ arn: trail.arn });
    };
    const between = await faultyEndpoint(emulator());
    try {
      await lab.stack.setConfig("aws:endpoints", { value: endpoints(between) });
      between.fails.add("StartLogging");
      assert.match(
        await settled(lab.up(program)),
        /creating aws:cloudtrail\/trail:Trail: OperationNotPermittedException: StartLogging fails now/,
      );
      const half = await lab.state("trail");
      assert.match(half.id, new RegExp(`trail/half-${lab.suffix}$`));
      assert.equal(half.initErrors?.length, 1);
      assert.equal(half.outputs.enableLogging, false);

      between.fails.clear();
      assert.deepEqual((await lab.up(program)).changes, { same: 1, update: 1 });
      const whole = await lab.state("trail");
      assert.equal(whole.initErrors, undefined);
      assert.equal(whole.outputs.enableLogging, true);
      assert.deepEqual(whole.outputs.insightSelectors, [{ insightType: "ApiErrorRateInsight" }]);
      assert.deepEqual((await lab.up(program)).changes, { same: 2 });

      between.fails.add("DeleteTrail");
      assert.match(
        await settled(lab.destroy()),
        /deleting aws:cloudtrail\/trail:Trail .*DeleteTrail fails now/,
      );
      between.fails.clear();
      assert.deepEqual(await lab.destroy(), { delete: 2 });
    } finally {
      await between.stop();
    }
  });

  it("does not delete a bucket with objects in it, unless it may be emptied", async () => {
    const s3 = new S3(config(emulator()));
    const program = (forceDestroy: boolean) => () => {
      const bucket = new aws.s3.Bucket("bucket", { forceDestroy });
      return Promise.resolve({ name: bucket.bucket });
    };
    const { outputs } = await lab.up(program(false));
    await s3.putObject({ Bucket: String(outputs.name?.value), Key: "a", Body: "1" });
    assert.match(await settled(lab.destroy()), /BucketNotEmpty: .* set forceDestroy: true, run an update/);
    assert.deepEqual((await lab.up(program(true))).changes, { update: 1, same: 1 });
    assert.deepEqual(await lab.destroy(), { delete: 2 });
  });
});
