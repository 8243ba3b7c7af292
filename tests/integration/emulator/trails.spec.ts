import {
  AddTagsCommand,
  CloudTrailClient,
  CreateTrailCommand,
  DeleteTrailCommand,
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetInsightSelectorsCommand,
  GetTrailCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  PutInsightSelectorsCommand,
  RemoveTagsCommand,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import {
  CreateBucketCommand,
  GetBucketLoggingCommand,
  GetObjectLockConfigurationCommand,
  PutBucketLoggingCommand,
  PutObjectLockConfigurationCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { bucket, config, sharedEmulator, unique } from "./support";

// AWS: awscloudtrail/latest/APIReference
describe("emulator: trails", () => {
  const emulator = sharedEmulator();
  const client = (region?: string) => new CloudTrailClient(config(emulator(), undefined, region));

  it("refuses a second trail of the same name and leaves the first as it was", async () => {
    const { Name, S3BucketName } = await trail({ IsMultiRegionTrail: true, EnableLogFileValidation: true });
    const again = { Name, S3BucketName };
    await assert.rejects(client().send(new CreateTrailCommand(again)), {
      name: "TrailAlreadyExistsException",
      message: `Trail ${Name} already exists for customer: 000000000000`,
    });
    await assert.rejects(client("eu-west-1").send(new CreateTrailCommand(again)), {
      name: "TrailAlreadyExistsException",
    });
    const { Trail } = await client().send(new GetTrailCommand({ Name }));
    assert.equal(Trail?.IsMultiRegionTrail, true);
    assert.equal(Trail?.LogFileValidationEnabled, true);
  });

  for (const Command of [StartLoggingCommand, StopLoggingCommand, DeleteTrailCommand]) {
    it(`answers TrailNotFoundException to ${Command.name.replace("Command", "")} of an unknown trail`, async () => {
      const request = new Command({ Name: "never-made" });
      await assert.rejects(client().send(request), { name: "TrailNotFoundException" });
    });
  }

  it("forgets a setting that is updated to nothing", async () => {
    const { Name } = await trail({ S3KeyPrefix: "audit" });
    await client().send(new UpdateTrailCommand({ Name, S3KeyPrefix: "" }));
    const { Trail } = await client().send(new GetTrailCommand({ Name }));
    assert.equal(Trail?.S3KeyPrefix, undefined);
  });

  it("names the home Region in GetTrail", async () => {
    for (const region of ["us-east-1", "eu-west-1"]) {
      const Name = unique("trail");
      const S3BucketName = await bucket(emulator());
      await client(region).send(new CreateTrailCommand({ Name, S3BucketName, IsMultiRegionTrail: true }));
      const { Trail } = await client(region).send(new GetTrailCommand({ Name }));
      assert.equal(Trail?.HomeRegion, region);
    }
  });

  it("logs all management events by default, and says so", async () => {
    const { Name } = await trail();
    const { EventSelectors, AdvancedEventSelectors } = await selectors(Name);
    assert.deepEqual(EventSelectors, [
      {
        ReadWriteType: "All",
        IncludeManagementEvents: true,
        DataResources: [],
        ExcludeManagementEventSources: [],
      },
    ]);
    assert.equal(AdvancedEventSelectors, undefined);
    assert.deepEqual(await custom(Name), { HasCustomEventSelectors: false, HasInsightSelectors: false });
  });

  it("answers with the selectors that were put last, basic or advanced", async () => {
    const { Name } = await trail();
    const advanced = [
      {
        Name: "Management events selector",
        FieldSelectors: [{ Field: "eventCategory", Equals: ["Management"] }],
      },
    ];
    const basic = [
      {
        ReadWriteType: "WriteOnly" as const,
        IncludeManagementEvents: true,
        DataResources: [{ Type: "AWS::S3::Object", Values: ["arn:aws:s3"] }],
        ExcludeManagementEventSources: [],
      },
    ];
    await client().send(new PutEventSelectorsCommand({ TrailName: Name, AdvancedEventSelectors: advanced }));
    let found = await selectors(Name);
    assert.deepEqual([found.EventSelectors, found.AdvancedEventSelectors], [undefined, advanced]);
    await client().send(new PutEventSelectorsCommand({ TrailName: Name, EventSelectors: basic }));
    found = await selectors(Name);
    assert.deepEqual([found.EventSelectors, found.AdvancedEventSelectors], [basic, undefined]);
    assert.deepEqual(await custom(Name), { HasCustomEventSelectors: true, HasInsightSelectors: false });
  });

  it("answers with the Insights selectors that were put last, and refuses when there are none", async () => {
    const { Name: TrailName } = await trail();
    const get = () => client().send(new GetInsightSelectorsCommand({ TrailName }));
    await assert.rejects(get(), { name: "InsightNotEnabledException" });
    const both = [
      { InsightType: "ApiCallRateInsight" as const },
      { InsightType: "ApiErrorRateInsight" as const },
    ];
    await client().send(new PutInsightSelectorsCommand({ TrailName, InsightSelectors: both }));
    await client().send(new PutInsightSelectorsCommand({ TrailName, InsightSelectors: both.slice(0, 1) }));
    assert.deepEqual((await get()).InsightSelectors, both.slice(0, 1));
    assert.deepEqual(await custom(TrailName), { HasCustomEventSelectors: false, HasInsightSelectors: true });
    await client().send(new PutInsightSelectorsCommand({ TrailName, InsightSelectors: [] }));
    await assert.rejects(get(), { name: "InsightNotEnabledException" });
  });

  it("keeps tags as they are put, added and removed", async () => {
    const { TrailARN } = await trail({ TagsList: [{ Key: "team", Value: "audit" }] });
    const ResourceId = TrailARN;
    await client().send(new AddTagsCommand({ ResourceId, TagsList: [{ Key: "stage", Value: "dev" }] }));
    await client().send(new RemoveTagsCommand({ ResourceId, TagsList: [{ Key: "team" }] }));
    const { ResourceTagList } = await client().send(
      new ListTagsCommand({ ResourceIdList: [ResourceId ?? ""] }),
    );
    assert.deepEqual(ResourceTagList, [{ ResourceId, TagsList: [{ Key: "stage", Value: "dev" }] }]);
  });

  it("keeps a bucket's access logging and object lock as they are put", async () => {
    const s3 = new S3Client(config(emulator()));
    const Bucket = unique("locked");
    await s3.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
    const LoggingEnabled = { TargetBucket: await bucket(emulator()), TargetPrefix: "access/" };
    await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
    const lock = {
      ObjectLockEnabled: "Enabled" as const,
      Rule: { DefaultRetention: { Mode: "GOVERNANCE" as const, Days: 7 } },
    };
    await s3.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration: lock }));
    assert.deepEqual((await s3.send(new GetBucketLoggingCommand({ Bucket }))).LoggingEnabled, LoggingEnabled);
    const { ObjectLockConfiguration } = await s3.send(new GetObjectLockConfigurationCommand({ Bucket }));
    assert.deepEqual(ObjectLockConfiguration, lock);
  });

  async function trail(more: object = {}) {
    const Name = unique("trail");
    const S3BucketName = await bucket(emulator());
    const { TrailARN } = await client().send(new CreateTrailCommand({ Name, S3BucketName, ...more }));
    return { Name, S3BucketName, TrailARN };
  }

  function selectors(TrailName: string) {
    return client().send(new GetEventSelectorsCommand({ TrailName }));
  }

  async function custom(name: string) {
    const { trailList } = await client().send(new DescribeTrailsCommand({ trailNameList: [name] }));
    const found = trailList?.find(({ Name }) => Name === name);
    return {
      HasCustomEventSelectors: found?.HasCustomEventSelectors,
      HasInsightSelectors: found?.HasInsightSelectors,
    };
  }
});
