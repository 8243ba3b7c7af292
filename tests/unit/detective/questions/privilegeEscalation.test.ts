import assert from "node:assert/strict";
import { EscalationChain } from "../../../../detective/escalation/judgeChain";
import { CloudTrailEvent, UserIdentity } from "../../../../detective/event";
import { privilegeEscalation } from "../../../../detective/questions/privilegeEscalation";
import { ACCOUNT, HOME_IP, by, call, denied, eventSet } from "../../../support/records";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const ATTACKER_IP = "198.51.100.66";
const mallory = by.user("mallory");
const admin = by.user("admin");

function chains(events: readonly CloudTrailEvent[]): readonly EscalationChain[] {
  return privilegeEscalation(eventSet([...events].reverse()), { atLeast: "informational" }).items;
}

function only(events: readonly CloudTrailEvent[]): EscalationChain {
  const found = chains(events);
  assert.equal(found.length, 1, JSON.stringify(found, undefined, 1));
  return found[0]!;
}

function summary({ level, outcome, steps, target }: EscalationChain) {
  return { level, outcome, target, steps: steps.map(({ who, what }) => `${who} ${what}`) };
}

function attach(who: Parameters<typeof call>[1], userName: string, policyArn = ADMIN, fields = {}) {
  return call("iam:AttachUserPolicy", who, { requestParameters: { userName, policyArn }, ...fields });
}

function assume(who: Parameters<typeof call>[1], role: string, session: string, key: string, fields = {}) {
  return call("sts:AssumeRole", who, {
    requestParameters: { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: session },
    responseElements: {
      credentials: { accessKeyId: key, expiration: "Jan 31, 2026, 1:00:00 PM", sessionToken: "x" },
      assumedRoleUser: {
        assumedRoleId: `AROAX:${session}`,
        arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
      },
    },
    ...fields,
  });
}

describe("privilegeEscalation", () => {
  it("sees a build's role overridden, and no outsider where Lambda bounds anyone to an organization", () => {
    const build = { projectName: "web", serviceRoleOverride: `arn:aws:iam::${ACCOUNT}:role/Admin` };
    const passed = only([call("codebuild:StartBuild", mallory, { requestParameters: build })]);
    assert.match(passed.why, /it acts with the role arn:aws:iam::111122223333:role\/Admin/);
    assert.deepEqual(
      chains([call("codebuild:StartBuild", mallory, { requestParameters: { projectName: "web" } })]),
      [],
    );
    const open = { functionName: "f", action: "lambda:InvokeFunction", principal: "*" };
    const permit = (requestParameters: object) =>
      chains([
        call("lambda:AddPermission20150331v2", mallory, { requestParameters: { ...requestParameters } }),
      ]);
    assert.equal(permit(open).length, 1);
    assert.deepEqual(permit({ ...open, principalOrgID: "o-abc" }), []);
  });

  it("takes the root user's own MFA device for its own, by the name that IAM gives root", () => {
    const found = (name: string) =>
      summary(
        only([
          call(name, by.root(), {
            requestParameters: {
              userName: "AWS ROOT USER",
              serialNumber: `arn:aws:iam::${ACCOUNT}:mfa/root-account-mfa-device`,
            },
          }),
        ]),
      );
    assert.deepEqual(
      ["iam:EnableMFADevice", "iam:DeactivateMFADevice"].map((name) => {
        const { level, target } = found(name);
        return [level, target];
      }),
      [
        ["informational", "root"],
        ["low", "root"],
      ],
    );
  });

  it("calls an administrator's policy attached to oneself and used critical, with what had been denied before", () => {
    const chain = only([
      denied("secretsmanager:ListSecrets", mallory, { at: 1 }),
      attach(mallory, "mallory", ADMIN, { at: 10 }),
      call("sts:GetCallerIdentity", mallory, { at: 11 }),
      call("secretsmanager:ListSecrets", mallory, { at: 20 }),
      call("secretsmanager:ListSecrets", mallory, { at: 30, eventID: "later" }),
    ]);
    assert.deepEqual(summary(chain), {
      level: "critical",
      outcome: "success",
      target: "user mallory",
      steps: ["mallory attached AdministratorAccess to the user mallory", "mallory listed the secrets"],
    });
    assert.deepEqual(chain.evidence, ["AttachUserPolicy@10", "ListSecrets@20"]);
    assert.deepEqual(chain.attack, [
      { id: "T1098.003", name: "Account Manipulation: Additional Cloud Roles" },
    ]);
    assert.match(chain.why, /every right.*gave it to itself.*which had been denied before/);
    assert.equal(chain.who, "mallory");
    assert.deepEqual(chain.from, [HOME_IP]);
  });

  it("calls it high when it was not used, medium when it was denied", () => {
    assert.equal(only([attach(mallory, "mallory")]).level, "high");
    const refused = denied("iam:AttachUserPolicy", mallory, {
      errorMessage: `User: ${mallory.arn} is not authorized to perform: iam:AttachUserPolicy on resource: user mallory because no identity-based policy allows the iam:AttachUserPolicy action`,
    });
    const chain = only([refused]);
    assert.deepEqual(summary(chain), {
      level: "medium",
      outcome: "denied",
      target: "user mallory",
      steps: ["mallory was denied AttachUserPolicy on the user mallory"],
    });
  });

  it("weighs what is attached", () => {
    const level = (policy: string, to = "bob") => only([attach(admin, to, policy)]).level;
    assert.deepEqual(
      {
        admin: level(ADMIN),
        iam: level("arn:aws-cn:iam::aws:policy/IAMFullAccess"),
        s3: level("arn:aws:iam::aws:policy/AmazonS3FullAccess"),
        reading: level("arn:aws:iam::aws:policy/ReadOnlyAccess"),
        customer: level(`arn:aws:iam::${ACCOUNT}:policy/deploy`),
        ownReading: level("arn:aws:iam::aws:policy/ReadOnlyAccess", "admin"),
        ownCustomer: level(`arn:aws:iam::${ACCOUNT}:policy/deploy`, "admin"),
      },
      {
        admin: "medium",
        iam: "medium",
        s3: "low",
        reading: "informational",
        customer: "low",
        ownReading: "medium",
        ownCustomer: "high",
      },
    );
  });

  it("reads inline policies as JSON and URL-encoded", () => {
    const put = (policy: unknown, encode = (text: string) => text) =>
      only([
        call("iam:PutRolePolicy", admin, {
          requestParameters: {
            roleName: "app",
            policyName: "p",
            policyDocument: encode(JSON.stringify(policy)),
          },
        }),
      ]).level;
    const allow = (Action: unknown, Resource: unknown) => ({
      Statement: { Effect: "Allow", Action, Resource },
    });
    assert.deepEqual(
      {
        all: put(allow("*", "*")),
        encoded: put(allow("iam:*", ["*"]), encodeURIComponent),
        passRole: put(allow(["s3:GetObject", "iam:PassRole"], "*")),
        passOne: put(allow("iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/app`)),
        reading: put(allow(["s3:Get*", "s3:List*"], "*")),
        logs: put(allow(["logs:CreateLogStream", "logs:PutLogEvents"], "*")),
        deny: put({ Statement: [{ Effect: "Deny", Action: "*", Resource: "*" }] }),
        allBut: put({ Statement: [{ Effect: "Allow", NotAction: "s3:*", Resource: "*" }] }),
      },
      {
        all: "medium",
        encoded: "medium",
        passRole: "low",
        passOne: "informational",
        reading: "informational",
        logs: "informational",
        deny: "informational",
        allBut: "medium",
      },
    );
  });

  it("links a user made, a key, a policy and the key's use from the same address", () => {
    const backdoor = by.user("backdoor", "AKIABACKDOOR00000000");
    const at = (seconds: number) => ({ at: seconds, sourceIPAddress: ATTACKER_IP });
    const chain = only([
      call("iam:CreateUser", admin, { ...at(1), requestParameters: { userName: "backdoor" } }),
      call("iam:CreateAccessKey", admin, {
        ...at(2),
        requestParameters: { userName: "backdoor" },
        responseElements: { accessKey: { userName: "backdoor", accessKeyId: "AKIABACKDOOR00000000" } },
      }),
      attach(admin, "backdoor", ADMIN, at(3)),
      call("s3:ListBuckets", backdoor, at(60)),
    ]);
    assert.deepEqual(summary(chain), {
      level: "high",
      outcome: "success",
      target: "user backdoor",
      steps: [
        "admin created the user backdoor",
        "admin created the access key AKIABACKDOOR00000000 for the user backdoor",
        "admin attached AdministratorAccess to the user backdoor",
        "backdoor listed the buckets",
      ],
    });
    assert.deepEqual(
      chain.attack.map(({ id }) => id),
      ["T1136.003", "T1098.001", "T1098.003"],
    );
  });

  it("leaves a newcomer's first day at medium: made an administrator, at work from elsewhere", () => {
    const newcomer = by.user("newcomer", "AKIANEWCOMER00000000");
    const chain = only([
      call("iam:CreateUser", admin, { at: 1, requestParameters: { userName: "newcomer" } }),
      call("iam:CreateAccessKey", admin, {
        at: 2,
        requestParameters: { userName: "newcomer" },
        responseElements: { accessKey: { userName: "newcomer", accessKeyId: "AKIANEWCOMER00000000" } },
      }),
      attach(admin, "newcomer", ADMIN, { at: 3 }),
      call("s3:ListBuckets", newcomer, { at: 600, sourceIPAddress: "203.0.113.9" }),
    ]);
    assert.equal(chain.level, "medium");
  });

  it("does not take somebody else's key for a part of the user's making", () => {
    const levels = (maker: UserIdentity) =>
      chains([
        call("iam:CreateUser", admin, { at: 1, requestParameters: { userName: "alice" } }),
        call("iam:CreateAccessKey", maker, {
          at: 2,
          sourceIPAddress: ATTACKER_IP,
          requestParameters: { userName: "alice" },
          responseElements: { accessKey: { userName: "alice", accessKeyId: "AKIAALICE20000000000" } },
        }),
        call("s3:ListBuckets", by.user("alice", "AKIAALICE20000000000"), {
          at: 9,
          sourceIPAddress: ATTACKER_IP,
        }),
        attach(admin, "alice", "arn:aws:iam::aws:policy/AmazonS3FullAccess", { at: 3 }),
      ]).map(({ level, steps }) => [level, steps.length]);
    assert.deepEqual([levels(mallory), levels(admin)], [[["high", 4]], [["medium", 4]]]);
  });

  it("calls another user's key used by whoever made it high; one's own key is nothing", () => {
    const key = (who: string, at: number) =>
      call("iam:CreateAccessKey", mallory, {
        at,
        sourceIPAddress: ATTACKER_IP,
        requestParameters: { userName: who },
        responseElements: { accessKey: { userName: who, accessKeyId: "AKIAALICE20000000000" } },
      });
    const alice = by.user("alice", "AKIAALICE20000000000");
    const used = call("s3:ListBuckets", alice, { at: 9, sourceIPAddress: ATTACKER_IP });
    assert.deepEqual(summary(only([key("alice", 1), used])), {
      level: "high",
      outcome: "success",
      target: "user alice",
      steps: [
        "mallory created the access key AKIAALICE20000000000 for the user alice",
        "alice listed the buckets",
      ],
    });
    assert.deepEqual(chains([key("mallory", 1)]), []);
  });

  it("links a changed trust to the role's assumption", () => {
    const trust = (principal: unknown) =>
      call("iam:UpdateAssumeRolePolicy", mallory, {
        at: 1,
        requestParameters: {
          roleName: "prod",
          policyDocument: JSON.stringify({
            Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
          }),
        },
      });
    const own = only([trust({ AWS: mallory.arn }), assume(mallory, "prod", "m", "ASIAPROD", { at: 5 })]);
    assert.equal(own.level, "high");
    assert.deepEqual(
      own.steps.map(({ what }) => what),
      ["changed who may assume the role prod", "assumed the role prod as m"],
    );
    const level = (principal: unknown) => only([trust(principal)]).level;
    assert.deepEqual(
      {
        anyone: level("*"),
        foreign: level({ AWS: "arn:aws:iam::999999999999:root" }),
        account: level({ AWS: "999999999999" }),
        service: level({ Service: "lambda.amazonaws.com" }),
        own: level({ AWS: `arn:aws:iam::${ACCOUNT}:root` }),
      },
      { anyone: "high", foreign: "medium", account: "medium", service: "informational", own: "low" },
    );
    const foreigner = assume({ ...by.account("999999999999") }, "prod", "x", "ASIAX", { at: 9 });
    const assumed = only([trust({ AWS: "999999999999" }), foreigner]);
    assert.match(assumed.why, /trusts account 999999999999.*Then account 999999999999 assumed the role prod/);
  });

  it("links them within one second too, in whatever order the source has them", () => {
    const opened = call("iam:UpdateAssumeRolePolicy", mallory, {
      requestParameters: {
        roleName: "prod",
        policyDocument: JSON.stringify({
          Statement: [{ Effect: "Allow", Principal: { AWS: mallory.arn }, Action: "sts:AssumeRole" }],
        }),
      },
    });
    const entered = assume(mallory, "prod", "m", "ASIAPROD");
    for (const events of [
      [opened, entered],
      [entered, opened],
    ]) {
      assert.deepEqual(
        only(events).steps.map(({ what }) => what),
        ["changed who may assume the role prod", "assumed the role prod as m"],
      );
    }
  });

  it("sees who stands behind a role: a user's session that gives the user rights", () => {
    const session = by.role("deploy", "m", { accessKeyId: "ASIADEPLOY" });
    const chain = only([
      assume(mallory, "deploy", "m", "ASIADEPLOY", { at: 1 }),
      attach(session, "mallory", ADMIN, { at: 2 }),
    ]);
    assert.equal(chain.level, "high");
    assert.match(chain.why, /gave it to itself/);
  });

  it("ends with roles that assume each other in a circle", () => {
    const a = by.role("A", "s", { accessKeyId: "ASIAA" });
    const b = by.role("B", "s", { accessKeyId: "ASIAB" });
    const events = Array.from({ length: 50 }, (_, index) =>
      index % 2 ? assume(b, "A", "s", "ASIAA", { at: index }) : assume(a, "B", "s", "ASIAB", { at: index }),
    );
    const put = call("iam:AttachRolePolicy", a, {
      at: 60,
      requestParameters: { roleName: "B", policyArn: ADMIN },
    });
    assert.equal(only([...events, put]).level, "high");
  });

  it("calls a policy version high once a call goes through that was denied before", () => {
    const version = call("iam:CreatePolicyVersion", mallory, {
      at: 5,
      requestParameters: {
        policyArn: `arn:aws:iam::${ACCOUNT}:policy/dev`,
        setAsDefault: true,
        policyDocument: '{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}',
      },
    });
    assert.equal(only([version]).level, "medium");
    const chain = only([
      denied("s3:ListBuckets", mallory, { at: 1 }),
      version,
      call("s3:ListBuckets", mallory, { at: 8 }),
    ]);
    assert.equal(chain.level, "high");
    const notDefault = {
      ...version,
      requestParameters: { ...version.requestParameters, setAsDefault: false },
    };
    assert.deepEqual(chains([notDefault]), []);
  });

  it("keeps an ordinary day low: a pipeline's roles, stacks, instances, shells", () => {
    const ci = by.role("ci-deploy", "run-42");
    const stack = { ...ci, invokedBy: "cloudformation.amazonaws.com" };
    const slr = by.role("AWSServiceRoleForAutoScaling", "AutoScaling", {
      sessionContext: {
        sessionIssuer: {
          type: "Role",
          arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
          accountId: ACCOUNT,
          userName: "AWSServiceRoleForAutoScaling",
        },
      },
    });
    const trust = JSON.stringify({
      Statement: [
        { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
      ],
    });
    const basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
    const events = Array.from({ length: 30 }, (_, n) => [
      call("iam:CreateRole", n % 2 ? ci : stack, {
        at: n * 20,
        requestParameters: { roleName: `fn-${n}`, assumeRolePolicyDocument: trust },
      }),
      call("iam:AttachRolePolicy", n % 2 ? ci : stack, {
        at: n * 20 + 1,
        requestParameters: { roleName: `fn-${n}`, policyArn: basic },
      }),
      call("lambda:CreateFunction20150331", n % 2 ? ci : stack, {
        at: n * 20 + 2,
        requestParameters: { functionName: `fn-${n}`, role: `arn:aws:iam::${ACCOUNT}:role/fn-${n}` },
      }),
      assume(by.service("lambda.amazonaws.com"), `fn-${n}`, `fn-${n}`, `ASIAFN${n}`, { at: n * 20 + 3 }),
      call("ec2:RunInstances", slr, {
        at: n * 20 + 4,
        requestParameters: { iamInstanceProfile: { name: "web" } },
        responseElements: { instancesSet: { items: [{ instanceId: "i-0123456789abcdef0" }] } },
      }),
      call("ssm:StartSession", by.role("AWSReservedSSO_Admin_0123456789abcdef", "alice"), {
        at: n * 20 + 5,
        requestParameters: { target: "i-0123456789abcdef0" },
      }),
      assume(admin, "ops", "admin", `ASIAOPS${n}`, { at: n * 20 + 6 }),
    ]).flat();
    const levels = new Set(chains(events).map(({ level }) => level));
    assert.deepEqual([...levels].sort(), ["informational", "low"]);
    const shells = chains(events).filter(({ who }) => who.startsWith("AWSReservedSSO"));
    assert.deepEqual(
      shells.map(({ steps, level }) => [steps.length, level]),
      [[30, "informational"]],
    );
  });

  it("tells a series of refused ways as one", () => {
    const chain = only([
      denied("iam:AttachUserPolicy", mallory, { at: 1 }),
      denied("iam:PutUserPolicy", mallory, { at: 2 }),
      denied("iam:CreatePolicyVersion", mallory, { at: 3 }),
      denied("lambda:CreateFunction", mallory, {
        at: 4,
        errorMessage: `User: ${mallory.arn} is not authorized to perform: iam:PassRole on resource: arn:aws:iam::${ACCOUNT}:role/prod because no identity-based policy allows the iam:PassRole action`,
      }),
    ]);
    assert.equal(chain.level, "medium");
    assert.equal(chain.outcome, "denied");
    assert.equal(chain.steps.length, 4);
    assert.match(chain.why, /4 attempts were denied/);
  });

  it("counts a record once that comes twice", () => {
    const event = attach(mallory, "mallory");
    assert.equal(only([event, { ...event }]).steps.length, 1);
  });

  it("goes by the service too: another service's call of the same name is another call", () => {
    const other = call("iot:AttachUserPolicy", mallory, {
      requestParameters: { userName: "mallory", policyArn: ADMIN },
    });
    assert.deepEqual(chains([other]), []);
  });

  it("counts what is everyday in the title, and shows it when asked", () => {
    const events = [
      attach(admin, "bob", "arn:aws:iam::aws:policy/ReadOnlyAccess", { at: 1 }),
      attach(mallory, "mallory"),
    ];
    const answer = privilegeEscalation(eventSet(events));
    assert.equal(answer.items.length, 1);
    assert.equal(answer.title, "Privilege escalation (and 1 everyday change of rights, not listed)");
    assert.deepEqual(answer.evidence, [["AttachUserPolicy@0"]]);
  });

  it("survives records that are not as they should be", () => {
    const dirty: CloudTrailEvent[] = [
      {},
      { eventSource: "iam.amazonaws.com", eventName: "AttachUserPolicy" },
      call("iam:AttachUserPolicy", {}, { requestParameters: { userName: ["x"], policyArn: { a: 1 } } }),
      call("iam:PutUserPolicy", mallory, {
        at: 1,
        requestParameters: { userName: "__proto__", policyDocument: "%E0%A4%A" },
      }),
      call("iam:UpdateAssumeRolePolicy", mallory, {
        at: 2,
        requestParameters: {
          roleName: "constructor",
          policyDocument: '{"Statement":[null,3,{"Effect":"Allow"}]}',
        },
      }),
      call("iam:CreateAccessKey", mallory, {
        at: 3,
        eventTime: "yesterday",
        responseElements: { accessKey: 7 },
      }),
      call("ssm:SendCommand", mallory, { at: 4, requestParameters: { instanceIds: "i-1" } }),
    ];
    assert.equal(
      chains(dirty).every(({ steps }) => steps.length > 0),
      true,
    );
  });
});
