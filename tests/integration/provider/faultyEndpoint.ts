import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** An address that passes JSON API calls on to the emulator, but for those that shall fail. */
export interface FaultyEndpoint {
  endpoint: string;
  /** Names of the API calls that fail, for example `StartLogging`. */
  fails: Set<string>;
  stop(): Promise<void>;
}

/** Stands between a client and the emulator, so that a test can let one call fail in the middle. */
export async function faultyEndpoint(emulator: { endpoint: string }): Promise<FaultyEndpoint> {
  const fails = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    const api = String(incoming.headers["x-amz-target"]).replace(/^.*\./, "");
    if (!fails.has(api)) return passOn(emulator.endpoint, incoming, outgoing);
    incoming.resume();
    outgoing.writeHead(400, { "content-type": "application/x-amz-json-1.1" });
    outgoing.end(JSON.stringify({ __type: "OperationNotPermittedException", message: `${api} fails now` }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    fails,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function passOn(endpoint: string, incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, headers, url = "/" } = incoming;
  const onward = request(new URL(url, endpoint), { method, headers }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
    answer.pipe(outgoing);
  });
  onward.on("error", (error) => outgoing.destroy(error));
  incoming.pipe(onward);
}
