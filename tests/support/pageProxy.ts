import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer as bodyOf } from "node:stream/consumers";

/** What happens to an answer: it passes, never comes, or breaks off in the middle of its body. */
export type PageFault = "pass" | "hang" | "drop";

/** A proxy on loopback that can spoil single answers, those to reading calls too. */
export interface PageProxy {
  endpoint: string;
  /** Decides what happens to an answer by its number, from 0, and by how often the very same was asked for before. */
  fault: (request: number, before: number) => PageFault;
  requests: number;
  close(): Promise<void>;
}

/** Starts a proxy in front of `endpoint`. */
export async function pageProxy(endpoint: string): Promise<PageProxy> {
  const upstream = new URL(endpoint);
  const asked = new Map<string, number>();
  const server = createServer((incoming, answer) => {
    const broken = () => void answer.destroy();
    bodyOf(incoming).then((question) => {
      const before = asked.get(question.toString()) ?? 0;
      asked.set(question.toString(), before + 1);
      const fault = proxy.fault(proxy.requests++, before);
      if (fault === "hang") return;
      const { method, url, headers } = incoming;
      const { hostname: host, port } = upstream;
      const outgoing = request({ host, port, method, path: url, headers }, (from) => {
        bodyOf(from).then((body) => {
          answer.writeHead(from.statusCode ?? 502, { ...from.headers, "content-length": body.length });
          if (fault === "pass") return void answer.end(body);
          answer.write(body.subarray(0, body.length >> 1), broken);
        }, broken);
      });
      outgoing.on("error", broken);
      outgoing.end(question);
    }, broken);
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
