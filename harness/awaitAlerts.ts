import type { SQS } from "@aws-sdk/client-sqs";
import type { ExpectedAlert } from "./activity";
import { poll } from "./poll";

/** What a rule of TrailAlarms told. */
export interface Alert {
  /** What the rule is about. */
  title: string;
  level: string;
  /** The EventBridge rule that told. */
  rule: string;
  eventName: string;
  eventID: string;
  /** The caller's ARN. */
  by: string;
  /** From the event's time, which is a whole second, until the alert lay in the queue. */
  seconds: number;
  /** The queue's name. */
  queue: string;
}

/**
 * Reads a queue until it brought every alert that is expected.
 *
 * @throws DeadlineError that names the alerts still missing, what came instead, and what could not be delivered
 */
export async function awaitAlerts(
  sqs: Pick<SQS, "receiveMessage" | "deleteMessage" | "getQueueAttributes">,
  run: { queueUrl: string; undeliveredQueueUrl?: string | undefined; expected: readonly ExpectedAlert[] },
  options: { deadline: number; progress: (line: string) => void; signal?: AbortSignal | undefined },
): Promise<Alert[]> {
  const QueueUrl = run.queueUrl;
  const heard: Alert[] = [];
  let undelivered = "";
  return poll(
    async () => {
      const { Messages = [] } = await sqs.receiveMessage({
        QueueUrl,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ["SentTimestamp"],
      });
      for (const { Body = "", Attributes, ReceiptHandle } of Messages) {
        const alert = readAlert(Body, Number(Attributes?.SentTimestamp), QueueUrl);
        if (alert) heard.push(alert);
        await sqs.deleteMessage({ QueueUrl, ReceiptHandle });
      }
      const found = run.expected.map((wanted) => heard.find((alert) => isThe(wanted, alert)));
      options.progress(`${found.filter(Boolean).length} of ${run.expected.length} alerts have come`);
      if (found.every((alert) => alert !== undefined)) return found;
      undelivered = await countUndelivered(sqs, run.undeliveredQueueUrl);
      return undefined;
    },
    {
      what: () => {
        const missing = run.expected.filter((wanted) => !heard.some((alert) => isThe(wanted, alert)));
        const others = heard.map(({ rule, eventName, by }) => `${rule} (${eventName} by ${by})`);
        return [
          `an alert about ${missing.map(({ eventName, user }) => `${eventName} by ${user}`).join(", ")} in ${queueName(QueueUrl)}`,
          others.length > 0 ? `came: ${others.join(", ")}` : "none came",
          undelivered,
        ]
          .filter(Boolean)
          .join("; ");
      },
      deadline: options.deadline,
      interval: 250,
      signal: options.signal,
    },
  );
}

/** An alert as a sentence of a report. */
export function saysAlert({ title, level, rule, eventName, eventID, by, seconds, queue }: Alert): string {
  return `The alarm rang: "${title}" (${level}, rule ${rule}) lay in the queue ${queue} ${seconds} s after ${eventName} by ${by}, event ${eventID}.`;
}

function isThe({ eventName, user }: ExpectedAlert, alert: Alert): boolean {
  return alert.eventName === eventName && alert.by.endsWith(`/${user}`);
}

/** An alert as TrailAlarms writes it; undefined for everything else that may lie in the queue. */
function readAlert(body: string, sent: number, queueUrl: string): Alert | undefined {
  let fields: Record<string, unknown>;
  try {
    fields = Object(JSON.parse(body)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const text = (name: string) => (typeof fields[name] === "string" ? fields[name] : "");
  if (text("rule") === "" || text("event") === "") return undefined;
  const seconds = Math.max(0, Math.round((sent - Date.parse(text("time"))) / 1000));
  return {
    title: text("alert"),
    level: text("level"),
    rule: text("rule"),
    eventName: text("call"),
    eventID: text("event"),
    by: text("by"),
    seconds,
    queue: queueName(queueUrl),
  };
}

async function countUndelivered(
  sqs: Pick<SQS, "getQueueAttributes">,
  QueueUrl: string | undefined,
): Promise<string> {
  if (!QueueUrl) return "";
  const { Attributes } = await sqs.getQueueAttributes({
    QueueUrl,
    AttributeNames: ["ApproximateNumberOfMessages"],
  });
  const count = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
  return count > 0 ? `${count} could not be delivered and lie in ${queueName(QueueUrl)}` : "";
}

function queueName(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}
