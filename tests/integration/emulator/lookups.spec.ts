import {
  CloudTrailClient,
  CreateTrailCommand,
  LookupEventsCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { IAMClient, ListGroupsCommand, ListRolesCommand } from "@aws-sdk/client-iam";
import { ListKeysCommand, KMSClient } from "@aws-sdk/client-kms";
import { GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import { rootCredentials } from "../../../sandbox/emulator/rootCredentials";
import { bucket, config, eventually, lookup, logFiles, record, sharedEmulator, unique } from "./support";

const OTHER_ACCOUNT = "111122223333";

// AWS: awscloudtrail/latest/APIReference/API_LookupEvents.html
describe("emulator: LookupEvents", () => {
  const emulator = sharedEmulator({ accounts: [OTHER_ACCOUNT], deliverySeconds: 0.2 });

  it("shows the events of the Region that is asked, IAM's in us-east-1", async () => {
    await new KMSClient(config(emulator(), undefined, "eu-west-1")).send(new ListKeysCommand({}));
    await new IAMClient(config(emulator(), undefined, "eu-west-1")).send(new ListGroupsCommand({}));
    const names = async (region: string) =>
      (await lookup(emulator(), undefined, { region }))
        .map(({ EventName }) => EventName)
        .filter((name) => name !== "LookupEvents");
    assert.deepEqual(await names("eu-west-1"), ["ListKeys"]);
    assert.deepEqual(await names("us-east-1"), ["ListGroups"]);
    assert.deepEqual(await names("ap-southeast-2"), []);
  });

  it("shows the events of the caller's account only", async () => {
    const keys = rootCredentials(OTHER_ACCOUNT);
    await new IAMClient(config(emulator(), keys)).send(new ListRolesCommand({}));
    const theirs = await lookup(
      emulator(),
      { AttributeKey: "EventName", AttributeValue: "ListRoles" },
      { keys },
    );
    assert.equal(theirs.length, 1);
    assert.equal(record(theirs[0]).recipientAccountId, OTHER_ACCOUNT);
    assert.deepEqual(
      await lookup(emulator(), { AttributeKey: "EventName", AttributeValue: "ListRoles" }),
      [],
    );
  });

  it("records itself", async () => {
    const first = await lookup(emulator(), { AttributeKey: "EventName", AttributeValue: "LookupEvents" });
    const second = await lookup(emulator(), { AttributeKey: "EventName", AttributeValue: "LookupEvents" });
    assert.equal(second.length, first.length + 1);
  });

  it("shows no data events, and none of the emulator's own calls", async () => {
    const s3 = new S3Client(config(emulator()));
    const cloudtrail = new CloudTrailClient(config(emulator()));
    const Bucket = await bucket(emulator());
    const Name = unique("noise");
    await cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: Bucket }));
    await cloudtrail.send(new StartLoggingCommand({ Name }));
    await s3.send(new PutObjectCommand({ Bucket, Key: "a", Body: "b" }));
    await s3.send(new GetObjectCommand({ Bucket, Key: "a" }));
    await eventually("a log file", async () =>
      (await logFiles(emulator(), Bucket)).length > 0 ? true : undefined,
    );
    const names = new Set((await lookup(emulator())).map(({ EventName }) => EventName));
    for (const name of ["PutObject", "GetObject", "ListObjects", "PutEvents", "Publish", "SendMessage"]) {
      assert.equal(names.has(name), false, name);
    }
    assert.ok(names.has("StartLogging"));
  });

  it("does not depend on a trail's selectors", async () => {
    const cloudtrail = new CloudTrailClient(config(emulator(), undefined, "eu-central-1"));
    const TrailName = unique("writes");
    await cloudtrail.send(
      new CreateTrailCommand({ Name: TrailName, S3BucketName: await bucket(emulator()) }),
    );
    await cloudtrail.send(new StartLoggingCommand({ Name: TrailName }));
    await cloudtrail.send(
      new PutEventSelectorsCommand({ TrailName, EventSelectors: [{ ReadWriteType: "WriteOnly" }] }),
    );
    await new KMSClient(config(emulator(), undefined, "eu-central-1")).send(new ListKeysCommand({}));
    const found = await lookup(
      emulator(),
      { AttributeKey: "EventName", AttributeValue: "ListKeys" },
      { region: "eu-central-1" },
    );
    assert.equal(found.length, 1);
  });

  it("pages without gaps or repeats while new events arrive, newest first", async () => {
    const region = "sa-east-1";
    const kms = new KMSClient(config(emulator(), undefined, region));
    for (let made = 0; made < 7; made++) await kms.send(new ListKeysCommand({}));
    const cloudtrail = new CloudTrailClient(config(emulator(), undefined, region));
    const ask = {
      LookupAttributes: [{ AttributeKey: "EventName" as const, AttributeValue: "ListKeys" }],
      MaxResults: 3,
    };
    const ids: (string | undefined)[] = [];
    const sizes: number[] = [];
    let NextToken: string | undefined;
    do {
      const page = await cloudtrail.send(new LookupEventsCommand({ ...ask, NextToken }));
      sizes.push(page.Events?.length ?? 0);
      ids.push(...(page.Events ?? []).map(({ EventId }) => EventId));
      NextToken = page.NextToken;
      await kms.send(new ListKeysCommand({}));
    } while (NextToken);
    assert.deepEqual(sizes, [3, 3, 1]);
    assert.equal(new Set(ids).size, 7);
    const all = await lookup(emulator(), ask.LookupAttributes[0], { region });
    assert.deepEqual(all.map(({ EventId }) => EventId).slice(3), ids);
  });

  it("keeps to the time range", async () => {
    const region = "ca-central-1";
    const kms = new KMSClient(config(emulator(), undefined, region));
    await kms.send(new ListKeysCommand({}));
    const [first] = await lookup(emulator(), undefined, { region });
    const EndTime = first?.EventTime;
    // Event times are whole seconds.
    await eventually("the next second", () =>
      Promise.resolve(Date.now() >= Number(EndTime) + 1000 || undefined),
    );
    await kms.send(new ListKeysCommand({}));
    const cloudtrail = new CloudTrailClient(config(emulator(), undefined, region));
    const { Events } = await cloudtrail.send(
      new LookupEventsCommand({
        EndTime,
        LookupAttributes: [{ AttributeKey: "EventName", AttributeValue: "ListKeys" }],
      }),
    );
    assert.deepEqual(
      Events?.map(({ EventId }) => EventId),
      [first?.EventId],
    );
  });

  const refused: [string, object, string][] = [
    ["51 results a page", { MaxResults: 51 }, "InvalidMaxResultsException"],
    ["a page of none", { MaxResults: 0 }, "InvalidMaxResultsException"],
    [
      "a range that ends first",
      { StartTime: new Date(2e12), EndTime: new Date(1e12) },
      "InvalidTimeRangeException",
    ],
    ["a made-up token", { NextToken: "made-up" }, "InvalidNextTokenException"],
    [
      "two attributes",
      { LookupAttributes: [attribute("EventName"), attribute("EventId")] },
      "InvalidLookupAttributesException",
    ],
    ["an unknown attribute", { LookupAttributes: [attribute("Colour")] }, "InvalidLookupAttributesException"],
  ];
  for (const [what, request, name] of refused) {
    it(`refuses ${what}`, async () => {
      const cloudtrail = new CloudTrailClient(config(emulator()));
      await assert.rejects(cloudtrail.send(new LookupEventsCommand(request)), { name });
    });
  }

  it("refuses a token of another question", async () => {
    const cloudtrail = new CloudTrailClient(config(emulator(), undefined, "sa-east-1"));
    const { NextToken } = await cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }));
    const LookupAttributes = [{ AttributeKey: "ReadOnly" as const, AttributeValue: "true" }];
    await assert.rejects(cloudtrail.send(new LookupEventsCommand({ NextToken, LookupAttributes })), {
      name: "InvalidNextTokenException",
    });
  });
});

function attribute(key: string) {
  return { AttributeKey: key, AttributeValue: "x" };
}
