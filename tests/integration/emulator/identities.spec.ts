import {
  CreateRoleCommand,
  DeleteAccessKeyCommand,
  GetUserCommand,
  IAMClient,
  ListUsersCommand,
} from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  GetCallerIdentityCommand,
  GetSessionTokenCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import assert from "node:assert/strict";
import { CallerKeys, config, lookup, newest, record, sharedEmulator, unique, user } from "./support";

// AWS: "CloudTrail userIdentity element", awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
describe("emulator: identities in events", () => {
  const emulator = sharedEmulator();

  it("names the root user, with the account as principal", async () => {
    await new IAMClient(config(emulator())).send(new ListUsersCommand({}));
    const [event] = await lookup(emulator(), { AttributeKey: "EventName", AttributeValue: "ListUsers" });
    assert.deepEqual(record(event).userIdentity, {
      type: "Root",
      principalId: "000000000000",
      arn: "arn:aws:iam::000000000000:root",
      accountId: "000000000000",
      accessKeyId: emulator().rootCredentials.accessKeyId,
    });
    assert.equal(event?.Username, "root");
    assert.equal(event?.AccessKeyId, emulator().rootCredentials.accessKeyId);
  });

  it("names an IAM user, who is found by user name and by key", async () => {
    const name = unique("alice");
    const keys = await user(emulator(), name, "iam:GetUser");
    const { User } = await new IAMClient(config(emulator(), keys)).send(
      new GetUserCommand({ UserName: name }),
    );
    const [event, ...others] = await lookup(emulator(), { AttributeKey: "Username", AttributeValue: name });
    assert.deepEqual(others, []);
    assert.match(User?.UserId ?? "", /^AIDA[A-Z2-7]{17}$/);
    assert.deepEqual(record(event).userIdentity, {
      type: "IAMUser",
      principalId: User?.UserId,
      arn: `arn:aws:iam::000000000000:user/${name}`,
      accountId: "000000000000",
      accessKeyId: keys.accessKeyId,
      userName: name,
    });
    const byKey = await lookup(emulator(), { AttributeKey: "AccessKeyId", AttributeValue: keys.accessKeyId });
    assert.deepEqual(
      byKey.map(({ EventId }) => EventId),
      [event?.EventId],
    );
  });

  it("names a role session and the role that issued it", async () => {
    const name = unique("role");
    const { role, keys } = await session(name, "night-shift");
    await new STSClient(config(emulator(), keys)).send(new GetCallerIdentityCommand({}));
    const [event] = await lookup(emulator(), { AttributeKey: "Username", AttributeValue: "night-shift" });
    const { sessionContext, ...identity } = record(event).userIdentity;
    assert.match(role.RoleId, /^AROA[A-Z2-7]{17}$/);
    assert.deepEqual(identity, {
      type: "AssumedRole",
      principalId: `${role.RoleId}:night-shift`,
      arn: `arn:aws:sts::000000000000:assumed-role/${name}/night-shift`,
      accountId: "000000000000",
      accessKeyId: keys.accessKeyId,
    });
    assert.match(keys.accessKeyId, /^ASIA/);
    const { sessionIssuer, attributes } = sessionContext as Record<string, Record<string, string>>;
    assert.deepEqual(sessionIssuer, {
      type: "Role",
      principalId: role.RoleId,
      arn: role.Arn,
      accountId: "000000000000",
      userName: name,
    });
    assert.equal(attributes?.mfaAuthenticated, "false");
    assert.ok(Math.abs(Date.now() - Date.parse(attributes?.creationDate ?? "")) < 60_000);
  });

  it("says of AssumeRole which session it made, without its secret key", async () => {
    const name = unique("role");
    const { role, keys } = await session(name, "audit");
    const events = await lookup(emulator(), { AttributeKey: "EventName", AttributeValue: "AssumeRole" });
    const found = record(events[0]);
    assert.deepEqual(found.requestParameters, { roleArn: role.Arn, roleSessionName: "audit" });
    const { credentials, assumedRoleUser } = found.responseElements as Record<string, Record<string, string>>;
    assert.deepEqual(Object.keys(credentials ?? {}).sort(), ["accessKeyId", "expiration", "sessionToken"]);
    assert.equal(credentials?.accessKeyId, keys.accessKeyId);
    assert.deepEqual(assumedRoleUser, {
      assumedRoleId: `${role.RoleId}:audit`,
      arn: `arn:aws:sts::000000000000:assumed-role/${name}/audit`,
    });
    assert.equal(found.readOnly, true);
    assert.deepEqual(found.resources, [{ accountId: "000000000000", type: "AWS::IAM::Role", ARN: role.Arn }]);
  });

  it("keeps an IAM user with temporary credentials an IAM user, with a session context", async () => {
    const name = unique("carol");
    const keys = await user(emulator(), name, "sts:GetSessionToken", "iam:GetUser");
    const { Credentials } = await new STSClient(config(emulator(), keys)).send(
      new GetSessionTokenCommand({}),
    );
    const temporary = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    await new IAMClient(config(emulator(), temporary)).send(new GetUserCommand({ UserName: name }));
    const { userIdentity } = await newest(emulator(), "GetUser");
    assert.equal(userIdentity.type, "IAMUser");
    assert.equal(userIdentity.userName, name);
    assert.equal(userIdentity.accessKeyId, temporary.accessKeyId);
    const { attributes } = userIdentity.sessionContext as { attributes: Record<string, string> };
    assert.equal(attributes.mfaAuthenticated, "false");
  });

  it("knows the caller whose own key the call deletes", async () => {
    const name = unique("dave");
    const keys = await user(emulator(), name, "iam:DeleteAccessKey");
    await new IAMClient(config(emulator(), keys)).send(
      new DeleteAccessKeyCommand({ UserName: name, AccessKeyId: keys.accessKeyId }),
    );
    const { userIdentity } = await newest(emulator(), "DeleteAccessKey");
    assert.equal(userIdentity.userName, name);
  });

  it("records a call by keys that belong to nobody for no account", async () => {
    const keys = { accessKeyId: "AKIAQAAAAAAANOBODY22", secretAccessKey: "x" };
    await assert.rejects(new IAMClient(config(emulator(), keys)).send(new ListUsersCommand({})), {
      message: "The security token included in the request is invalid",
    });
    assert.deepEqual(
      await lookup(emulator(), { AttributeKey: "AccessKeyId", AttributeValue: keys.accessKeyId }),
      [],
    );
  });

  async function session(name: string, sessionName: string) {
    const trust = {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::000000000000:root" }, Action: "sts:AssumeRole" },
      ],
    };
    const { Role } = await new IAMClient(config(emulator())).send(
      new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
    );
    const { Credentials } = await new STSClient(config(emulator())).send(
      new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: sessionName }),
    );
    const keys: CallerKeys = {
      accessKeyId: Credentials?.AccessKeyId ?? "",
      secretAccessKey: Credentials?.SecretAccessKey ?? "",
      sessionToken: Credentials?.SessionToken,
    };
    return { role: { RoleId: Role?.RoleId ?? "", Arn: Role?.Arn ?? "" }, keys };
  }
});

describe("emulator: identities where IAM is not enforced", () => {
  const emulator = sharedEmulator({ iamEnforcement: false });

  it("records whatever key as the root user's, who may do everything", async () => {
    const keys = { accessKeyId: "test", secretAccessKey: "test" };
    await new IAMClient(config(emulator(), keys)).send(new ListUsersCommand({}));
    const { userIdentity, errorCode } = await newest(emulator(), "ListUsers");
    assert.equal(errorCode, undefined);
    assert.equal(userIdentity.type, "Root");
    assert.equal(userIdentity.accessKeyId, "test");
  });
});
