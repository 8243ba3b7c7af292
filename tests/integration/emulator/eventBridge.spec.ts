import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from "@aws-sdk/client-cloudtrail";
import { CreateKeyCommand, KMSClient, ListKeysCommand } from "@aws-sdk/client-kms";
import assert from "node:assert/strict";
import { bucket, call, CloudTrailRecord, config, eventually, sharedEmulator, unique } from "./support";

interface BusEvent {
  source: string;
  "detail-type": string;
  account: string;
  region: string;
  detail: CloudTrailRecord;
}

// AWS: eventbridge/latest/userguide/eb-service-event-cloudtrail.html
describe("emulator: calls on the event bus", () => {
  const emulator = sharedEmulator({ eventBridgeSeconds: 0.3 });
  const json10 = { version: "1.0" };

  it("arrive while a trail logs, those that change something", async () => {
    const kms = new KMSClient(config(emulator()));
    const receive = await inbox({ "detail-type": ["AWS API Call via CloudTrail"], source: ["aws.kms"] });
    await kms.send(new CreateKeyCommand({ Description: "before there is a trail" }));
    await startTrail();
    await kms.send(new ListKeysCommand({}));
    const { $metadata } = await kms.send(new CreateKeyCommand({ Description: "logged" }));
    const event = await receive();
    assert.equal(event.source, "aws.kms");
    assert.equal(event["detail-type"], "AWS API Call via CloudTrail");
    assert.equal(event.account, "000000000000");
    assert.equal(event.region, "us-east-1");
    assert.equal(event.detail.eventName, "CreateKey");
    assert.equal(event.detail.requestID, $metadata.requestId);
    assert.equal(event.detail.userIdentity.type, "Root");
  });

  it("arrive from EventBridge itself too", async () => {
    await startTrail();
    const receive = await inbox({ source: ["aws.events"], detail: { eventName: ["DeleteRule"] } });
    const Name = unique("rule");
    await call(emulator(), "events", "AWSEvents.PutRule", { Name, EventPattern: '{"source":["mine"]}' });
    await call(emulator(), "events", "AWSEvents.DeleteRule", { Name });
    const { detail } = await receive();
    assert.deepEqual(detail.requestParameters, { name: Name });
  });

  async function startTrail(): Promise<void> {
    const Name = unique("trail");
    const cloudtrail = new CloudTrailClient(config(emulator()));
    await cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: await bucket(emulator()) }));
    await cloudtrail.send(new StartLoggingCommand({ Name }));
  }

  /** A rule with a queue behind it; the answer waits for the queue's next event. */
  async function inbox(pattern: object): Promise<() => Promise<BusEvent>> {
    const name = unique("inbox");
    const { QueueUrl } = await call(emulator(), "sqs", "AmazonSQS.CreateQueue", { QueueName: name }, json10);
    await call(emulator(), "events", "AWSEvents.PutRule", {
      Name: name,
      EventPattern: JSON.stringify(pattern),
    });
    const Targets = [{ Id: "queue", Arn: `arn:aws:sqs:us-east-1:000000000000:${name}` }];
    await call(emulator(), "events", "AWSEvents.PutTargets", { Rule: name, Targets });
    return () =>
      eventually("an event in the queue", async () => {
        const answer = await call(emulator(), "sqs", "AmazonSQS.ReceiveMessage", { QueueUrl }, json10);
        const body = (answer.Messages as { Body: string }[] | undefined)?.[0]?.Body;
        return body === undefined ? undefined : (JSON.parse(body) as BusEvent);
      });
  }
});
