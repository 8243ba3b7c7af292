import { CloudWatch } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogs } from "@aws-sdk/client-cloudwatch-logs";
import { EventBridge } from "@aws-sdk/client-eventbridge";
import { SNS } from "@aws-sdk/client-sns";
import assert from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import {
  checkCatalogue,
  diagnose,
  gatherFacts,
  judge,
  missionScore,
  ownRules,
  type Diagnosis,
  type JudgedCheck,
} from "../../../detective";
import {
  isolatedStack,
  nobody,
  openSandbox,
  StageLog,
  type IsolatedStack,
  type Target,
} from "../../../harness";
import program from "../../../index";
import { postureClients } from "../../support/postureClients";

const TRAIL = "posture-trail";
const REGION = "us-east-1";
const GROUP = `/cloudtrail/${TRAIL}`;

/** What the hardened trail does not pass: its owner chose so, or the account around it is an emulator's. */
const NOT_PASSED: Record<string, "fail" | "unknown"> = {
  // The emulator delivers nothing to CloudWatch Logs, and keeps no time of notices.
  "cloudwatch-logs": "unknown",
  "delivery-notices": "unknown",
  // Its credential report has no line for root.
  "root-unused": "unknown",
  "s3-read-events": "fail",
  insights: "fail",
  "mfa-delete": "fail",
  "root-use-alarm": "fail",
  "unauthorised-calls-alarm": "fail",
  "sign-in-alarm": "fail",
  "iam-changes-alarm": "fail",
  "key-loss-alarm": "fail",
  "bucket-changes-alarm": "fail",
  "tampering-noticed": "fail",
  "root-protected": "fail",
  "account-public-access-block": "fail",
  "default-security-groups": "fail",
  "flow-logs": "fail",
};

describe("posture and doctor on a stack that is up", () => {
  let target: Target;
  let isolated: IsolatedStack;

  before(async () => {
    target = await openSandbox(new StageLog(nobody));
    isolated = await isolatedStack(target, program, () => ({
      trailName: TRAIL,
      bucketName: "posture-logs-{account}",
      objectLockMode: "governance",
      objectLockDays: 365,
      accessLogging: true,
      cloudWatchLogs: true,
      deliveryNotices: true,
      dataEvents: [{ service: "s3", access: "write" }, { service: "lambda" }],
      ephemeral: true,
    }));
    await isolated.stack.up();
    // The first log file and the first digest tell that deliveries work; they come seconds after the trail.
    await until(async () => {
      const judged = await checks();
      return ["log-delivery", "digest-delivery"].every((id) => statusOf(judged, id) === "pass");
    });
  });
  after(async () => {
    await isolated?.stack.destroy();
    await isolated?.dispose();
    await target?.close();
  });

  async function checks(trailName?: string): Promise<JudgedCheck[]> {
    const options = { regions: [REGION, "eu-west-1"], ...(trailName !== undefined && { trailName }) };
    return judge(await gatherFacts(postureClients(target), options));
  }

  it("every check of the catalogue runs, and passes but for those that are named", async () => {
    const judged = await checks();
    assert.deepEqual(
      judged.map(({ id, status }) => `${id} ${status}`),
      [...checkCatalogue.trail, ...checkCatalogue.account].map(
        ({ id }) => `${id} ${NOT_PASSED[id] ?? "pass"}`,
      ),
    );
    assert.ok(judged.every(({ evidence }) => evidence.length > 0));
    const { total, trail } = missionScore(judged);
    assert.deepEqual({ total, trail }, { total: 53, trail: TRAIL });
  });

  it("says of a trail that isn't there that every one of its checks fails", async () => {
    const judged = (await checks("nowhere")).filter(({ subject }) => subject !== undefined);
    assert.deepEqual(
      judged.map(({ id, status, subject }) => `${subject} ${id} ${status}`),
      checkCatalogue.trail.map(({ id }) => `nowhere ${id} fail`),
    );
  });

  it("tampering is noticed once an alarm, or a rule, reaches a confirmed subscriber", async () => {
    const { endpoint, credentials } = target;
    const config = { region: REGION, credentials, ...(endpoint && { endpoint }) };
    const [logs, alarms, sns, events] = [
      new CloudWatchLogs(config),
      new CloudWatch(config),
      new SNS(config),
      new EventBridge(config),
    ];
    const { TopicArn = "" } = await sns.createTopic({ Name: "posture-alarms" });
    const filterPattern =
      "{ ($.eventName = StopLogging) || ($.eventName = DeleteTrail) || ($.eventName = UpdateTrail) }";
    const transformation = { metricName: "tampering", metricNamespace: "CloudTrail", metricValue: "1" };
    try {
      await logs.putMetricFilter({
        logGroupName: GROUP,
        filterName: "tampering",
        filterPattern,
        metricTransformations: [transformation],
      });
      await alarms.putMetricAlarm({
        AlarmName: "tampering",
        Namespace: "CloudTrail",
        MetricName: "tampering",
        Statistic: "Sum",
        Period: 300,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanOrEqualToThreshold",
        AlarmActions: [TopicArn],
      });
      assert.match(evidenceOf(await checks(), "tampering-noticed"), /nobody has confirmed to be told by/);
      await sns.subscribe({
        TopicArn,
        Protocol: "sqs",
        Endpoint: `arn:aws:sqs:${REGION}:${target.accountId}:somebody`,
      });
      assert.equal(statusOf(await checks(), "tampering-noticed"), "pass");

      await alarms.disableAlarmActions({ AlarmNames: ["tampering"] });
      assert.match(evidenceOf(await checks(), "tampering-noticed"), /actions switched off/);
      const EventPattern = JSON.stringify({
        source: ["aws.cloudtrail"],
        detail: { eventName: ["StopLogging", "DeleteTrail", "UpdateTrail"] },
      });
      await events.putRule({ Name: "tampering", EventPattern });
      assert.match(evidenceOf(await checks(), "tampering-noticed"), /rule tampering tells nobody/);
      await events.putTargets({ Rule: "tampering", Targets: [{ Id: "topic", Arn: TopicArn }] });
      assert.match(evidenceOf(await checks(), "tampering-noticed"), /rule tampering tells the 1 confirmed/);
    } finally {
      await events.removeTargets({ Rule: "tampering", Ids: ["topic"] }).catch(() => {});
      await events.deleteRule({ Name: "tampering" }).catch(() => {});
      await alarms.deleteAlarms({ AlarmNames: ["tampering"] });
      await logs.deleteMetricFilter({ logGroupName: GROUP, filterName: "tampering" }).catch(() => {});
      await sns.deleteTopic({ TopicArn });
      for (const client of [logs, alarms, sns, events]) client.destroy();
    }
  });

  it("the stack's own alarms count: by the CIS benchmark's filters everything is told to somebody", async () => {
    const alarms = {
      alarms: "all",
      alarmRules: [join(ownRules(), "trail", "trail-stopped-or-deleted.yml")],
      alarmQueue: true,
    };
    for (const [key, value] of Object.entries(alarms)) {
      await isolated.stack.setConfig(`audit-trail:${key}`, {
        value: typeof value === "string" ? value : JSON.stringify(value),
      });
    }
    await isolated.stack.up();
    const told = (await checks()).filter(({ id }) => id.endsWith("-alarm") || id === "tampering-noticed");
    assert.equal(told.length, 7);
    for (const { id, status, evidence } of told)
      assert.equal(status, "pass", `${id}: ${evidence.join("; ")}`);
    const { summary } = await isolated.stack.up({ expectNoChanges: true });
    assert.deepEqual(Object.keys(summary.resourceChanges ?? {}), ["same"]);
  });

  it("the doctor says who stopped the trail, and its command mends it", async () => {
    const { cloudTrail } = postureClients(target).forRegion(REGION) as never as {
      cloudTrail: Record<"stopLogging" | "startLogging", (input: { Name: string }) => Promise<unknown>>;
    };
    await cloudTrail.stopLogging({ Name: TRAIL });
    try {
      await until(async () =>
        /by root at/.test((await look()).find(({ id }) => id === "logging")?.says ?? ""),
      );
      const logging = (await look()).find(({ id }) => id === "logging");
      assert.equal(logging?.status, "problem");
      assert.match(logging.says, /^it was stopped on \S+: StopLogging by root at \S+ from 127\.0\.0\.1$/);
      assert.match(logging.evidence.join("\n"), /event [0-9a-f-]{36}/);
      assert.equal(logging.command, `aws cloudtrail start-logging --name ${TRAIL} --region ${REGION}`);
    } finally {
      await cloudTrail.startLogging({ Name: TRAIL });
    }
    assert.equal((await look()).find(({ id }) => id === "logging")?.status, "ok");
  });

  it("the doctor finds nothing else wrong, and its own call in the history", async () => {
    const found = await look(30_000);
    assert.deepEqual(
      found.filter(({ status }) => status !== "ok").map(({ id }) => id),
      ["log-group"],
    );
    assert.match(found.find(({ id }) => id === "try")?.says ?? "", /^DescribeTrails showed .* after \d+ s$/);
  });

  it("the doctor says that there is no such trail", async () => {
    const found = await diagnose(postureClients(target), { regions: ["eu-west-1"], trailName: "nowhere" });
    assert.match(found.find(({ id }) => id === "trail")?.says ?? "", /there is no nowhere/);
  });

  function look(patienceMs?: number): Promise<Diagnosis[]> {
    return diagnose(postureClients(target), {
      regions: [REGION],
      trailName: TRAIL,
      ...(patienceMs !== undefined && { tryCall: { patienceMs, betweenMs: 500 } }),
    });
  }
});

function statusOf(judged: readonly JudgedCheck[], id: string): string | undefined {
  return judged.find((check) => check.id === id)?.status;
}

function evidenceOf(judged: readonly JudgedCheck[], id: string): string {
  return judged.find((check) => check.id === id)?.evidence.join("\n") ?? "";
}

/** Looks again until it holds. */
async function until(holds: () => Promise<boolean>, patienceMs = 60_000): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, "it does not come to hold");
    await delay(500);
  }
}
