import {
  CloudTrailClient,
  CreateTrailCommand,
  CreateTrailCommandInput,
  DeleteTrailCommand,
  GetTrailStatusCommand,
  PutEventSelectorsCommand,
  PutEventSelectorsCommandInput,
  StartLoggingCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
} from "@aws-sdk/client-cloudtrail";
import { IAMClient, ListGroupsCommand, ListRolesCommand, ListUsersCommand } from "@aws-sdk/client-iam";
import { CreateKeyCommand, KMSClient, ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import {
  DeleteBucketCommand,
  DeleteObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient, SubscribeCommand } from "@aws-sdk/client-sns";
import assert from "node:assert/strict";
import { rootCredentials } from "../../../sandbox/emulator/rootCredentials";
import {
  bucket,
  call,
  CloudTrailRecord,
  config,
  delivered,
  eventually,
  logFiles,
  sharedEmulator,
  unique,
} from "./support";

const OTHER_ACCOUNT = "111122223333";

// AWS: "Getting and viewing your CloudTrail log files", awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
describe("emulator: log files", () => {
  const emulator = sharedEmulator({ deliverySeconds: 0.3, accounts: [OTHER_ACCOUNT] });

  it("delivers 2,000 calls of 20 clients as 2,000 records", async function () {
    this.timeout(120_000);
    const { bucketName, name } = await trail();
    const clients = Array.from({ length: 20 }, () => new KMSClient(config(emulator())));
    const requestIds = new Set<string | undefined>();
    await Promise.all(
      clients.map(async (kms) => {
        for (let made = 0; made < 100; made++) {
          const { $metadata } = await kms.send(new ListKeysCommand({}));
          requestIds.add($metadata.requestId);
        }
      }),
    );
    assert.equal(requestIds.size, 2000);
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    const records = await until(bucketName, "StopLogging");
    const calls = records.filter(({ eventName }) => eventName === "ListKeys");
    assert.equal(calls.length, 2000);
    assert.deepEqual(new Set(calls.map(({ requestID }) => requestID)), requestIds);
    assert.equal(new Set(calls.map(({ eventID }) => eventID)).size, 2000);
  });

  it("delivers what happened between StartLogging and StopLogging, and nothing else", async () => {
    const { bucketName, name } = await trail({}, false);
    const iam = new IAMClient(config(emulator()));
    await iam.send(new ListUsersCommand({}));
    await cloudtrail().send(new StartLoggingCommand({ Name: name }));
    await iam.send(new ListRolesCommand({}));
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    await iam.send(new ListGroupsCommand({}));
    await cloudtrail().send(new StartLoggingCommand({ Name: name }));
    await iam.send(new ListRolesCommand({}));
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    const records = await until(bucketName, "StopLogging", 2);
    assert.deepEqual(
      records.map(({ eventName }) => eventName),
      ["ListRoles", "ListRoles", "StartLogging", "StartLogging", "StopLogging", "StopLogging"],
    );
  });

  it("names the files as AWS does, at the event's Region, below the prefix", async () => {
    const { bucketName, name } = await trail({ S3KeyPrefix: "audit", IsMultiRegionTrail: true });
    await new KMSClient(config(emulator(), undefined, "eu-west-1")).send(new ListKeysCommand({}));
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    await until(bucketName, "StopLogging");
    await until(bucketName, "ListKeys");
    const keys = await logFiles(emulator(), bucketName);
    const key =
      /^audit\/AWSLogs\/000000000000\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/000000000000_CloudTrail_\1_\2\3\4T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
    assert.deepEqual(
      keys.filter((found) => !key.test(found)),
      [],
    );
    assert.deepEqual([...new Set(keys.map((found) => key.exec(found)?.[1]))].sort(), [
      "eu-west-1",
      "us-east-1",
    ]);
  });

  it("delivers other Regions' events to a multi-Region trail, its own to a single-Region trail", async () => {
    const everywhere = await trail({ IsMultiRegionTrail: true }, true, "eu-west-1");
    const here = await trail({}, true, "eu-west-1");
    await new KMSClient(config(emulator(), undefined, "eu-west-1")).send(new ListKeysCommand({}));
    await new KMSClient(config(emulator(), undefined, "us-west-2")).send(new ListAliasesCommand({}));
    await new IAMClient(config(emulator(), undefined, "eu-west-1")).send(new ListUsersCommand({}));
    const regional = cloudtrail("eu-west-1");
    await regional.send(new StopLoggingCommand({ Name: here.name }));
    await regional.send(new StopLoggingCommand({ Name: everywhere.name }));
    const calls = async (bucketName: string) =>
      (await until(bucketName, "StopLogging"))
        .filter(({ eventName }) => eventName.startsWith("List"))
        .map(({ eventName, awsRegion }) => `${eventName} ${awsRegion}`)
        .sort();
    await until(everywhere.bucketName, "ListUsers");
    assert.deepEqual(await calls(everywhere.bucketName), [
      "ListAliases us-west-2",
      "ListKeys eu-west-1",
      "ListUsers us-east-1",
    ]);
    assert.deepEqual(await calls(here.bucketName), ["ListKeys eu-west-1"]);
  });

  it("leaves other accounts' events out", async () => {
    const { bucketName, name } = await trail();
    await new KMSClient(config(emulator(), rootCredentials(OTHER_ACCOUNT))).send(new ListKeysCommand({}));
    await cloudtrail().send(new StopLoggingCommand({ Name: name }));
    const records = await until(bucketName, "StopLogging");
    assert.deepEqual(
      new Set(records.map(({ recipientAccountId }) => recipientAccountId)),
      new Set(["000000000000"]),
    );
    assert.equal(
      records.some(({ eventName }) => eventName === "ListKeys"),
      false,
    );
  });

  const selections: [
    string,
    (bucketName: string) => Omit<PutEventSelectorsCommandInput, "TrailName">,
    string[],
  ][] = [
    ["writes only", () => ({ EventSelectors: [{ ReadWriteType: "WriteOnly" }] }), ["CreateKey"]],
    ["reads only", () => ({ EventSelectors: [{ ReadWriteType: "ReadOnly" }] }), ["ListUsers"]],
    [
      "all but KMS",
      () => ({ EventSelectors: [{ ExcludeManagementEventSources: ["kms.amazonaws.com"] }] }),
      ["ListUsers"],
    ],
    [
      "objects below a prefix besides",
      (name) => ({
        EventSelectors: [
          { DataResources: [{ Type: "AWS::S3::Object", Values: [`arn:aws:s3:::${name}/watched/`] }] },
        ],
      }),
      ["CreateKey", "ListUsers", "PutObject watched/a"],
    ],
    [
      "objects of one bucket by advanced selectors, no management events",
      (name) => ({
        AdvancedEventSelectors: [
          {
            FieldSelectors: [
              { Field: "eventCategory", Equals: ["Data"] },
              { Field: "resources.type", Equals: ["AWS::S3::Object"] },
              { Field: "readOnly", Equals: ["false"] },
              { Field: "resources.ARN", StartsWith: [`arn:aws:s3:::${name}/`] },
            ],
          },
        ],
      }),
      ["PutObject other", "PutObject watched/a"],
    ],
  ];
  for (const [what, selectors, expected] of selections) {
    it(`obeys event selectors: ${what}`, async () => {
      const { bucketName, name } = await trail();
      const data = await bucket(emulator());
      await cloudtrail().send(new PutEventSelectorsCommand({ TrailName: name, ...selectors(data) }));
      const s3 = new S3Client(config(emulator()));
      await new IAMClient(config(emulator())).send(new ListUsersCommand({}));
      await new KMSClient(config(emulator())).send(new CreateKeyCommand({}));
      await s3.send(new PutObjectCommand({ Bucket: data, Key: "watched/a", Body: "1" }));
      await s3.send(new PutObjectCommand({ Bucket: data, Key: "other", Body: "2" }));
      await cloudtrail().send(new DeleteTrailCommand({ Name: name })); // delivers what waits before it answers
      const records = await delivered(emulator(), bucketName);
      const wanted = new Set(["ListUsers", "CreateKey", "PutObject"]);
      const shown = records
        .filter(({ eventName }) => wanted.has(eventName))
        .map(({ eventName, requestParameters }) =>
          eventName === "PutObject" ? `PutObject ${(requestParameters as { key: string }).key}` : eventName,
        );
      assert.deepEqual(shown.sort(), expected);
    });
  }

  it("encrypts with the trail's key and tells the trail's topic", async () => {
    const { KeyMetadata } = await new KMSClient(config(emulator())).send(new CreateKeyCommand({}));
    const sns = new SNSClient(config(emulator()));
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: unique("deliveries") }));
    const { QueueUrl } = await call(
      emulator(),
      "sqs",
      "AmazonSQS.CreateQueue",
      { QueueName: unique("inbox") },
      JSON_1_0,
    );
    const queueName = String(QueueUrl).split("/").pop();
    await sns.send(
      new SubscribeCommand({
        TopicArn,
        Protocol: "sqs",
        Endpoint: `arn:aws:sqs:us-east-1:000000000000:${queueName}`,
        Attributes: { RawMessageDelivery: "true" },
      }),
    );
    const { bucketName } = await trail({ KmsKeyId: KeyMetadata?.Arn, SnsTopicName: TopicArn });
    await until(bucketName, "StartLogging");
    const [Key] = await logFiles(emulator(), bucketName);
    const head = await new S3Client(config(emulator())).send(
      new HeadObjectCommand({ Bucket: bucketName, Key }),
    );
    assert.equal(head.ServerSideEncryption, "aws:kms");
    assert.equal(head.SSEKMSKeyId, KeyMetadata?.Arn);
    const message = await eventually("a message about the delivery", async () => {
      const { Messages } = await call(emulator(), "sqs", "AmazonSQS.ReceiveMessage", { QueueUrl }, JSON_1_0);
      return (Messages as { Body: string }[] | undefined)?.[0]?.Body;
    });
    assert.deepEqual(JSON.parse(message), { s3Bucket: bucketName, s3ObjectKey: [Key] });
  });

  it("tells in the status when it delivered, and why it could not", async () => {
    const { bucketName, name } = await trail();
    const status = () => cloudtrail().send(new GetTrailStatusCommand({ Name: name }));
    await until(bucketName, "StartLogging");
    const fine = await status();
    assert.equal(fine.IsLogging, true);
    assert.equal(fine.LatestDeliveryError, "");
    assert.ok(Math.abs(Date.now() - (fine.LatestDeliveryTime?.getTime() ?? 0)) < 60_000);
    const gone = await bucket(emulator());
    await cloudtrail().send(new UpdateTrailCommand({ Name: name, S3BucketName: gone }));
    await eventually("a delivery to the second bucket", async () =>
      (await logFiles(emulator(), gone)).length > 0 ? true : undefined,
    );
    await emptyAndDelete(gone);
    await eventually("a failed delivery", async () =>
      (await status()).LatestDeliveryError === "NoSuchBucket" ? true : undefined,
    );
    // What could not be delivered is not lost.
    await cloudtrail().send(new UpdateTrailCommand({ Name: name, S3BucketName: bucketName }));
    await until(bucketName, "DeleteBucket");
    await cloudtrail().send(new DeleteTrailCommand({ Name: name }));
  });

  function cloudtrail(region = "us-east-1"): CloudTrailClient {
    return new CloudTrailClient(config(emulator(), undefined, region));
  }

  async function trail(
    more: Partial<CreateTrailCommandInput> = {},
    start = true,
    region = "us-east-1",
  ): Promise<{ bucketName: string; name: string }> {
    const bucketName = await bucket(emulator());
    const name = unique("trail");
    await cloudtrail(region).send(new CreateTrailCommand({ Name: name, S3BucketName: bucketName, ...more }));
    if (start) await cloudtrail(region).send(new StartLoggingCommand({ Name: name }));
    return { bucketName, name };
  }

  /** All delivered records, by name, once there are `times` of that name. */
  async function until(bucketName: string, eventName: string, times = 1): Promise<CloudTrailRecord[]> {
    const records = await eventually(`${times} ${eventName} in the log files`, async () => {
      const found = await delivered(emulator(), bucketName);
      return found.filter((one) => one.eventName === eventName).length >= times ? found : undefined;
    });
    return records.sort((one, other) => one.eventName.localeCompare(other.eventName));
  }

  async function emptyAndDelete(name: string): Promise<void> {
    // Deliveries go on meanwhile, so it may take more than one attempt.
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

const JSON_1_0 = { version: "1.0" };
