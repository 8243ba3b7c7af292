import assert from "node:assert/strict";
import { describeEvent } from "../../../detective/describeEvent";
import { isDenied, outcomeOf } from "../../../detective/outcomeOf";
import { coversTracks } from "../../../detective/tamperingCalls";
import { ACCOUNT, by, call, denied, objectCall } from "../../support/records";

const bob = by.user("bob");

describe("describeEvent", () => {
  const said = (api: string, requestParameters = {}, responseElements = {}) =>
    describeEvent(call(api, bob, { requestParameters, responseElements }));

  it("says in a few words what a call did", () => {
    assert.deepEqual(
      [
        said("iam:AttachUserPolicy", {
          userName: "eve",
          policyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
        }),
        said("cloudtrail:StopLogging", { name: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main` }),
        said("sts:AssumeRole", { roleArn: `arn:aws:iam::${ACCOUNT}:role/team/ops`, roleSessionName: "bob" }),
        said("sts:AssumeRole", { roleArn: "arn:aws:iam::999999999999:role/ops", roleSessionName: "bob" }),
        said("lambda:UpdateFunctionCode20150331v2", { functionName: "billing" }),
        said("iam:CreateAccessKey", {}, { accessKey: { userName: "bob", accessKeyId: "AKIA1" } }),
        said("iam:DeleteAccessKey", { accessKeyId: "AKIA1" }),
        describeEvent(objectCall("GetObject", bob, "b", "a/k.csv")),
        said("ec2:RunInstances"),
        said("ec2:RunInstances", { iamInstanceProfile: { name: "app" } }),
        said("ec2:RunInstances", {
          iamInstanceProfile: { arn: `arn:aws:iam::${ACCOUNT}:instance-profile/team/app` },
        }),
      ],
      [
        "attached AdministratorAccess to the user eve",
        "stopped the logging of the trail main",
        "assumed the role ops as bob",
        "assumed the role ops of account 999999999999 as bob",
        "changed the code of the function billing",
        "created the access key AKIA1 for the user bob",
        "deleted the access key AKIA1 of the caller",
        "read a/k.csv of the bucket b",
        "started instances",
        "started instances with the instance profile app",
        "started instances with the instance profile app",
      ],
    );
  });

  it("names what a call was on as each service writes it", () => {
    const key = { ARN: `arn:aws:kms:us-east-1:${ACCOUNT}:key/k-1`, accountId: ACCOUNT };
    const encryptionContext = { "aws:ebs:id": "vol-1" };
    const instances = (...ids: string[]) => ({
      instancesSet: { items: ids.map((instanceId) => ({ instanceId })) },
    });
    assert.deepEqual(
      [
        describeEvent(
          call("kms:Decrypt", bob, { requestParameters: { encryptionContext }, resources: [key] }),
        ),
        said("kms:Decrypt", { encryptionContext }),
        said("kms:GetKeyPolicy", { keyId: "k-1", policyName: "default" }),
        said("kms:DeleteAlias", { aliasName: "alias/app" }),
        said("ec2:TerminateInstances", instances("i-1")),
        said("ec2:StopInstances", instances("i-1", "i-2")),
        said("ec2:RebootInstances", instances("i-1")),
        said("ec2:StartInstances"),
      ],
      [
        "decrypted with the key k-1",
        "decrypted with a key",
        "called kms:GetKeyPolicy on the key k-1",
        "deleted the alias alias/app",
        "terminated the instance i-1",
        "stopped 2 instances",
        "called ec2:RebootInstances on the instance i-1",
        "started instances",
      ],
    );
  });

  it("calls a dry run a dry run", () => {
    const dry = { errorCode: "Client.DryRunOperation", requestParameters: { instancesSet: {} } };
    assert.equal(describeEvent(call("ec2:RunInstances", bob, dry)), "made a dry run of RunInstances");
  });

  it("takes a refusal's wildcard for no target", () => {
    const refused = (resource: string) =>
      describeEvent(
        denied("ec2:RunInstances", bob, {
          errorMessage: `User: x is not authorized to perform: ec2:RunInstances on resource: ${resource} because no identity-based policy allows the ec2:RunInstances action`,
        }),
      );
    assert.deepEqual(
      [`arn:aws:ec2:us-east-1:${ACCOUNT}:instance/*`, `arn:aws:iam::${ACCOUNT}:user/`, "*"].map(refused),
      Array.from({ length: 3 }, () => "was denied RunInstances"),
    );
  });

  it("falls back on the API where there are no words, or a value is missing", () => {
    assert.deepEqual(
      [
        said("ec2:DescribeVpcs"),
        said("iam:AttachUserPolicy", { userName: "eve" }),
        said("sqs:PurgeQueue", { queueUrl: "q" }),
        describeEvent({}),
      ],
      [
        "called ec2:DescribeVpcs",
        "called iam:AttachUserPolicy on the user eve",
        "called sqs:PurgeQueue on the queue q",
        "called an unknown service",
      ],
    );
  });

  it("says of a refused call on what, by its message where the record has no request", () => {
    const refused = (api: string, on: string) =>
      describeEvent(
        denied(api, bob, {
          errorMessage: `User: ${bob.arn} is not authorized to perform: ${api} on resource: ${on} because no identity-based policy allows the ${api} action`,
        }),
      );
    assert.deepEqual(
      [
        refused("iam:AttachUserPolicy", "user eve"),
        refused("cloudtrail:StopLogging", `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main`),
        refused("s3:ListAllMyBuckets", "*"),
        describeEvent(
          call("iam:GetUser", bob, {
            errorCode: "NoSuchEntityException",
            requestParameters: { userName: "x" },
          }),
        ),
        describeEvent(
          call("signin:ConsoleLogin", bob, {
            responseElements: { ConsoleLogin: "Failure" },
            errorMessage: "Failed authentication",
          }),
        ),
      ],
      [
        "was denied AttachUserPolicy on the user eve",
        "was denied StopLogging on the trail main",
        "was denied ListAllMyBuckets",
        "failed with GetUser on the user x (NoSuchEntityException)",
        "failed to sign in to the console",
      ],
    );
  });

  it("keeps what an attacker wrote short, and takes nothing from prototypes", () => {
    assert.equal(said("iam:CreateUser", { userName: "x".repeat(5000) }).length, 177);
    assert.equal(said("constructor:toString"), "called constructor:toString");
    assert.equal(
      said("iam:CreateUser", { userName: "$& $1 {roleName}" }),
      "created the user $& $1 {roleName}",
    );
  });
});

describe("outcomeOf", () => {
  const of = (errorCode?: string) =>
    outcomeOf(call("iam:X", bob, errorCode === undefined ? {} : { errorCode }));

  it("tells refused from failed", () => {
    assert.deepEqual(
      [
        "AccessDenied",
        "Client.UnauthorizedOperation",
        "AccessDeniedException",
        "NoSuchEntity",
        undefined,
      ].map(of),
      ["denied", "denied", "denied", "failed", "success"],
    );
    assert.equal(
      isDenied({ errorCode: "ValidationError", errorMessage: "is not authorized to perform: x:Y" }),
      true,
    );
  });
});

describe("sign-ins", () => {
  const dave = { type: "Unknown", principalId: ACCOUNT, accountId: ACCOUNT, userName: "dave" };
  const said = (name: string, result: string) => {
    const event = call(`signin:${name}`, dave, {
      eventType: "AwsServiceEvent",
      serviceEventDetails: { [name]: result },
    });
    return [outcomeOf(event), describeEvent(event)];
  };

  it("says how a sign-in to Identity Center ended, which has no error code", () => {
    assert.deepEqual(
      [
        said("CredentialVerification", "Failure"),
        said("CredentialVerification", "Success"),
        said("UserAuthentication", "Success"),
      ],
      [
        ["failed", "failed to prove who it is, to sign in to the access portal"],
        ["success", "proved who it is, to sign in to the access portal"],
        ["success", "signed in to the access portal"],
      ],
    );
  });
});

describe("coversTracks", () => {
  const covers = (api: string, requestParameters = {}, buckets: string[] = []) =>
    coversTracks(call(api, bob, { requestParameters }), new Set(buckets));

  it("counts what blinds the account anywhere, and what hits the logs where they are", () => {
    assert.deepEqual(
      [
        covers("cloudtrail:StopLogging"),
        covers("guardduty:DeleteDetector"),
        covers("s3:DeleteObject", { bucketName: "b", key: `AWSLogs/${ACCOUNT}/CloudTrail/x.json.gz` }),
        covers("s3:DeleteBucketPolicy", { bucketName: "logs" }, ["logs"]),
      ],
      [true, true, true, true],
    );
    assert.deepEqual(
      [
        covers("cloudtrail:LookupEvents"),
        covers("states:StopLogging"),
        covers("s3:DeleteObject", { bucketName: "b", key: "a.png" }),
        covers("s3:DeleteBucketPolicy", { bucketName: "other" }, ["logs"]),
        covers("s3:PutObject", { bucketName: "b", key: `AWSLogs/${ACCOUNT}/x` }),
        // CloudTrail's own delivery, where a trail records the data events of its bucket.
        coversTracks(
          call("s3:PutObject", by.service("cloudtrail.amazonaws.com"), {
            requestParameters: { bucketName: "logs" },
          }),
          new Set(["logs"]),
        ),
      ],
      [false, false, false, false, false, false],
    );
  });
});
