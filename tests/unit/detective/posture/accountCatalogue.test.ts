import assert from "node:assert/strict";
import { judge } from "../../../../detective/posture/checkCatalogue";
import { gatherFacts } from "../../../../detective/posture/gatherFacts";
import { missionScore } from "../../../../detective/posture/score";
import { ACCOUNT, FakeAccount, NOW, OTHER_ACCOUNT, awsError } from "../support/account";
import { answering, catalogueCases, status, trail } from "../support/catalogueCases";
import { encoded } from "../support/services";

const second =
  (fields: Record<string, unknown> = {}) =>
  (account: FakeAccount) => {
    account.services.otherTrails = [
      {
        Name: "second",
        TrailARN: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/second`,
        S3BucketName: "ch03-cloudtrail-111122223333",
        HomeRegion: "us-east-1",
        IsMultiRegionTrail: true,
        ...fields,
      },
    ];
  };
const logging = (account: FakeAccount) =>
  answering("cloudTrail.getTrailStatus", { IsLogging: true, StartLoggingTime: NOW })(account);

catalogueCases("regions-covered", [
  {
    name: "a single Region's trail, two enabled",
    change: (a) => {
      trail({ IsMultiRegionTrail: false })(a);
      answering("ec2.describeRegions", {
        Regions: [{ RegionName: "us-east-1" }, { RegionName: "eu-west-1" }],
      })(a);
    },
    status: "fail",
    says: /management events of eu-west-1/,
  },
  { name: "stopped", change: status({ IsLogging: false }), status: "fail" },
  {
    name: "writes only",
    change: answering("cloudTrail.getEventSelectors", { EventSelectors: [{ ReadWriteType: "WriteOnly" }] }),
    status: "fail",
  },
  {
    name: "stopped, but another one logs",
    change: (a) => {
      status({ IsLogging: false })(a);
      second()(a);
      logging(a);
    },
    status: "pass",
    says: /second records us-east-1/,
  },
  {
    name: "status not readable",
    change: (a) => (a.status = awsError("ThrottlingException")),
    status: "unknown",
  },
  {
    name: "enabled Regions not readable",
    change: answering("ec2.describeRegions", awsError("UnauthorizedOperation")),
    status: "unknown",
  },
]);

catalogueCases("extra-copies", [
  {
    name: "a second trail",
    change: (a) => {
      second()(a);
      logging(a);
    },
    status: "fail",
    says: /ch03-security-trail and second record the same/,
  },
  {
    name: "the organization's",
    change: (a) => {
      second({ IsOrganizationTrail: true })(a);
      logging(a);
    },
    status: "fail",
    says: /second \(the organization's\)/,
  },
  { name: "a second one that is stopped", change: second(), status: "pass" },
  {
    name: "a second one of which nothing is known",
    change: (a) => {
      second()(a);
      answering("cloudTrail.getTrailStatus", awsError("AccessDenied"))(a);
    },
    status: "unknown",
  },
]);

const plain = { Threshold: 1, ComparisonOperator: "GreaterThanOrEqualToThreshold", EvaluationPeriods: 1 };
const alarms = ({ MetricAlarms }: { MetricAlarms: object[] }) =>
  answering("cloudWatch.describeAlarmsForMetric", {
    MetricAlarms: MetricAlarms.map((alarm) => ({ ...plain, ...alarm })),
  });
const filters = (...patterns: string[]) =>
  answering("logs.describeMetricFilters", {
    metricFilters: patterns.map((filterPattern, index) => ({
      filterName: `f${index}`,
      filterPattern,
      metricTransformations: [{ metricName: "m", metricNamespace: "n" }],
    })),
  });
const rule =
  (EventPattern: object, ...Targets: { Id: string; Arn: string }[]) =>
  (account: FakeAccount) => {
    filters()(account);
    answering("eventBridge.listRules", {
      Rules: [{ Name: "r", State: "ENABLED", EventPattern: JSON.stringify(EventPattern) }],
    })(account);
    answering("eventBridge.listTargetsByRule", { Targets })(account);
  };
const tampering = {
  source: ["aws.cloudtrail"],
  "detail-type": ["AWS API Call via CloudTrail"],
  detail: {
    eventSource: ["cloudtrail.amazonaws.com"],
    eventName: ["StopLogging", "DeleteTrail", { prefix: "Update" }],
  },
};
const queue = { Id: "q", Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:q` };
const topic = { Id: "t", Arn: `arn:aws:sns:us-east-1:${ACCOUNT}:security` };
const unconfirmed = answering("sns.listSubscriptionsByTopic", {
  Subscriptions: [{ SubscriptionArn: "PendingConfirmation" }, { SubscriptionArn: "Deleted" }],
});
catalogueCases("tampering-noticed", [
  {
    name: "nobody has confirmed",
    change: unconfirmed,
    status: "fail",
    says: /StopLogging, DeleteTrail, UpdateTrail: .*nobody has confirmed/,
  },
  {
    name: "a topic that is gone",
    change: answering("sns.listSubscriptionsByTopic", awsError("NotFoundException")),
    status: "fail",
  },
  {
    name: "no alarm",
    change: alarms({ MetricAlarms: [] }),
    status: "fail",
    says: /metric filter trail has no alarm/,
  },
  {
    name: "no action",
    change: alarms({ MetricAlarms: [{ AlarmName: "a", ActionsEnabled: true }] }),
    status: "fail",
    says: /tells nobody/,
  },
  {
    name: "actions off",
    change: alarms({ MetricAlarms: [{ AlarmName: "a", ActionsEnabled: false, AlarmActions: [topic.Arn] }] }),
    status: "fail",
    says: /switched off/,
  },
  {
    name: "an action that tells nobody",
    change: alarms({
      MetricAlarms: [
        { AlarmName: "a", ActionsEnabled: true, AlarmActions: ["arn:aws:automate:us-east-1:ec2:stop"] },
      ],
    }),
    status: "fail",
  },
  {
    name: "a function",
    change: alarms({
      MetricAlarms: [
        { AlarmName: "a", ActionsEnabled: true, AlarmActions: ["arn:aws:lambda:us-east-1:1:function:f"] },
      ],
    }),
    status: "pass",
  },
  {
    name: "only ten events ring",
    change: alarms({
      MetricAlarms: [{ AlarmName: "a", ActionsEnabled: true, AlarmActions: [topic.Arn], Threshold: 10 }],
    }),
    status: "fail",
    says: /does not ring for one event, but for 10 events/,
  },
  {
    name: "more than none ring",
    change: alarms({
      MetricAlarms: [
        {
          ...{ AlarmName: "a", ActionsEnabled: true, AlarmActions: [topic.Arn] },
          ...{ Threshold: 0, ComparisonOperator: "GreaterThanThreshold" },
        },
      ],
    }),
    status: "pass",
  },
  {
    name: "three periods in a row",
    change: alarms({
      MetricAlarms: [
        { AlarmName: "a", ActionsEnabled: true, AlarmActions: [topic.Arn], EvaluationPeriods: 3 },
      ],
    }),
    status: "fail",
  },
  {
    name: "an anomaly's threshold",
    change: alarms({
      MetricAlarms: [
        { AlarmName: "a", ActionsEnabled: true, AlarmActions: [topic.Arn], Threshold: undefined },
      ],
    }),
    status: "unknown",
    says: /cannot tell how many events/,
  },
  {
    name: "one of three calls only",
    change: filters("{ $.eventName = StopLogging }"),
    status: "fail",
    says: /nobody is told of DeleteTrail, UpdateTrail:/,
  },
  {
    name: "three filters",
    change: filters(
      "{ $.eventName = StopLogging }",
      "{ $.eventName = DeleteTrail }",
      '{ $.eventName = "UpdateTrail" }',
    ),
    status: "pass",
  },
  {
    name: "a filter for everything",
    change: filters("{ $.eventName = * }"),
    status: "fail",
    says: /everyday calls too/,
  },
  { name: "an empty filter", change: filters(""), status: "fail", says: /everyday calls too/ },
  {
    name: "a filter that isn't understood",
    change: filters("{ $.eventName = %(Stop|Delete|Update)% }"),
    status: "unknown",
  },
  { name: "stopped", change: status({ IsLogging: false }), status: "fail", says: /is not logging/ },
  { name: "a rule with a queue", change: rule(tampering, queue), status: "pass", says: /rule r sets off/ },
  {
    name: "a rule with a topic",
    change: rule(tampering, topic),
    status: "pass",
    says: /rule r tells the 1 confirmed/,
  },
  {
    name: "a rule with a topic nobody confirmed",
    change: (a) => {
      rule(tampering, topic)(a);
      unconfirmed(a);
    },
    status: "fail",
  },
  { name: "a rule without targets", change: rule(tampering), status: "fail", says: /rule r tells nobody/ },
  {
    name: "a rule for another account",
    change: rule({ ...tampering, account: [OTHER_ACCOUNT] }, queue),
    status: "fail",
  },
  {
    name: "a rule by a matcher that isn't understood",
    change: rule({ ...tampering, account: [{ sounds: "like" }] }, queue),
    status: "unknown",
  },
  {
    name: "no log group, no rule",
    change: trail({ CloudWatchLogsLogGroupArn: undefined }),
    status: "fail",
    says: /delivers to no log group/,
  },
]);
catalogueCases("root-use-alarm", [
  {
    name: "a trail of another Region than IAM's",
    change: (a) => {
      trail({ IsMultiRegionTrail: false, HomeRegion: "eu-west-1" })(a);
    },
    options: { regions: ["eu-west-1"] },
    status: "fail",
    says: /does not record us-east-1/,
  },
  {
    name: "filter for console sign-ins only",
    change: filters('{ ($.userIdentity.type = "Root") && ($.eventName = ConsoleLogin) }'),
    status: "fail",
  },
]);
catalogueCases("unauthorised-calls-alarm", [
  {
    name: "only ten ring: one refusal alone is everyday",
    change: alarms({
      MetricAlarms: [{ AlarmName: "a", ActionsEnabled: true, AlarmActions: [topic.Arn], Threshold: 10 }],
    }),
    status: "pass",
  },
  {
    name: "EC2's code is left out",
    change: filters('{ $.errorCode = "AccessDenied*" }'),
    status: "fail",
    says: /nobody is told of a call that EC2 refused/,
  },
]);

catalogueCases("root-protected", [
  {
    name: "no MFA",
    change: answering("iam.getAccountSummary", {
      SummaryMap: { AccountMFAEnabled: 0, AccountAccessKeysPresent: 0 },
    }),
    status: "fail",
    says: /no MFA/,
  },
  {
    name: "a key",
    change: answering("iam.getAccountSummary", {
      SummaryMap: { AccountMFAEnabled: 1, AccountAccessKeysPresent: 1 },
    }),
    status: "fail",
    says: /1 access key/,
  },
  { name: "not stated", change: answering("iam.getAccountSummary", { SummaryMap: {} }), status: "unknown" },
]);

const HEAD =
  "user,arn,password_enabled,password_last_used,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date";
const report = (...lines: string[]) =>
  answering("iam.getCredentialReport", { Content: Buffer.from([HEAD, ...lines].join("\n")) });
const ROOT = "<root_account>,arn,not_supported,no_information,true,false,N/A,N/A,false,N/A,N/A";
catalogueCases("users-mfa", [
  {
    name: "a person without",
    change: report(ROOT, "bob,arn,true,N/A,false,false,N/A,N/A,false,N/A,N/A"),
    status: "fail",
    says: /without MFA: bob/,
  },
  {
    name: "a machine without",
    change: report(ROOT, "ci,arn,false,N/A,false,true,2026-01-01T00:00:00+00:00,N/A,false,N/A,N/A"),
    status: "pass",
  },
  {
    name: "a column is missing",
    change: answering("iam.getCredentialReport", { Content: Buffer.from("user,arn\nbob,arn") }),
    status: "unknown",
    says: /lacks password_enabled/,
  },
  { name: "a line is broken", change: report(ROOT, "bob,arn"), status: "unknown", says: /line 3/ },
  {
    name: "the report is never made",
    change: answering("iam.generateCredentialReport", { State: "STARTED" }),
    options: {
      clock: {
        now: (() => {
          let t = 0;
          return () => (t += 30_000);
        })(),
        sleep: () => Promise.resolve(),
      },
    },
    status: "unknown",
    says: /no report after 60 s/,
  },
]);
catalogueCases("keys-rotated", [
  {
    name: "91 days",
    change: report(ROOT, "ci,arn,false,N/A,false,true,2025-11-01T00:00:00+00:00,N/A,false,N/A,N/A"),
    status: "fail",
    says: /ci is 91 days old/,
  },
  {
    name: "91 days, inactive",
    change: report(ROOT, "ci,arn,false,N/A,false,false,2025-11-01T00:00:00+00:00,N/A,false,N/A,N/A"),
    status: "pass",
  },
  {
    name: "the second key",
    change: report(ROOT, "ci,arn,false,N/A,false,false,N/A,N/A,true,2024-01-01T00:00:00+00:00,N/A"),
    status: "fail",
  },
  {
    name: "no age",
    change: report(ROOT, "ci,arn,false,N/A,false,true,N/A,N/A,false,N/A,N/A"),
    status: "unknown",
  },
]);
catalogueCases("root-unused", [
  {
    name: "used yesterday",
    change: report(ROOT.replace("no_information", "2026-01-30T00:00:00+00:00")),
    status: "fail",
  },
  { name: "never used", change: report(ROOT), status: "pass" },
  {
    name: "its key was used",
    change: report(
      "<root_account>,arn,not_supported,N/A,true,true,2020-01-01T00:00:00+00:00,2026-01-30T00:00:00+00:00,false,N/A,N/A",
    ),
    status: "fail",
  },
  { name: "no line", change: report(), status: "unknown" },
]);

const userWith = (...statements: object[]) =>
  answering("iam.getAccountAuthorizationDetails", {
    UserDetailList: [
      {
        UserName: "bob",
        Arn: `arn:aws:iam::${ACCOUNT}:user/bob`,
        UserPolicyList: [{ PolicyName: "own", PolicyDocument: encoded(statements) }],
      },
    ],
  });
catalogueCases("no-admin-users", [
  {
    name: "everything",
    change: userWith({ Effect: "Allow", Action: "*", Resource: "*" }),
    status: "fail",
    says: /bob can give itself any right, by own/,
  },
  { name: "IAM", change: userWith({ Effect: "Allow", Action: "iam:*", Resource: "*" }), status: "fail" },
  {
    name: "everything but IAM",
    change: userWith({ Effect: "Allow", NotAction: ["iam:*"], Resource: "*" }),
    status: "pass",
  },
  {
    name: "with MFA",
    change: userWith({
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
    }),
    status: "fail",
  },
  {
    name: "from one address",
    change: userWith({
      Effect: "Allow",
      Action: "*",
      Resource: "*",
      Condition: { IpAddress: { "aws:SourceIp": "192.0.2.1" } },
    }),
    status: "unknown",
  },
  {
    name: "denied again",
    change: userWith(
      { Effect: "Allow", Action: "*", Resource: "*" },
      { Effect: "Deny", Action: "iam:Attach*", Resource: "*" },
    ),
    status: "pass",
  },
  {
    name: "of others only",
    change: userWith({ Effect: "Allow", Action: "iam:*", Resource: "arn:aws:iam::*:user/service/*" }),
    status: "pass",
  },
  {
    name: "a managed policy that isn't in the answer",
    change: answering("iam.getAccountAuthorizationDetails", {
      UserDetailList: [
        {
          UserName: "bob",
          Arn: "arn:aws:iam::1:user/bob",
          AttachedManagedPolicies: [{ PolicyName: "p", PolicyArn: "arn:x" }],
        },
      ],
    }),
    status: "unknown",
    says: /lacks policy arn:x/,
  },
]);
catalogueCases("account-public-access-block", [
  {
    name: "none",
    change: answering("s3Control.getPublicAccessBlock", awsError("NoSuchPublicAccessBlockConfiguration")),
    status: "fail",
  },
  {
    name: "one is off",
    change: answering("s3Control.getPublicAccessBlock", {
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
      },
    }),
    status: "fail",
    says: /RestrictPublicBuckets is off/,
  },
]);
const groups = (...SecurityGroups: object[]) => answering("ec2.describeSecurityGroups", { SecurityGroups });
catalogueCases("default-security-groups", [
  {
    name: "a rule out",
    change: groups({
      GroupId: "sg-1",
      GroupName: "default",
      VpcId: "v",
      IpPermissionsEgress: [{ IpProtocol: "-1" }],
    }),
    status: "fail",
    says: /us-east-1: rules in sg-1 of v/,
  },
  {
    name: "a rule of another group",
    change: groups({ GroupId: "sg-1", GroupName: "web", IpPermissionsEgress: [{ IpProtocol: "-1" }] }),
    status: "pass",
  },
]);
const opening = (permission: object) =>
  groups({ GroupId: "sg-1", GroupName: "g", IpPermissions: [permission] });
const world = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
catalogueCases("no-open-administration", [
  {
    name: "SSH",
    change: opening({ IpProtocol: "tcp", FromPort: 22, ToPort: 22, ...world }),
    status: "fail",
    says: /lets 0\.0\.0\.0\/0 in by SSH/,
  },
  {
    name: "a range over both",
    change: opening({ IpProtocol: "tcp", FromPort: 0, ToPort: 65535, ...world }),
    status: "fail",
    says: /SSH and RDP/,
  },
  { name: "every protocol", change: opening({ IpProtocol: "-1", ...world }), status: "fail" },
  {
    name: "by IPv6",
    change: opening({ IpProtocol: "6", FromPort: 3389, ToPort: 3389, Ipv6Ranges: [{ CidrIpv6: "::/0" }] }),
    status: "fail",
    says: /::\/0 in by RDP/,
  },
  {
    name: "a half of the world",
    change: opening({ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "128.0.0.0/1" }] }),
    status: "fail",
  },
  {
    name: "RDP by UDP",
    change: opening({ IpProtocol: "udp", FromPort: 3389, ToPort: 3389, ...world }),
    status: "fail",
  },
  {
    name: "SSH's port by UDP",
    change: opening({ IpProtocol: "udp", FromPort: 22, ToPort: 22, ...world }),
    status: "pass",
  },
  {
    name: "one's own network",
    change: opening({ IpProtocol: "tcp", FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: "10.0.0.0/8" }] }),
    status: "pass",
  },
]);
catalogueCases("flow-logs", [
  {
    name: "none",
    change: answering("ec2.describeFlowLogs", { FlowLogs: [] }),
    status: "fail",
    says: /vpc-1 has no flow log/,
  },
  {
    name: "one that fails",
    change: answering("ec2.describeFlowLogs", {
      FlowLogs: [
        {
          ResourceId: "vpc-1",
          FlowLogStatus: "ACTIVE",
          DeliverLogsStatus: "FAILED",
          DeliverLogsErrorMessage: "Access error",
        },
      ],
    }),
    status: "fail",
    says: /Access error/,
  },
  { name: "no VPC", change: answering("ec2.describeVpcs", { Vpcs: [] }), status: "pass", says: /no VPC/ },
]);

describe("gatherFacts", () => {
  it("judges every trail once, whatever Regions show its shadow, in its home Region", async () => {
    const account = new FakeAccount();
    second({ HomeRegion: "eu-west-1", TrailARN: `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/second` })(
      account,
    );
    const posture = account.posture();
    const asked: string[] = [];
    const facts = await gatherFacts(
      {
        forRegion: (region) => {
          const clients = posture.forRegion(region);
          const getTrailStatus: typeof clients.cloudTrail.getTrailStatus = (input) => {
            asked.push(`${region} ${input.Name.split("/").at(-1)}`);
            return clients.cloudTrail.getTrailStatus(input);
          };
          return { ...clients, cloudTrail: { ...clients.cloudTrail, getTrailStatus } };
        },
      },
      { regions: ["us-east-1", "ap-south-1", "us-east-1"], now: NOW },
    );
    assert.deepEqual(asked.sort(), ["eu-west-1 second", "us-east-1 ch03-security-trail"]);
    assert.deepEqual(facts.regions, ["us-east-1", "ap-south-1"]);
    const judged = judge(facts);
    assert.deepEqual(
      [...new Set(judged.map(({ subject }) => subject))],
      ["ch03-security-trail", "second", undefined],
    );
    const score = missionScore(judged);
    assert.equal(score.trail, "ch03-security-trail");
  });

  it("judges only the trail that is named, by name or by ARN, and counts the others all the same", async () => {
    const account = new FakeAccount();
    second()(account);
    logging(account);
    for (const trailName of ["ch03-security-trail", account.trailArn]) {
      const judged = judge(await account.accountFacts({ trailName }));
      assert.deepEqual(
        [...new Set(judged.map(({ subject }) => subject))],
        ["ch03-security-trail", undefined],
      );
      assert.equal(judged.find(({ id }) => id === "extra-copies")?.status, "fail");
    }
  });

  it("does not say that there is no trail where a Region could not be asked", async () => {
    const account = new FakeAccount();
    account.describeTrails = awsError("ThrottlingException");
    const [facts] = (await account.accountFacts()).trails;
    assert.equal(facts?.trail.state, "unreadable");
  });

  it("says of an organization's trail in a member account what it can't read there", async () => {
    const account = new FakeAccount();
    const arn = `arn:aws:cloudtrail:us-east-1:${OTHER_ACCOUNT}:trail/org`;
    account.trail = { ...account.trail, TrailARN: arn, Name: "org", IsOrganizationTrail: true };
    for (const name of Object.keys(account.services.answers).filter((each) => each.startsWith("s3."))) {
      account.services.answers[name] = awsError("AccessDenied");
    }
    account.bucketPolicy = awsError("AccessDenied");
    const judged = judge(await account.accountFacts());
    const policy = judged.find(({ id }) => id === "bucket-policy");
    assert.equal(policy?.status, "unknown");
    assert.equal(
      policy.evidence.at(-1),
      `the trail is of account ${OTHER_ACCOUNT}: look there for what can't be read here`,
    );
    assert.equal(judged.find(({ id }) => id === "bucket-owner")?.status, "unknown");
  });

  it("refuses no Region and a retention that is none", async () => {
    const posture = new FakeAccount().posture();
    await assert.rejects(gatherFacts(posture, { regions: [] }), /regions is empty/);
    await assert.rejects(gatherFacts(posture, { regions: ["r"], retentionDays: 0 }), /retentionDays is 0/);
  });
});
