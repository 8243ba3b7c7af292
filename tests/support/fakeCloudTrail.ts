import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a test lets an endpoint answer: an object for a page, or a function that does something else with it. */
export type FakeAnswer = object | ((response: ServerResponse) => void);

export interface FakeCloudTrail {
  endpoint: string;
  /** The bodies of the requests so far, with the API's name. */
  requests: { api: string; body: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** An endpoint on loopback that answers as it is told, request by request; the last answer is for all further ones. */
export async function fakeCloudTrail(...answers: readonly FakeAnswer[]): Promise<FakeCloudTrail> {
  const requests: FakeCloudTrail["requests"] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const answer = answers[Math.min(requests.length, answers.length - 1)] ?? {};
      const api = String(request.headers["x-amz-target"]).replace(/^.*\./, "");
      requests.push({ api, body: text.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {} });
      if (typeof answer === "function") return (answer as (response: ServerResponse) => void)(response);
      send(response, 200, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An error as AWS's JSON protocol has it. */
export function refusal(name: string, message: string): FakeAnswer {
  return (response) => send(response, 400, { __type: name, message });
}

/** Never answers. */
export const hang: FakeAnswer = () => {};

/** Begins a page and drops the connection in the middle of it. */
export const drop: FakeAnswer = (response: ServerResponse) => {
  response.writeHead(200, { "content-type": "application/x-amz-json-1.1", "content-length": "1000" });
  response.write('{"Events":[{"EventId":"');
  setImmediate(() => response.destroy());
};

/** A page of LookupEvents with these records. */
export function pageOf(records: readonly Record<string, unknown>[], NextToken?: string): object {
  return {
    Events: records.map((record) => ({
      EventId: record.eventID,
      EventName: record.eventName,
      EventTime: Date.parse(String(record.eventTime)) / 1000,
      Username: (record.userIdentity as { userName?: string } | undefined)?.userName,
      CloudTrailEvent: JSON.stringify(record),
    })),
    ...(NextToken !== undefined && { NextToken }),
  };
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/x-amz-json-1.1" });
  response.end(JSON.stringify(body));
}
