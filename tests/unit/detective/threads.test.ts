import assert from "node:assert/strict";
import { parseDenial } from "../../../detective/denial";
import { CloudTrailEvent } from "../../../detective/event";
import { normaliseIp } from "../../../detective/ipAddress";
import { onThread, threadReads } from "../../../detective/onThread";
import { parseThread } from "../../../detective/parseThread";
import { QueryError } from "../../../detective/source";
import { matcher } from "../../../detective/sources/matches";
import { Thread, ThreadKind } from "../../../detective/thread";
import { ACCOUNT, by, call, denied, objectCall } from "../../support/records";

const ROLE = `arn:aws:iam::${ACCOUNT}:role/Deploy`;
const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/Deploy/ci-1`;
const BUCKET = "arn:aws:s3:::reports";

describe("normaliseIp", () => {
  const cases: [string, string | undefined][] = [
    ["192.0.2.7", "192.0.2.7"],
    [" ::ffff:127.0.0.1 ", "127.0.0.1"],
    ["::FFFF:7f00:1", "127.0.0.1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["fe80::1%eth0", "fe80::1"],
    ["cloudformation.amazonaws.com", undefined],
    ["AWS Internal", undefined],
    ["192.0.2.256", undefined],
    ["", undefined],
  ];
  for (const [text, expected] of cases) {
    it(`reads "${text}" as ${expected ?? "no address"}`, () => assert.equal(normaliseIp(text), expected));
  }
});

describe("parseThread", () => {
  const cases: [string, ThreadKind, string][] = [
    ["alice", "user", "alice"],
    [" root ", "user", "root"],
    ["alice@example.com", "user", "alice@example.com"],
    ["AKIAIOSFODNN7EXAMPLE", "access-key", "AKIAIOSFODNN7EXAMPLE"],
    ["ASIAIOSFODNN7EXAMPLE", "access-key", "ASIAIOSFODNN7EXAMPLE"],
    ["AKIA", "user", "AKIA"],
    ["Deploy/ci-1", "session", "Deploy/ci-1"],
    ["assumed-role/Deploy/ci-1", "session", "Deploy/ci-1"],
    ["Deploy/*", "session", "Deploy/*"],
    ["i-0abc123def4567890", "session", "i-0abc123def4567890"],
    ["::ffff:192.0.2.7", "ip", "192.0.2.7"],
    ["2001:DB8::1", "ip", "2001:db8::1"],
    ["6D0B2C7E-5A55-4F1C-9D46-1A2B3C4D5E6F", "event", "6d0b2c7e-5a55-4f1c-9d46-1a2b3c4d5e6f"],
    [ROLE, "arn", ROLE],
    [`arn:aws-cn:iam::${ACCOUNT}:root`, "arn", `arn:aws-cn:iam::${ACCOUNT}:root`],
    [BUCKET, "resource", BUCKET],
    [`arn:aws:iam::${ACCOUNT}:policy/p`, "resource", `arn:aws:iam::${ACCOUNT}:policy/p`],
    ["user:192.0.2.7", "user", "192.0.2.7"],
    ["session:ci-1", "session", "ci-1"],
    ["key:abc", "access-key", "abc"],
    ["ip:cloudformation.amazonaws.com", "ip", "cloudformation.amazonaws.com"],
    ["resource:reports", "resource", "reports"],
    ["event:AB-1", "event", "ab-1"],
    ["constructor:x", "user", "constructor:x"],
  ];
  for (const [text, kind, value] of cases) {
    it(`${text} is the ${kind} ${value}`, () => assert.deepEqual(parseThread(text), { kind, value }));
  }

  for (const text of ["", "  ", "user:", "ip:nowhere", "arn:aws:iam"]) {
    it(`refuses "${text}" with one clear error`, () => {
      assert.throws(
        () => parseThread(text),
        (error: unknown) => error instanceof QueryError && error.message.startsWith("thread: "),
      );
    });
  }
});

describe("onThread", () => {
  const inRole = call("s3:ListBuckets", by.role("Deploy", "ci-1"));
  const byUser = call("s3:ListBuckets", by.user("Alice"));
  const oldRecord = call("s3:ListBuckets", { type: "AssumedRole", arn: SESSION });
  const cases: [string, Thread, CloudTrailEvent, boolean][] = [
    ["a user whatever the case", { kind: "user", value: "alice" }, byUser, true],
    ["a user by unique id", { kind: "user", value: byUser.userIdentity!.principalId! }, byUser, true],
    ["a session called so", { kind: "user", value: "ci-1" }, inRole, true],
    ["not a role's name", { kind: "user", value: "Deploy" }, inRole, false],
    ["root", { kind: "user", value: "root" }, call("s3:ListBuckets", by.root()), true],
    [
      "an AWS service",
      { kind: "user", value: "cloudtrail.amazonaws.com" },
      call("kms:Decrypt", by.service("cloudtrail.amazonaws.com")),
      true,
    ],
    ["a session by its name", { kind: "session", value: "ci-1" }, inRole, true],
    ["role and session", { kind: "session", value: "Deploy/ci-1" }, inRole, true],
    ["not another role's session", { kind: "session", value: "Other/ci-1" }, inRole, false],
    ["all sessions of a role", { kind: "session", value: "Deploy/*" }, inRole, true],
    ["not a user called like a session", { kind: "session", value: "Alice" }, byUser, false],
    ["a key", { kind: "access-key", value: byUser.userIdentity!.accessKeyId! }, byUser, true],
    ["a role's ARN with its sessions", { kind: "arn", value: ROLE }, inRole, true],
    [
      "a role's ARN with a path",
      { kind: "arn", value: `arn:aws:iam::${ACCOUNT}:role/team/Deploy` },
      inRole,
      true,
    ],
    ["a role's ARN on a record without an issuer", { kind: "arn", value: ROLE }, oldRecord, true],
    [
      "not another account's role",
      { kind: "arn", value: "arn:aws:iam::999999999999:role/Deploy" },
      inRole,
      false,
    ],
    ["a session's ARN", { kind: "arn", value: SESSION }, inRole, true],
    ["not another session's ARN", { kind: "arn", value: `${SESSION}2` }, inRole, false],
    ["a user's ARN", { kind: "arn", value: `arn:aws:iam::${ACCOUNT}:user/Alice` }, byUser, true],
    ["not a longer user's ARN", { kind: "arn", value: `arn:aws:iam::${ACCOUNT}:user/Alic` }, byUser, false],
    ["an address in another spelling", { kind: "ip", value: "::ffff:192.0.2.7" }, byUser, true],
    ["not another address", { kind: "ip", value: "192.0.2.70" }, byUser, false],
    [
      "a resource that only the refusal's message names",
      { kind: "resource", value: "main" },
      denied("cloudtrail:StopLogging", by.user("eve"), {
        errorMessage: `User: x is not authorized to perform: cloudtrail:StopLogging on resource: arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/main because no`,
      }),
      true,
    ],
    [
      "an object's bucket",
      { kind: "resource", value: "reports" },
      objectCall("GetObject", by.user("a"), "reports", "k"),
      true,
    ],
    [
      "a bucket's ARN by the bucket's name",
      { kind: "resource", value: BUCKET },
      call("s3:PutBucketPolicy", by.user("a"), { requestParameters: { bucketName: "reports" } }),
      true,
    ],
    [
      "not a longer bucket",
      { kind: "resource", value: "report" },
      objectCall("GetObject", by.user("a"), "reports", "k"),
      false,
    ],
    [
      "a user's ARN as a resource by name",
      { kind: "resource", value: `arn:aws:iam::${ACCOUNT}:user/bob` },
      call("iam:AttachUserPolicy", by.user("a"), { requestParameters: { userName: "bob" } }),
      true,
    ],
    [
      "not a role of that name",
      { kind: "resource", value: `arn:aws:iam::${ACCOUNT}:user/bob` },
      call("iam:DeleteRole", by.user("a"), { requestParameters: { roleName: "bob" } }),
      false,
    ],
    [
      "not a user of that name in another account",
      { kind: "resource", value: "arn:aws:iam::999999999999:user/bob" },
      call("iam:DeleteUser", by.user("a"), { requestParameters: { userName: "bob" } }),
      false,
    ],
    ["an event by its id", { kind: "event", value: "listbuckets@0" }, byUser, true],
  ];
  for (const [name, thread, event, expected] of cases) {
    it(`${thread.kind}: ${name}`, () => assert.equal(onThread(event, thread), expected));
    if (expected && thread.kind !== "event") {
      it(`${thread.kind}: ${name}, and reads it`, () => {
        // LookupEvents compares a name as it was made, so that one given in small letters can't find it there.
        const reads = threadReads(thread.value === "alice" ? { ...thread, value: "Alice" } : thread);
        assert.equal(matcher(reads)(event), true);
      });
    }
  }

  it("reads a name with capitals in both spellings, and no more than its own events", () => {
    assert.deepEqual(threadReads({ kind: "user", value: "Alice" }), [
      { Username: "Alice" },
      { Username: "alice" },
    ]);
    assert.deepEqual(threadReads({ kind: "access-key", value: "AKIA1" }), { AccessKeyId: "AKIA1" });
    assert.deepEqual(threadReads({ kind: "session", value: "Deploy/ci-1" }), { Username: "ci-1" });
    assert.deepEqual(threadReads({ kind: "event", value: "e" }), { EventId: "e" });
    assert.equal(threadReads({ kind: "arn", value: ROLE }), undefined);
  });
});

describe("parseDenial", () => {
  const user = `User: arn:aws:iam::${ACCOUNT}:user/eve`;
  const cases: [string, ReturnType<typeof parseDenial>][] = [
    [
      `${user} is not authorized to perform: s3:GetObject on resource: "${BUCKET}/k" because no identity-based policy allows the s3:GetObject action`,
      {
        principal: `arn:aws:iam::${ACCOUNT}:user/eve`,
        action: "s3:GetObject",
        resource: `${BUCKET}/k`,
        explicit: false,
        policy: "identity",
      },
    ],
    [
      `${user} is not authorized to perform: iam:AttachUserPolicy on resource: user bob with an explicit deny in a service control policy`,
      {
        principal: `arn:aws:iam::${ACCOUNT}:user/eve`,
        action: "iam:AttachUserPolicy",
        resource: "bob",
        explicit: true,
        policy: "service-control",
      },
    ],
    [
      `${user} is not authorized to perform: ec2:RunInstances because no permissions boundary allows the ec2:RunInstances action`,
      {
        principal: `arn:aws:iam::${ACCOUNT}:user/eve`,
        action: "ec2:RunInstances",
        explicit: false,
        policy: "permissions-boundary",
      },
    ],
    [
      `${user} is not authorized to perform: kms:Decrypt on the resource associated with this ciphertext because the resource does not exist in this Region, no resource-based policies allow access, or a resource-based policy explicitly denies access`,
      { principal: `arn:aws:iam::${ACCOUNT}:user/eve`, action: "kms:Decrypt", policy: "resource" },
    ],
    ["Access Denied", undefined],
    ["", undefined],
  ];
  for (const [message, expected] of cases) {
    it(`reads ${message.slice(0, 110) || "nothing"}`, () => assert.deepEqual(parseDenial(message), expected));
  }

  it("is done at once with a hostile message", () => {
    const message = `User: x is not authorized to perform: a:B ${"because no ".repeat(500_000)}`;
    const start = performance.now();
    parseDenial(message);
    assert.ok(performance.now() - start < 500);
  });
});
