import {
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  EC2Client,
} from "@aws-sdk/client-ec2";
import {
  CreateAccessKeyCommand,
  CreateLoginProfileCommand,
  CreateUserCommand,
  IAMClient,
} from "@aws-sdk/client-iam";
import { CreateKeyCommand, EncryptCommand, KMSClient } from "@aws-sdk/client-kms";
import {
  DeletePublicAccessBlockCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import assert from "node:assert/strict";
import {
  authorization,
  bucket,
  call,
  config,
  lookup,
  newest,
  record,
  sharedEmulator,
  unique,
} from "./support";

// AWS: "CloudTrail record contents", awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
describe("emulator: records", () => {
  const emulator = sharedEmulator();

  describe("event names and sources", () => {
    // AmazonS3/latest/userguide/cloudtrail-logging-s3-info.html lists these names.
    it("calls S3's operations what S3's documentation does", async () => {
      const s3 = new S3Client(config(emulator()));
      const Bucket = await bucket(emulator());
      const rule = {
        ID: "old",
        Status: "Enabled" as const,
        Filter: { Prefix: "" },
        Expiration: { Days: 90 },
      };
      await s3.send(
        new PutPublicAccessBlockCommand({
          Bucket,
          PublicAccessBlockConfiguration: { BlockPublicAcls: true },
        }),
      );
      await s3.send(new GetPublicAccessBlockCommand({ Bucket }));
      await s3.send(new DeletePublicAccessBlockCommand({ Bucket }));
      await s3.send(
        new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules: [rule] } }),
      );
      await s3.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
      await s3.send(new GetBucketEncryptionCommand({ Bucket }));
      const events = await lookup(emulator(), { AttributeKey: "ResourceName", AttributeValue: Bucket });
      assert.deepEqual(events.map(({ EventName }) => EventName).reverse(), [
        "CreateBucket",
        "PutBucketPublicAccessBlock",
        "GetBucketPublicAccessBlock",
        "DeleteBucketPublicAccessBlock",
        "PutBucketLifecycle",
        "GetBucketLifecycle",
        "GetBucketEncryption",
      ]);
    });

    it("writes Lambda's API version into the name and other services' own sources", async () => {
      const { endpoint, rootCredentials, region } = emulator();
      await fetch(`${endpoint}/2015-03-31/functions/`, {
        headers: authorization("lambda", rootCredentials, region),
      });
      await call(emulator(), "states", "AWSStepFunctions.ListStateMachines", {}, { version: "1.0" });
      await fetch(endpoint, {
        method: "POST",
        headers: {
          ...authorization("monitoring", rootCredentials, region),
          "content-type": "application/x-www-form-urlencoded",
        },
        body: "Action=DescribeAlarms&Version=2010-08-01",
      });
      assert.equal((await newest(emulator(), "ListFunctions20150331")).eventSource, "lambda.amazonaws.com");
      assert.equal((await newest(emulator(), "ListStateMachines")).eventSource, "states.amazonaws.com");
      assert.equal((await newest(emulator(), "DescribeAlarms")).eventSource, "monitoring.amazonaws.com");
    });
  });

  it("has the fields that AWS documents, in one record", async () => {
    const UserName = unique("eve");
    await new IAMClient(config(emulator(), undefined, "eu-west-1")).send(new CreateUserCommand({ UserName }));
    const [event] = await lookup(emulator(), { AttributeKey: "EventName", AttributeValue: "CreateUser" });
    const { userIdentity, eventTime, userAgent, responseElements, requestID, eventID, ...rest } =
      record(event);
    assert.deepEqual(rest, {
      eventVersion: "1.11",
      eventSource: "iam.amazonaws.com",
      eventName: "CreateUser",
      awsRegion: "us-east-1", // IAM is global: recorded there, wherever the call was signed for
      sourceIPAddress: "127.0.0.1",
      requestParameters: { userName: UserName },
      readOnly: false,
      eventType: "AwsApiCall",
      managementEvent: true,
      recipientAccountId: "000000000000",
      eventCategory: "Management",
    });
    assert.equal(userIdentity.type, "Root");
    assert.match(eventTime as string, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.match(userAgent as string, /^aws-sdk-js\/3/);
    assert.match(requestID as string, /^[0-9a-f-]{36}$/);
    assert.equal(eventID, event?.EventId);
    const { createDate, userId, ...made } = (responseElements as { user: Record<string, string> }).user;
    assert.deepEqual(made, {
      path: "/",
      userName: UserName,
      arn: `arn:aws:iam::000000000000:user/${UserName}`,
    });
    assert.match(createDate ?? "", /^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d:\d\d [AP]M$/);
    assert.match(userId ?? "", /^AIDA/);
    assert.deepEqual(event?.Resources, [{ ResourceType: "AWS::IAM::User", ResourceName: UserName }]);
    assert.equal(event?.ReadOnly, "false");
  });

  it("answers nothing in responseElements for calls that only read", async () => {
    await new S3Client(config(emulator())).send(new ListBucketsCommand({}));
    const found = await newest(emulator(), "ListBuckets");
    assert.equal(found.readOnly, true);
    assert.equal(found.responseElements, null);
  });

  // AmazonS3/latest/userguide/cloudtrail-logging-understanding-s3-entries.html
  it("shows an S3 request as S3 does: bucketName, Host, the sub-resource and the body", async () => {
    const s3 = new S3Client(config(emulator()));
    const Bucket = await bucket(emulator());
    const Host = new URL(emulator().endpoint).host;
    const algorithm = { SSEAlgorithm: "AES256" as const };
    const rules = [{ ApplyServerSideEncryptionByDefault: algorithm }];
    await s3.send(
      new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules: rules } }),
    );
    const found = await newest(emulator(), "PutBucketEncryption");
    assert.deepEqual(found.requestParameters, {
      encryption: "",
      bucketName: Bucket,
      Host,
      ServerSideEncryptionConfiguration: { Rule: { ApplyServerSideEncryptionByDefault: algorithm } },
    });
    assert.equal(found.responseElements, null);
    assert.deepEqual(found.resources, [
      { accountId: "000000000000", type: "AWS::S3::Bucket", ARN: `arn:aws:s3:::${Bucket}` },
    ]);
    const [event] = await lookup(emulator(), { AttributeKey: "ResourceName", AttributeValue: Bucket });
    assert.deepEqual(event?.Resources, [{ ResourceType: "AWS::S3::Bucket", ResourceName: Bucket }]);

    const statement = {
      Effect: "Deny",
      Principal: "*",
      Action: "s3:GetObject",
      Resource: `arn:aws:s3:::${Bucket}/*`,
    };
    const policy = { Version: "2012-10-17", Statement: [statement] };
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify(policy) }));
    const put = await newest(emulator(), "PutBucketPolicy");
    assert.deepEqual(put.requestParameters, { policy: "", bucketName: Bucket, Host, bucketPolicy: policy });
  });

  // AWSEC2/latest/APIReference/using-cloudtrail.html
  it("shows lists in EC2 requests as items", async () => {
    const ec2 = new EC2Client(config(emulator()));
    const { GroupId } = await ec2.send(
      new CreateSecurityGroupCommand({ GroupName: unique("open"), Description: "d" }),
    );
    await ec2.send(
      new AuthorizeSecurityGroupIngressCommand({
        GroupId,
        IpPermissions: [{ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "0.0.0.0/0" }] }],
      }),
    );
    const found = await newest(emulator(), "AuthorizeSecurityGroupIngress");
    const permission = {
      ipProtocol: "tcp",
      fromPort: 22,
      toPort: 22,
      ipRanges: { items: [{ cidrIp: "0.0.0.0/0" }] },
    };
    assert.deepEqual(found.requestParameters, { groupId: GroupId, ipPermissions: { items: [permission] } });
  });

  describe("secrets", () => {
    it("leaves the secret of an access key and a password out", async () => {
      const iam = new IAMClient(config(emulator()));
      const UserName = unique("frank");
      await iam.send(new CreateUserCommand({ UserName }));
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      await iam.send(new CreateLoginProfileCommand({ UserName, Password: "correct-Horse-7" }));
      const made = (await newest(emulator(), "CreateAccessKey")).responseElements as Record<string, object>;
      assert.deepEqual(Object.keys(made.accessKey ?? {}).sort(), [
        "accessKeyId",
        "createDate",
        "status",
        "userName",
      ]);
      assert.deepEqual((await newest(emulator(), "CreateLoginProfile")).requestParameters, {
        userName: UserName,
      });
      await nowhere(AccessKey?.SecretAccessKey ?? "", "correct-Horse-7");
    });

    it("leaves the value of a secret out and hides that of a parameter", async () => {
      await call(emulator(), "secretsmanager", "secretsmanager.CreateSecret", {
        Name: unique("secret"),
        SecretString: "open-sesame-1",
        ClientRequestToken: "11111111-2222-3333-4444-555555555555",
      });
      const Name = unique("parameter");
      await call(emulator(), "ssm", "AmazonSSM.PutParameter", {
        Name,
        Type: "SecureString",
        Value: "open-sesame-2",
      });
      assert.deepEqual((await newest(emulator(), "PutParameter")).requestParameters, {
        name: Name,
        type: "SecureString",
        value: "HIDDEN_DUE_TO_SECURITY_REASONS",
      });
      await nowhere("open-sesame-1", "open-sesame-2");
    });

    it("leaves plaintext out of KMS events and names the key", async () => {
      const kms = new KMSClient(config(emulator()));
      const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
      const EncryptionContext = { "Team:Name": "Audit" };
      await kms.send(
        new EncryptCommand({
          KeyId: KeyMetadata?.KeyId,
          Plaintext: Buffer.from("open-sesame-3"),
          EncryptionContext,
        }),
      );
      const found = await newest(emulator(), "Encrypt");
      assert.deepEqual(found.requestParameters, {
        keyId: KeyMetadata?.KeyId,
        encryptionContext: EncryptionContext,
      });
      assert.equal(found.readOnly, true);
      assert.deepEqual(found.resources, [
        { accountId: "000000000000", type: "AWS::KMS::Key", ARN: KeyMetadata?.Arn },
      ]);
      const base64 = Buffer.from("open-sesame-3").toString("base64");
      await nowhere("open-sesame-3", base64);
    });
  });

  async function nowhere(...secrets: string[]): Promise<void> {
    const all = (await lookup(emulator())).map(({ CloudTrailEvent }) => CloudTrailEvent).join("\n");
    for (const secret of secrets) assert.equal(all.includes(secret), false, `${secret} is in an event`);
  }
});
