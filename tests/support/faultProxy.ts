import { createServer, request, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy before the emulator that can make a request fail instead of passing it on, or lose its answer. */
export interface FaultProxy {
  endpoint: string;
  /** Decides, for each request that changes something, whether it fails. */
  failWhen: (operation: string) => boolean;
  /** Decides, for each request that changes something, whether it is done but its answer never arrives. */
  loseWhen: (operation: string) => boolean;
  close(): Promise<void>;
}

/** Starts a proxy on loopback. */
export async function faultProxy(endpoint: string): Promise<FaultProxy> {
  const upstream = new URL(endpoint);
  const server = createServer((incoming, answer) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const body = Buffer.concat(chunks);
      const operation = operationOf(incoming, body.toString("utf8"));
      if (operation !== undefined) {
        if (proxy.failWhen(operation)) {
          const json = String(incoming.headers["content-type"]).includes("json");
          answer.writeHead(400, { "content-type": json ? "application/x-amz-json-1.1" : "application/xml" });
          answer.end(
            json
              ? '{"__type":"InjectedFault","message":"injected fault"}'
              : "<ErrorResponse><Error><Code>InjectedFault</Code><Message>injected fault</Message></Error></ErrorResponse>",
          );
          return;
        }
      }
      const lost = operation !== undefined && proxy.loseWhen(operation);
      const { method, url, headers } = incoming;
      const outgoing = request(
        { host: upstream.hostname, port: upstream.port, method, path: url, headers },
        (from) => {
          if (lost) return void from.resume().on("end", () => incoming.socket.destroy());
          answer.writeHead(from.statusCode ?? 502, from.headers);
          from.pipe(answer);
        },
      );
      outgoing.on("error", () => answer.destroy());
      outgoing.end(body);
    });
  });
  const proxy: FaultProxy = {
    endpoint: "",
    failWhen: () => false,
    loseWhen: () => false,
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

/** The operation of a request that changes something; undefined for one that only reads. */
function operationOf({ method, url = "", headers }: IncomingMessage, body: string): string | undefined {
  const named =
    String(headers["x-amz-target"] ?? "")
      .split(".")
      .at(-1) || /(?:^|&)Action=(\w+)/.exec(body)?.[1];
  if (named) return /^(Get|List|Describe|Lookup|Assume)/.test(named) ? undefined : named;
  const { search } = new URL(url, "http://emulator");
  return method === "GET" || method === "HEAD" ? undefined : `${method} ${search.split(/[=&]/)[0]}`;
}
