import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";

export interface BudgetedHistoryOptions {
  /** How many events each Region's history holds, one every `secondsBetween`. */
  events: Readonly<Record<string, number>>;
  secondsBetween: number;
  /** How long an answer takes, in ms. */
  latencyMs: number;
  /** More requests than that in any second are throttled. */
  requestsPerSecond: number;
}

/** A server on loopback that answers LookupEvents within a budget. */
export interface BudgetedHistory {
  endpoint: string;
  counts: { requests: number; throttled: number; empty: number };
  close(): Promise<void>;
}

interface LookupRequest {
  StartTime?: number;
  EndTime?: number;
  NextToken?: string;
}

/**
 * Speaks LookupEvents as AWS does (JSON 1.1; ThrottlingException with HTTP 400), each Region with its own history and its
 * own budget; the Region is read from the signature.
 */
export async function budgetedHistory(options: BudgetedHistoryOptions): Promise<BudgetedHistory> {
  const newest = Math.floor(Date.now() / 1000) - 60;
  const arrivals = new Map<string, number[]>();
  const counts = { requests: 0, throttled: 0, empty: 0 };

  async function serve(incoming: IncomingMessage, answer: ServerResponse): Promise<void> {
    const arrived = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(incoming.headers.authorization ?? "")?.[1] ?? "";
    const within = (arrivals.get(region) ?? []).filter((time) => arrived - time < 1000);
    counts.requests++;
    if (within.length >= options.requestsPerSecond) {
      counts.throttled++;
      return send(answer, 400, { __type: "ThrottlingException", message: "Rate exceeded" });
    }
    arrivals.set(region, [...within, arrived]);
    const page = pageOf(JSON.parse(Buffer.concat(chunks).toString("utf8")) as LookupRequest, region);
    if (page.Events.length === 0) counts.empty++;
    await delay(options.latencyMs - (performance.now() - arrived));
    send(answer, 200, page);
  }

  /** Event `n` is `n` times `secondsBetween` older than the newest. */
  function pageOf({ StartTime = 0, EndTime = Infinity, NextToken }: LookupRequest, region: string) {
    const { secondsBetween, events } = options;
    const first = Math.max(0, Math.ceil((newest - EndTime) / secondsBetween));
    const end = Math.min(events[region] ?? 0, Math.floor((newest - StartTime) / secondsBetween) + 1);
    const from = NextToken === undefined ? first : Number(NextToken);
    const until = Math.min(end, from + 50);
    const Events = [];
    for (let n = from; n < until; n++) Events.push(event(region, n, newest - n * secondsBetween));
    return { Events, ...(until < end && { NextToken: String(until) }) };
  }

  const server = createServer((incoming, answer) => void serve(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    counts,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function event(region: string, n: number, second: number) {
  const eventID = `${region}-${n}`;
  const eventTime = new Date(second * 1000).toISOString().replace(".000Z", "Z");
  const record = {
    eventVersion: "1.11",
    userIdentity: { type: "IAMUser", userName: "alice", accessKeyId: "AKIAEXAMPLE" },
    eventTime,
    eventSource: "sts.amazonaws.com",
    eventName: "GetCallerIdentity",
    awsRegion: region,
    sourceIPAddress: "198.51.100.7",
    userAgent: "aws-cli/2.30.0",
    requestParameters: null,
    responseElements: null,
    eventID,
    readOnly: true,
    eventType: "AwsApiCall",
    managementEvent: true,
    eventCategory: "Management",
  };
  return {
    EventId: eventID,
    EventName: record.eventName,
    EventTime: second,
    EventSource: record.eventSource,
    ReadOnly: "true",
    Username: "alice",
    Resources: [],
    CloudTrailEvent: JSON.stringify(record),
  };
}

function send(answer: ServerResponse, status: number, body: object): void {
  answer.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  answer.end(JSON.stringify(body));
}
