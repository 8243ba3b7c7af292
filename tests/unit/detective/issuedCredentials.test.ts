import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../detective/event";
import { issuedCredentials, madeWith } from "../../../detective/issuedCredentials";
import { sessionOf } from "../../../detective/sessionOf";
import { assumed } from "../../support/incidents";
import { ACCOUNT, by, call, denied } from "../../support/records";

const alice = by.user("alice");
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/ops/alice`;

describe("issuedCredentials", () => {
  it("knows the credentials that each call gives out", () => {
    assert.deepEqual(issuedCredentials(assumed(alice, "ops", "alice", "ASIAOPS")), {
      accessKeyId: "ASIAOPS",
      expiration: "Jan 31, 2026, 1:00:00 PM",
      kind: "role-session",
      arn: SESSION,
      principalId: "AROAOPS00000000000000:alice",
    });
    const credentials = { accessKeyId: "ASIA1" };
    const kinds = [
      call("sts:GetSessionToken", alice, { responseElements: { credentials } }),
      call("sts:GetFederationToken", alice, {
        responseElements: { credentials, federatedUser: { arn: "f", federatedUserId: "1:f" } },
      }),
      call("sts:AssumeRoot", alice, { responseElements: { credentials } }),
      call("iam:CreateAccessKey", alice, {
        responseElements: { accessKey: { accessKeyId: "AKIA1", userName: "bob" } },
      }),
      call("signin:ConsoleLogin", alice, { responseElements: { ConsoleLogin: "Success" } }),
    ].map((event) => issuedCredentials(event));
    assert.deepEqual(
      kinds.map((issued) => [issued?.kind, issued?.accessKeyId, issued?.arn ?? issued?.userName]),
      [
        ["session-token", "ASIA1", alice.arn],
        ["federated-session", "ASIA1", "f"],
        ["root-session", "ASIA1", undefined],
        ["access-key", "AKIA1", "bob"],
        ["console-session", undefined, alice.arn],
      ],
    );
  });

  it("puts the session's ARN together where the answer isn't in the record, as in the other account's", () => {
    const { arn, sharedEventID } = issuedCredentials({
      ...assumed(by.account("999999999999"), "path/ops", "alice", "x"),
      responseElements: null,
      sharedEventID: "shared-1",
    })!;
    assert.deepEqual([arn, sharedEventID], [SESSION, "shared-1"]);
  });

  it("finds none in refused calls and failed sign-ins, and in calls of the same name elsewhere", () => {
    const none = [
      denied("sts:AssumeRole", alice, { requestParameters: { roleArn: "x" } }),
      call("signin:ConsoleLogin", alice, { responseElements: { ConsoleLogin: "Failure" } }),
      call("cognito:AssumeRole", alice, { responseElements: { credentials: { accessKeyId: "A" } } }),
    ];
    assert.deepEqual(none.map(issuedCredentials), [undefined, undefined, undefined]);
  });
});

describe("madeWith", () => {
  const issue = assumed(alice, "ops", "alice", "ASIAOPS", { at: 10 });
  const made = (event: CloudTrailEvent) => madeWith(event, issuedCredentials(issue)!, issue);
  const ops = (accessKeyId: string | undefined, at: number) =>
    call("s3:ListBuckets", by.role("ops", "alice", { ...(accessKeyId !== undefined && { accessKeyId }) }), {
      at,
    });

  it("goes by the key where both records have it, else by the session's ARN and the time", () => {
    assert.deepEqual([made(ops("ASIAOPS", 20)), made(ops("ASIAELSE", 20))], [true, false]);
    const keyless = (at: number) => {
      const event = ops("x", at);
      delete event.userIdentity!.accessKeyId;
      return event;
    };
    assert.deepEqual([made(keyless(20)), made(keyless(5))], [true, false]);
  });
});

describe("sessionOf", () => {
  it("goes by the access key; by the principal in the console, through services and where there is no key", () => {
    const admin = by.role("Admin", "carol", { accessKeyId: "ASIA1" });
    assert.deepEqual(
      [
        sessionOf(call("s3:X", alice)).id,
        sessionOf(call("s3:X", admin, { sessionCredentialFromConsole: "true" })).id,
        sessionOf(call("s3:X", { ...admin, invokedBy: "athena.amazonaws.com" })).id,
        sessionOf(call("s3:X", by.service("ec2.amazonaws.com"))).id,
        sessionOf(call("s3:X", by.account("999999999999"))).id,
        sessionOf({}).id,
      ],
      [
        "AKIAALICE00000000000",
        `${admin.arn} (console)`,
        `${admin.arn} (through athena.amazonaws.com)`,
        "ec2.amazonaws.com",
        "AIDAOTHER",
        "unknown",
      ],
    );
  });
});
