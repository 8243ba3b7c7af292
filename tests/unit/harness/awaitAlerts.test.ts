import assert from "node:assert/strict";
import { awaitAlerts, saysAlert } from "../../../harness/awaitAlerts";

const queueUrl = "http://127.0.0.1:1/000000000000/alarms-alerts";
const undeliveredQueueUrl = "http://127.0.0.1:1/000000000000/alarms-undelivered";
const stopped = {
  alert: "A trail was stopped",
  level: "high",
  rule: "alarms-trail-stopped",
  time: "2026-11-21T10:00:00Z",
  call: "StopLogging",
  by: "arn:aws:iam::111122223333:user/newcomer",
  event: "1f2e3d4c",
};
const expected = [{ eventName: "StopLogging", user: "newcomer" }];
const sent = String(Date.parse("2026-11-21T10:00:02.400Z"));
const options = { deadline: 0, progress: () => {} };

/** A queue whose messages come in these batches. */
function queueOf(batches: string[][], undelivered = "0") {
  const deleted: string[] = [];
  const sqs = {
    receiveMessage: () =>
      Promise.resolve({
        Messages: (batches.shift() ?? []).map((Body, index) => ({
          Body,
          ReceiptHandle: String(index),
          Attributes: { SentTimestamp: sent },
        })),
      }),
    deleteMessage: ({ ReceiptHandle = "" }: { ReceiptHandle?: string }) =>
      Promise.resolve(void deleted.push(ReceiptHandle)),
    getQueueAttributes: () => Promise.resolve({ Attributes: { ApproximateNumberOfMessages: undelivered } }),
  };
  return { sqs: sqs as unknown as Parameters<typeof awaitAlerts>[0], deleted };
}

describe("awaitAlerts", () => {
  it("finds the alert among whatever else lies in the queue, and says after how long", async () => {
    const others = ["no JSON", "null", "[]", '{"AlarmName":"x"}', JSON.stringify({ ...stopped, rule: 1 })];
    const { sqs, deleted } = queueOf([
      [...others, JSON.stringify({ ...stopped, by: "arn:aws:iam::111122223333:user/other-newcomer" })],
      [JSON.stringify(stopped)],
    ]);
    const [alert] = await awaitAlerts(sqs, { queueUrl, expected }, { ...options, deadline: 5_000 });
    assert.deepEqual(alert, {
      title: "A trail was stopped",
      level: "high",
      rule: "alarms-trail-stopped",
      eventName: "StopLogging",
      eventID: "1f2e3d4c",
      by: "arn:aws:iam::111122223333:user/newcomer",
      seconds: 2,
      queue: "alarms-alerts",
    });
    assert.equal(deleted.length, 7);
    assert.equal(
      alert && saysAlert(alert),
      'The alarm rang: "A trail was stopped" (high, rule alarms-trail-stopped) lay in the queue alarms-alerts 2 s after StopLogging by arn:aws:iam::111122223333:user/newcomer, event 1f2e3d4c.',
    );
  });

  it("says which alert did not come, what came instead, and what could not be delivered", async () => {
    await assert.rejects(awaitAlerts(queueOf([]).sqs, { queueUrl, expected }, options), {
      name: "DeadlineError",
      message: "waited 0 s in vain for an alert about StopLogging by newcomer in alarms-alerts; none came",
    });
    const { sqs } = queueOf([[JSON.stringify({ ...stopped, call: "UpdateTrail" })]], "2");
    await assert.rejects(awaitAlerts(sqs, { queueUrl, undeliveredQueueUrl, expected }, options), {
      message:
        "waited 0 s in vain for an alert about StopLogging by newcomer in alarms-alerts; " +
        "came: alarms-trail-stopped (UpdateTrail by arn:aws:iam::111122223333:user/newcomer); " +
        "2 could not be delivered and lie in alarms-undelivered",
    });
  });
});
