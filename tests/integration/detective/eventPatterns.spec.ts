import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from "@aws-sdk/client-cloudtrail";
import {
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteUserCommand,
  GetUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, DisableKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import assert from "node:assert/strict";
import { compileEventPattern } from "../../../detective/sigma/eventbridge/compileEventPattern";
import { compileRules } from "../../../detective/sigma/match/compileRules";
import { SigmaRule } from "../../../detective/sigma/rule";
import { onlyRule, ruleText } from "../../support/parity";
import { bucket, call, config, eventually, sharedEmulator, unique } from "../emulator/support";

/** Rules with each kind of comparison, for calls of IAM and KMS by the names that a test gives out. */
function rules(user: string): Record<string, object> {
  return {
    "exactly one of": {
      a: { eventSource: "iam.amazonaws.com", eventName: ["createuser", "CreateRole"] },
      condition: "a",
    },
    "beginning, but for another field": {
      a: { eventSource: "iam.amazonaws.com", "eventName|startswith": "create" },
      failed: { "errorCode|exists": true },
      condition: "a and not failed",
    },
    "a failed call": { a: { eventSource: "iam.amazonaws.com", errorCode: "*" }, condition: "a" },
    "one of two": {
      a: { eventName: "DisableKey" },
      b: { eventName: "DeleteUser", "requestParameters.userName": user.toUpperCase() },
      condition: "a or b",
    },
    "all but one": {
      a: { "eventName|endswith": "user", eventSource: "iam.amazonaws.com" },
      b: { "requestParameters.userName": user },
      c: { readOnly: true },
      condition: "a and b and not c",
    },
    "part of a text": { a: { "eventName|contains": "Grou" }, condition: "a" },
  };
}

// AWS: eventbridge/latest/userguide/eb-create-pattern-operators.html
describe("rules as event patterns, on the emulator's bus", () => {
  const emulator = sharedEmulator({ eventBridgeSeconds: 0.3 });
  const json10 = { version: "1.0" };

  it("bring the same calls as the matcher finds", async function () {
    this.timeout(120_000);
    const name = unique("ann");
    const iam = new IAMClient(config(emulator()));
    const kms = new KMSClient(config(emulator()));
    await startTrail();
    const compiled = Object.entries(rules(name)).map(([title, detection]) => ({
      title,
      rule: onlyRule(ruleText(detection)),
    }));
    const inboxes = await Promise.all(compiled.map(({ rule }) => inbox(compileEventPattern(rule).pattern)));
    const everything = await inbox({ "detail-type": ["AWS API Call via CloudTrail"] });

    await iam.send(new CreateUserCommand({ UserName: name }));
    await assert.rejects(iam.send(new CreateUserCommand({ UserName: name })));
    await iam.send(new GetUserCommand({ UserName: name }));
    await iam.send(new CreateGroupCommand({ GroupName: name }));
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [] });
    await iam.send(new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument }));
    const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
    await kms.send(new DisableKeyCommand({ KeyId: KeyMetadata!.KeyId! }));
    await iam.send(new DeleteUserCommand({ UserName: name }));
    const last = unique("last");
    await iam.send(new CreateUserCommand({ UserName: last }));

    const seen = await everything(last);
    for (const [index, { title, rule }] of compiled.entries()) {
      const wanted = seen.filter((record) => matches(rule, record)).map(idOf);
      assert.ok(
        wanted.length > 0 && wanted.length < seen.length,
        `${title}: ${wanted.length} of ${seen.length}`,
      );
      const found = await eventually(title, async () => {
        const got = await inboxes[index]!();
        return got.length >= wanted.length ? got : undefined;
      });
      assert.deepEqual(found.map(idOf).sort(), wanted.sort(), title);
    }
  });

  type Delivered = Record<string, unknown>;

  function matches(rule: SigmaRule, record: Delivered): boolean {
    return compileRules([rule]).match(record).length > 0;
  }

  function idOf(record: Delivered): unknown {
    return record.eventID;
  }

  async function startTrail(): Promise<void> {
    const Name = unique("trail");
    const cloudtrail = new CloudTrailClient(config(emulator()));
    await cloudtrail.send(new CreateTrailCommand({ Name, S3BucketName: await bucket(emulator()) }));
    await cloudtrail.send(new StartLoggingCommand({ Name }));
  }

  /** A rule with a queue behind it: all records that came so far, or all until one that names `until`. */
  async function inbox(pattern: object): Promise<(until?: string) => Promise<Delivered[]>> {
    const name = unique("inbox");
    const { QueueUrl } = await call(emulator(), "sqs", "AmazonSQS.CreateQueue", { QueueName: name }, json10);
    await call(emulator(), "events", "AWSEvents.PutRule", {
      Name: name,
      EventPattern: JSON.stringify(pattern),
    });
    const Targets = [{ Id: "queue", Arn: `arn:aws:sqs:us-east-1:000000000000:${name}` }];
    await call(emulator(), "events", "AWSEvents.PutTargets", { Rule: name, Targets });
    const received: Delivered[] = [];
    const receive = async () => {
      for (;;) {
        const ask = { QueueUrl, MaxNumberOfMessages: 10 };
        const answer = await call(emulator(), "sqs", "AmazonSQS.ReceiveMessage", ask, json10);
        const messages = (answer.Messages ?? []) as { Body: string; ReceiptHandle: string }[];
        if (messages.length === 0) return received;
        for (const { Body, ReceiptHandle } of messages) {
          received.push((JSON.parse(Body) as { detail: Delivered }).detail);
          await call(emulator(), "sqs", "AmazonSQS.DeleteMessage", { QueueUrl, ReceiptHandle }, json10);
        }
      }
    };
    return (until) => {
      if (until === undefined) return receive();
      return eventually(`a record of ${until}`, async () =>
        (await receive()).some((record) => JSON.stringify(record).includes(until)) ? received : undefined,
      );
    };
  }
});
