import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to an answer: it passes, never comes, or breaks off in the middle of its body. */
export type PageFault = "pass" | "hang" | "drop";

/** A proxy on loopback that can spoil single answers, those to reading calls too. */
export interface PageProxy {
  endpoint: string;
  /** Decides what happens to the answer to the request of that number, from 0. */
  fault: (request: number) => PageFault;
  requests: number;
  close(): Promise<void>;
}

/** Starts a proxy in front of `endpoint`. */
export async function pageProxy(endpoint: string): Promise<PageProxy> {
  const upstream = new URL(endpoint);
  const server = createServer((incoming, answer) => {
    const fault = proxy.fault(proxy.requests++);
    if (fault === "hang") return void incoming.resume();
    const { method, url, headers } = incoming;
    const { hostname: host, port } = upstream;
    const outgoing = request({ host, port, method, path: url, headers }, (from) => {
      const chunks: Buffer[] = [];
      from.on("data", (chunk: Buffer) => chunks.push(chunk));
      from.on("end", () => {
        const body = Buffer.concat(chunks);
        answer.writeHead(from.statusCode ?? 502, { ...from.headers, "content-length": body.length });
        if (fault === "pass") return void answer.end(body);
        answer.write(body.subarray(0, body.length >> 1), () => answer.destroy());
      });
    });
    outgoing.on("error", () => answer.destroy());
    incoming.pipe(outgoing);
  });
  const proxy: PageProxy = {
    endpoint: "",
    fault: () => "pass",
    requests: 0,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return proxy;
}
