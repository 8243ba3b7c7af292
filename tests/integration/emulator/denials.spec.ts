import {
  CloudTrailClient,
  CreateTrailCommand,
  StartLoggingCommand,
  StopLoggingCommand,
} from "@aws-sdk/client-cloudtrail";
import { DescribeInstancesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { IAMClient, ListUsersCommand, PutUserPolicyCommand } from "@aws-sdk/client-iam";
import assert from "node:assert/strict";
import { bucket, config, newest, sharedEmulator, unique, user } from "./support";

// AWS: IAM/latest/UserGuide/troubleshoot_access-denied.html
describe("emulator: denied calls", () => {
  const emulator = sharedEmulator();

  it("are denied and recorded with AWS's message", async () => {
    const name = unique("mallory");
    const keys = await user(emulator(), name);
    const message =
      `User: arn:aws:iam::000000000000:user/${name} is not authorized to perform: iam:ListUsers on resource: ` +
      "arn:aws:iam::000000000000:* because no identity-based policy allows the iam:ListUsers action";
    await assert.rejects(new IAMClient(config(emulator(), keys)).send(new ListUsersCommand({})), {
      name: "AccessDenied",
      message,
    });
    const found = await newest(emulator(), "ListUsers");
    assert.equal(found.errorCode, "AccessDenied");
    assert.equal(found.errorMessage, message);
    assert.equal(found.responseElements, null);
    assert.equal(found.userIdentity.userName, name);
  });

  it("say of an explicit deny where it stands", async () => {
    const name = unique("mallory");
    const keys = await user(emulator(), name, "iam:*");
    const deny = { Effect: "Deny", Action: "iam:ListUsers", Resource: "*" };
    await new IAMClient(config(emulator())).send(
      new PutUserPolicyCommand({
        UserName: name,
        PolicyName: "denied",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [deny] }),
      }),
    );
    await assert.rejects(new IAMClient(config(emulator(), keys)).send(new ListUsersCommand({})), {
      message: /iam:ListUsers on resource: \S+ with an explicit deny in an identity-based policy$/,
    });
  });

  it("have EC2's own code in the record", async () => {
    const keys = await user(emulator(), unique("mallory"));
    await assert.rejects(new EC2Client(config(emulator(), keys)).send(new DescribeInstancesCommand({})));
    assert.equal((await newest(emulator(), "DescribeInstances")).errorCode, "Client.UnauthorizedOperation");
  });

  it("are decided by a trail's ARN as AWS writes it", async () => {
    const root = new CloudTrailClient(config(emulator()));
    const S3BucketName = await bucket(emulator());
    const [mine, other] = [unique("mine"), unique("other")];
    for (const Name of [mine, other]) {
      await root.send(new CreateTrailCommand({ Name, S3BucketName }));
      await root.send(new StartLoggingCommand({ Name }));
    }
    const name = unique("operator");
    const keys = await user(emulator(), name);
    const Resource = `arn:aws:cloudtrail:us-east-1:000000000000:trail/${mine}`;
    const allow = { Effect: "Allow", Action: "cloudtrail:StopLogging", Resource };
    await new IAMClient(config(emulator())).send(
      new PutUserPolicyCommand({
        UserName: name,
        PolicyName: "mine",
        PolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement: [allow] }),
      }),
    );
    const cloudtrail = new CloudTrailClient(config(emulator(), keys));
    await cloudtrail.send(new StopLoggingCommand({ Name: mine }));
    await assert.rejects(cloudtrail.send(new StopLoggingCommand({ Name: other })), {
      name: /AccessDenied/,
      message: new RegExp(`on resource: arn:aws:cloudtrail:us-east-1:000000000000:trail/${other} because`),
    });
  });
});
