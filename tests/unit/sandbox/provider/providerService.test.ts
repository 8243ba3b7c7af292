import assert from "node:assert/strict";
import { PartialFailure } from "../../../../sandbox/provider/operations";
import { unknown } from "../../../../sandbox/provider/propertyValues";
import { ProviderService } from "../../../../sandbox/provider/providerService";
import { cloudtrailCases } from "./cases/cloudtrail";
import { kmsCases } from "./cases/kms";
import { s3Cases } from "./cases/s3";
import { clean, configuration, serviceWith, target } from "./configuredService";
import { apiError, FakeAws } from "./fakeAws";

const seed = new Uint8Array([1]);
const secretOf = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
const find = (type: string) =>
  [...kmsCases, ...s3Cases, ...cloudtrailCases].find((one) => one.type === type)!;
const keyType = "aws:kms/key:Key";
const bucketType = "aws:s3/bucket:Bucket";
const trailType = "aws:cloudtrail/trail:Trail";

describe("provider service", () => {
  describe("what it refuses", () => {
    const service = serviceWith(new FakeAws());

    it("refuses an unknown type by name, and says where to add it", async () => {
      assert.throws(() => service.check(target("aws:ec2/vpc:Vpc"), { olds: {}, news: {}, seed }), {
        message:
          "aws:ec2/vpc:Vpc is not served by the sandbox's aws provider; add a record for it in " +
          "sandbox/provider/resources/ec2.ts and to sandbox/provider/registry.ts",
      });
      await assert.rejects(service.create("c", target("aws:ec2/vpc:Vpc"), {}, false), /aws:ec2\/vpc:Vpc/);
    });

    it("refuses unknown inputs, unserved inputs and wrong kinds by name, all at once", () => {
      const { failures } = service.check(target(bucketType), {
        olds: {},
        news: { bucket: "logs", colour: "red", acl: "private", forceDestroy: "yes" },
        seed,
      });
      assert.deepEqual(failures, [
        {
          property: "colour",
          reason:
            "colour is not an input the sandbox's aws provider knows; add it in sandbox/provider/resources/s3Bucket.ts",
        },
        {
          property: "acl",
          reason:
            "acl: deprecated by the vendor; use aws.s3.BucketAcl; to serve it, add it in sandbox/provider/resources/s3Bucket.ts",
        },
        { property: "forceDestroy", reason: "forceDestroy: expected a boolean, got string" },
      ]);
    });

    it("refuses unknown inputs deep inside", () => {
      const { failures } = service.check(
        target("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"),
        {
          olds: {},
          news: { bucket: "b", rules: [{ id: "x", status: "On", filtre: {} }] },
          seed,
        },
      );
      assert.deepEqual(failures, [
        {
          property: "rules[0].filtre",
          reason:
            "rules[0].filtre is not an input the sandbox's aws provider knows; add it in sandbox/provider/resources/s3BucketLifecycle.ts",
        },
        { property: "rules[0].status", reason: 'rules[0].status: "On" is not one of "Enabled", "Disabled"' },
      ]);
    });

    it("names what is required", () => {
      const { failures } = service.check(target("aws:s3/bucketPolicy:BucketPolicy"), {
        olds: {},
        news: {},
        seed,
      });
      assert.deepEqual(failures, [
        { property: "bucket", reason: "bucket is required" },
        { property: "policy", reason: "policy is required" },
      ]);
    });
  });

  describe("provider instances", () => {
    it("keeps what each connection was configured with apart", async () => {
      const aws = new FakeAws({ "s3.headBucket": apiError("NotFound") });
      const service = new ProviderService({}, aws.clients);
      service.configure("one", configuration);
      service.configure("two", { ...configuration, region: "eu-north-1" });
      const at = target(bucketType);
      await service.read("one", at, { id: "logs", state: {} });
      await service.read("two", at, { id: "logs", state: {} });
      // A resource's own region wins, and so does the region of an import id.
      await service.read("two", at, { id: "logs", state: { region: "ap-south-1", bucket: "logs" } });
      await service.read("two", at, { id: "logs@us-gov-west-1", state: {} });
      assert.deepEqual(aws.regions, ["eu-west-1", "eu-north-1", "ap-south-1", "us-gov-west-1"]);
      assert.deepEqual(aws.calls.at(-1), ["s3.headBucket", { Bucket: "logs" }]);
    });

    it("keeps the clients of one configuration over connections", async () => {
      const aws = new FakeAws({ "s3.headBucket": apiError("NotFound") });
      const service = new ProviderService({}, aws.clients);
      for (const connection of ["first", "second"]) {
        service.configure(connection, { ...configuration });
        await service.read(connection, target(bucketType), { id: "logs", state: {} });
      }
      assert.deepEqual(aws.regions, ["eu-west-1"]);
    });

    it("does nothing on a connection that was not configured", async () => {
      const service = serviceWith(new FakeAws());
      await assert.rejects(service.read("other", target(bucketType), { id: "logs", state: {} }), {
        message: "the aws provider was asked on a connection (other) it was not configured on",
      });
    });
  });

  describe("secrets", () => {
    it("keeps secret inputs secret in checked inputs, previews and state, tagsAll with tags", async () => {
      const { inputs, answers } = find(keyType);
      const service = serviceWith(new FakeAws(answers));
      const at = target(keyType);
      const news = { ...inputs, policy: secretOf(inputs.policy), tags: { a: secretOf("b") } };
      const checked = service.check(at, { olds: {}, news, seed });
      assert.deepEqual(checked.inputs.policy, secretOf(inputs.policy));
      const preview = await service.create("c", at, checked.inputs, true);
      assert.deepEqual(preview.state.tags, secretOf({ a: "b" }));
      const { state } = await service.create("c", at, checked.inputs, false);
      assert.deepEqual(state.policy, secretOf(inputs.policy));
      assert.deepEqual(state.tags, secretOf({ a: "b" }));
      assert.deepEqual(state.tagsAll, secretOf({ a: "b", owner: "sec" }));
      assert.equal(state.arn, "arn:aws:kms:eu-west-1:111122223333:key/k-1");
      const found = await service.read("c", at, { id: "k-1", state, inputs: checked.inputs });
      assert.deepEqual(clean(found?.state), clean(state));
      assert.deepEqual(clean(found?.inputs), clean(checked.inputs));
    });

    it("never tells credentials in a message", async () => {
      const aws = new FakeAws({ "kms.createKey": apiError("Bad", "AKIDEXAMPLE signed with a-secret-key") });
      const { inputs } = find(keyType);
      await assert.rejects(serviceWith(aws).create("c", target(keyType), inputs, false), {
        message: "creating aws:kms/key:Key: Bad: [credential] signed with [credential]",
      });
    });
  });

  describe("previews", () => {
    it("leaves unknown what only AWS can tell, and passes unknown inputs on", async () => {
      const service = serviceWith(new FakeAws());
      const at = target("aws:kms/alias:Alias", "logs");
      const { inputs, failures } = service.check(at, { olds: {}, news: { targetKeyId: unknown }, seed });
      assert.deepEqual(failures, []);
      const { state } = await service.create("c", at, inputs, true);
      const { name, ...rest } = state;
      assert.match(String(name), /^alias\/logs-[0-9a-f]{7}$/);
      assert.deepEqual(rest, {
        arn: unknown,
        region: "eu-west-1",
        targetKeyArn: unknown,
        targetKeyId: unknown,
      });
    });

    it("knows what an update cannot change, and not what follows a change", async () => {
      const { inputs, answers, state } = find(trailType);
      const service = serviceWith(new FakeAws(answers));
      const at = target(trailType);
      const news = { ...inputs, snsTopicName: "other", isMultiRegionTrail: unknown };
      const next = await service.update("c", at, { id: "x", state, news, preview: true });
      assert.equal(next.arn, state.arn);
      assert.equal(next.snsTopicArn, unknown);
      assert.equal(next.isMultiRegionTrail, unknown);
      assert.equal(next.snsTopicName, "other");
    });

    it("takes an unknown input for a change, a replacing one for a replacement", () => {
      const { inputs, state } = find(bucketType);
      const service = serviceWith(new FakeAws());
      const diff = service.diff("c", target(bucketType), state, { ...inputs, bucket: unknown });
      assert.deepEqual(diff.replaces, ["bucket"]);
    });
  });

  describe("names", () => {
    const service = serviceWith(new FakeAws());
    const at = target(bucketType, "Logs");
    const name = (olds: Record<string, unknown>, news = {}, from = seed) =>
      service.check(at, { olds, news, seed: from }).inputs;

    it("chooses one from the engine's seed, in small letters where S3 wants it", () => {
      const { bucket, __defaults } = name({});
      assert.match(String(bucket), /^logs-[0-9a-f]{7}$/);
      assert.deepEqual(__defaults, ["bucket"]);
      assert.equal(name({}).bucket, bucket);
      assert.notEqual(name({}, {}, new Uint8Array([2])).bucket, bucket);
    });

    it("keeps a name it chose, and lets go of one the program gave", () => {
      const chosen = name({});
      assert.equal(name(chosen, {}, new Uint8Array([9])).bucket, chosen.bucket);
      assert.match(String(name({ bucket: "given", __defaults: [] }).bucket), /^logs-/);
    });

    it("follows the engine's autonaming", () => {
      const autonaming = { proposedName: "Dev-Logs", disabled: false };
      assert.equal(service.check(at, { olds: {}, news: {}, seed, autonaming }).inputs.bucket, "dev-logs");
      const off = service.check(at, {
        olds: {},
        news: {},
        seed,
        autonaming: { proposedName: "", disabled: true },
      });
      assert.deepEqual(off.failures, [
        { property: "bucket", reason: "bucket is required, as automatic names are switched off" },
      ]);
    });
  });

  describe("failures half way", () => {
    const half = async () => {
      const { inputs, answers } = find(trailType);
      const aws = new FakeAws({
        ...answers,
        "cloudtrail.startLogging": apiError("InsufficientS3BucketPolicyException", "no"),
        "cloudtrail.getTrailStatus": { IsLogging: false },
      });
      const service = serviceWith(aws);
      const at = target(trailType);
      const checked = service.check(at, { olds: {}, news: inputs, seed }).inputs;
      const failure: unknown = await service.create("c", at, checked, false).catch((error: unknown) => error);
      assert.ok(failure instanceof PartialFailure);
      return { aws, service, at, checked, failure, answers };
    };

    it("keeps the id and the true state of what was created, with the reason", async () => {
      const { failure } = await half();
      assert.equal(failure.id, "arn:aws:cloudtrail:eu-west-1:111122223333:trail/audit");
      assert.equal(
        failure.message,
        "creating aws:cloudtrail/trail:Trail: InsufficientS3BucketPolicyException: no",
      );
      assert.equal(failure.state.enableLogging, false);
      assert.equal(failure.state.s3BucketName, "logs");
    });

    it("makes just the missing call at the next update", async () => {
      const { aws, service, at, checked, failure, answers } = await half();
      aws.answers = answers;
      aws.forget();
      const request = { id: failure.id, state: failure.state, news: checked, preview: false };
      assert.deepEqual([...service.diff("c", at, failure.state, checked).changes.keys()], ["enableLogging"]);
      await service.update("c", at, request);
      assert.deepEqual(aws.changes, [["cloudtrail.startLogging", { Name: failure.id }]]);
    });

    it("keeps an id even when nothing can be read any more, and then makes every call", async () => {
      const { inputs, answers } = find(keyType);
      const aws = new FakeAws({ ...answers, "kms.describeKey": apiError("InternalFailure") });
      const service = serviceWith(aws);
      const at = target(keyType);
      const checked = service.check(at, { olds: {}, news: inputs, seed }).inputs;
      const failure: unknown = await service.create("c", at, checked, false).catch((error: unknown) => error);
      assert.ok(failure instanceof PartialFailure);
      assert.equal(failure.id, "k-1");
      assert.deepEqual(failure.state, { region: "eu-west-1" });
      const { changes } = service.diff("c", at, failure.state, checked);
      assert.equal(changes.get("enableKeyRotation")?.kind, "add");
    });

    it("leaves nothing behind when nothing was created", async () => {
      const aws = new FakeAws({ "s3.createBucket": apiError("BucketAlreadyExists", "taken") });
      const made = serviceWith(aws).create("c", target(bucketType), { bucket: "logs" }, false);
      const failure: unknown = await made.catch((error: unknown) => error);
      assert.ok(failure instanceof Error && !(failure instanceof PartialFailure));
      assert.equal(failure.message, "creating aws:s3/bucket:Bucket: BucketAlreadyExists: taken");
    });
  });

  describe("drift", () => {
    it("finds that logging was stopped, in inputs and in the difference", async () => {
      const { inputs, answers, id, state } = find(trailType);
      const aws = new FakeAws({ ...answers, "cloudtrail.getTrailStatus": { IsLogging: false } });
      const service = serviceWith(aws);
      const at = target(trailType);
      const checked = service.check(at, { olds: {}, news: inputs, seed }).inputs;
      const found = await service.read("c", at, { id, state, inputs: checked });
      assert.equal(found?.state.enableLogging, false);
      assert.equal(found?.inputs.enableLogging, false);
      assert.deepEqual(
        [...service.diff("c", at, found?.state ?? {}, checked).changes],
        [["enableLogging", { kind: "update", replaces: false }]],
      );
    });

    it("finds tags that somebody else set, and selectors that somebody else chose", async () => {
      const { inputs, answers, id, state } = find(trailType);
      const aws = new FakeAws({
        ...answers,
        "cloudtrail.listTags": { ResourceTagList: [{ TagsList: [{ Key: "who", Value: "me" }] }] },
        "cloudtrail.getEventSelectors": { EventSelectors: [{ ReadWriteType: "WriteOnly" }] },
      });
      const service = serviceWith(aws);
      const at = target(trailType);
      const checked = service.check(at, { olds: {}, news: inputs, seed }).inputs;
      const found = await service.read("c", at, { id, state, inputs: checked });
      const { changes } = service.diff("c", at, found?.state ?? {}, checked);
      assert.deepEqual(
        [...changes],
        [
          ["eventSelectors", { kind: "delete", replaces: false }],
          ["tags", { kind: "update", replaces: false }],
        ],
      );
    });

    it("takes a changed default tag for an update of tagsAll", () => {
      const { inputs, state } = find(keyType);
      const config = { ...configuration, defaultTags: JSON.stringify({ tags: { owner: "ops" } }) };
      const { changes } = serviceWith(new FakeAws(), config).diff("c", target(keyType), state, inputs);
      assert.deepEqual([...changes], [["tagsAll", { kind: "update", replaces: false }]]);
    });
  });
});
