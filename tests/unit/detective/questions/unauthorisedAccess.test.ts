import assert from "node:assert/strict";
import { CloudTrailEvent } from "../../../../detective/event";
import { refusalOf } from "../../../../detective/questions/refusals";
import { unauthorisedAccess } from "../../../../detective/questions/unauthorisedAccess";
import { ACCOUNT, by, call, denied, eventSet, objectCall } from "../../../support/records";

const alice = by.user("alice");
const web = by.role("Web", "a");
const groups = (...events: CloudTrailEvent[]) => unauthorisedAccess(eventSet(events)).items;
const signIn = (at: number, success: boolean, userName: string) =>
  call(
    "signin:ConsoleLogin",
    { type: "IAMUser", userName, accountId: ACCOUNT },
    {
      at,
      sourceIPAddress: "203.0.113.5",
      eventType: "AwsConsoleSignIn",
      responseElements: { ConsoleLogin: success ? "Success" : "Failure" },
      ...(!success && { errorMessage: "Failed authentication" }),
    },
  );

describe("refusalOf", () => {
  const cases: [Partial<CloudTrailEvent>, ReturnType<typeof refusalOf>][] = [
    [{ errorCode: "AccessDenied" }, "authorisation"],
    [{ errorCode: "AccessDeniedException" }, "authorisation"],
    [{ errorCode: "KMS.AccessDeniedException" }, "authorisation"],
    [{ errorCode: "Client.UnauthorizedOperation" }, "authorisation"],
    [{ errorCode: "AuthFailure" }, "authorisation"],
    [{ errorCode: "VpceAccessDenied" }, "authorisation"],
    [{ errorCode: "ForbiddenException" }, "authorisation"],
    [{ errorCode: "403" }, "authorisation"],
    [
      {
        errorCode: "InvalidInput",
        errorMessage: "User: x is not authorized to perform: iam:PassRole on resource: y",
      },
      "authorisation",
    ],
    [{ errorMessage: "User: x is not authorized to perform: iam:PassRole" }, "authorisation"],
    [{ errorCode: "InvalidClientTokenId" }, "authentication"],
    [{ errorCode: "IDPRejectedClaim" }, "authentication"],
    [
      { eventSource: "signin.amazonaws.com", responseElements: { ConsoleLogin: "Failure" } },
      "authentication",
    ],
    [{ errorCode: "NoSuchBucket" }, undefined],
    [{ errorCode: "ThrottlingException" }, undefined],
    [{}, undefined],
    [{ responseElements: { ConsoleLogin: "Failure" } }, undefined],
  ];
  for (const [fields, expected] of cases) {
    it(`${JSON.stringify(fields)} → ${expected}`, () =>
      assert.equal(refusalOf(call("iam:X", alice, fields)), expected));
  }
});

describe("unauthorisedAccess", () => {
  it("groups by principal, address and API, and says what was missing", () => {
    const answer = unauthorisedAccess(
      eventSet([
        denied("iam:ListUsers", web, { at: 1 }),
        denied("iam:ListUsers", by.role("Web", "b"), { at: 61 }),
        denied("iam:ListUsers", web, { at: 2, sourceIPAddress: "203.0.113.5" }),
        denied("iam:ListRoles", web, { at: 3 }),
        denied("iam:ListUsers", alice, { at: 4 }),
      ]),
    );
    assert.deepEqual(
      answer.rows.map(({ who, api, from, count, first, over }) => [who, api, from, count, first, over]),
      [
        ["Web (2 sessions)", "iam:ListUsers", "192.0.2.7", "2", "2026-01-31T12:00:01Z", "1 min"],
        ["alice", "iam:ListUsers", "192.0.2.7", "1", "2026-01-31T12:00:04Z", "0 s"],
        ["Web/a", "iam:ListRoles", "192.0.2.7", "1", "2026-01-31T12:00:03Z", "0 s"],
        ["Web/a", "iam:ListUsers", "203.0.113.5", "1", "2026-01-31T12:00:02Z", "0 s"],
      ],
    );
    const [first] = answer.items;
    assert.equal(first!.why, "No identity-based policy allows iam:ListUsers; no success followed.");
    assert.equal(first!.principal, `arn:aws:iam::${ACCOUNT}:role/Web`);
    assert.deepEqual(first!.evidence, ["ListUsers@1", "ListUsers@61"]);
    assert.equal(first!.succeeded, "no");
    assert.equal(first!.outcome, "denied");
  });

  it("puts what worked afterwards on top", () => {
    const attach = {
      requestParameters: { userName: "alice", policyArn: "arn:aws:iam::aws:policy/AdministratorAccess" },
    };
    const [top, next] = groups(
      denied("iam:AttachUserPolicy", alice, { at: 1 }),
      call("iam:AttachUserPolicy", alice, { at: 91, ...attach }),
      denied("iam:ListUsers", alice, { at: 200 }),
    );
    assert.deepEqual(
      [top!.level, top!.api, top!.succeeded, top!.outcome],
      ["high", "iam:AttachUserPolicy", "yes", "success"],
    );
    assert.deepEqual(top!.success, {
      eventID: "AttachUserPolicy@91",
      time: "2026-01-31T12:01:31Z",
      who: "alice",
    });
    assert.deepEqual(top!.evidence, ["AttachUserPolicy@1", "AttachUserPolicy@91"]);
    assert.match(top!.why, /it succeeded 1 min after the first refusal, at 2026-01-31T12:01:31Z\.$/);
    assert.deepEqual([next!.level, next!.succeeded], ["medium", "no"]);
  });

  it("tells another resource's success, an earlier one, and another principal's apart", () => {
    const get = (bucket: string, fields: object) => objectCall("GetObject", web, bucket, "k", fields);
    const refusal = get("secret", { at: 10, errorCode: "AccessDenied", errorMessage: "Access Denied" });
    const [elsewhere] = groups(refusal, get("public", { at: 20 }));
    assert.deepEqual(
      [elsewhere!.level, elsewhere!.succeeded, elsewhere!.allowedBefore],
      ["low", "elsewhere", false],
    );
    const [before] = groups(get("secret", { at: 1 }), refusal, get("secret", { at: 20 }));
    assert.deepEqual([before!.level, before!.succeeded, before!.allowedBefore], ["low", "yes", true]);
    const [other] = groups(refusal, objectCall("GetObject", alice, "secret", "k", { at: 20 }));
    assert.equal(other!.succeeded, "no");
    const [earlier] = groups(get("secret", { at: 1 }), refusal);
    assert.deepEqual([earlier!.succeeded, earlier!.allowedBefore], ["no", true]);
  });

  it("follows an access key where the record names nobody else", () => {
    const key = { type: "IAMUser", accessKeyId: "AKIAONLYTHEKEY000000" };
    const [group] = groups(
      denied("s3:PutBucketPolicy", key, { at: 1 }),
      call("s3:PutBucketPolicy", by.user("x", key.accessKeyId), { at: 2 }),
    );
    assert.deepEqual([group!.succeeded, group!.success?.who], ["yes", "x"]);
  });

  it("never says that no success followed when not everything was read", () => {
    const cut = { reason: "cut" as const, inherent: false, detail: "Cut." };
    const [group] = unauthorisedAccess(eventSet([denied("iam:ListUsers", alice)], [cut])).items;
    assert.equal(group!.succeeded, "unknown");
    assert.match(group!.why, /not everything was read/);
  });

  it("notes a principal that tries what works, without the routine refusals", () => {
    const apis = ["ec2:DescribeVpcs", "rds:DescribeDBInstances", "s3:ListBuckets", "lambda:ListFunctions"];
    const four = apis.map((api, at) => denied(api, web, { at }));
    const head = call("s3:HeadBucket", web, { at: 9, errorCode: "AccessDenied" });
    assert.deepEqual(
      groups(...four, head).map(({ level }) => level),
      ["low", "low", "low", "low", "informational"],
    );
    const five = groups(...four, denied("ec2:DescribeImages", web, { at: 8 }));
    assert.deepEqual(
      five.map(({ level, apisRefused }) => [level, apisRefused]),
      Array.from({ length: 5 }, () => ["medium", 5]),
    );
    assert.deepEqual(five[0]!.attack, [{ id: "T1580", name: "Cloud Infrastructure Discovery" }]);
  });

  it("reads guessing from failed sign-ins, and a typing error not", () => {
    const HIDDEN = "HIDDEN_DUE_TO_SECURITY_REASONS";
    const guesses = Array.from({ length: 6 }, (_, at) => signIn(at, false, HIDDEN));
    const [guessed] = groups(...guesses, signIn(30, true, "bob"));
    assert.deepEqual([guessed!.level, guessed!.count, guessed!.success?.who], ["high", 6, "bob"]);
    assert.match(guessed!.why, /^6 failed sign-ins; it succeeded as bob 30 s after the first refusal/);
    assert.equal(groups(signIn(1, false, "bob"), signIn(9, true, "bob"))[0]!.level, "low");
    assert.equal(groups(...guesses)[0]!.level, "medium");
  });

  it("counts one user's failed sign-ins together, from wherever they came, and knows the user who got in", () => {
    const tries = Array.from({ length: 6 }, (_, at) => ({
      ...signIn(at, false, "carol"),
      sourceIPAddress: `203.0.113.${at}`,
    }));
    const arn = `arn:aws:iam::${ACCOUNT}:user/carol`;
    const got = signIn(30, true, "carol");
    const [group, ...more] = groups(...tries, {
      ...got,
      sourceIPAddress: "203.0.113.99",
      userIdentity: { ...got.userIdentity, arn },
    });
    assert.deepEqual(more, []);
    assert.deepEqual(
      [group!.level, group!.count, group!.from.length, group!.succeeded, group!.principal],
      ["high", 6, 6, "yes", arn],
    );
  });

  it("knows which policy refused where the code says it", () => {
    const [group] = groups(
      call("secretsmanager:GetSecretValue", alice, {
        errorCode: "VpceAccessDenied",
        errorMessage: "The request was denied due to a VPC endpoint policy",
        eventType: "AwsVpceEvent",
        eventCategory: "NetworkActivity",
      }),
    );
    assert.equal(group!.why, "A VPC endpoint policy refused it; no success followed.");
  });

  it("reads failed sign-ins to Identity Center", () => {
    const dave = { type: "Unknown", principalId: ACCOUNT, accountId: ACCOUNT, userName: "dave" };
    const serviceEventDetails = { CredentialVerification: "Failure" };
    const [group] = groups(call("signin:CredentialVerification", dave, { serviceEventDetails }));
    assert.deepEqual([group!.who, group!.count, group!.level], ["dave", 1, "low"]);
  });

  it("names the policy that denied, and the permission where it isn't the API", () => {
    const errorMessage = `User: x is not authorized to perform: iam:PassRole on resource: arn:aws:iam::${ACCOUNT}:role/Admin with an explicit deny in a service control policy`;
    const [group] = groups(denied("lambda:CreateFunction20150331", alice, { errorMessage }));
    assert.equal(group!.api, "lambda:CreateFunction");
    assert.equal(
      group!.why,
      `An explicit deny in a service control policy forbids iam:PassRole on arn:aws:iam::${ACCOUNT}:role/Admin; no success followed.`,
    );
    assert.equal(group!.target, "the role Admin");
  });
});
