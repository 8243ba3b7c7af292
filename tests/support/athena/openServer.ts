import { Athena } from "@aws-sdk/client-athena";
import { parseAthenaAddress } from "../../../detective/athena/athenaAddress";
import { AthenaOptions, AthenaSession, openAthena } from "../../../detective/athena/athenaSession";
import { AthenaServer, AthenaServerOptions, athenaServer } from "../athenaServer";

/** An Athena on loopback, and the SDK's own client of it, which does not try again by itself. */
export interface OpenServer extends AthenaServer {
  client: Athena;
  /** A session of it; by default everything is agreed to, and waiting takes no time. */
  session(options?: Partial<AthenaOptions>): Promise<AthenaSession>;
}

export async function openServer(options: AthenaServerOptions = {}): Promise<OpenServer> {
  const server = await athenaServer(options);
  const client = new Athena({
    region: "us-east-1",
    endpoint: server.endpoint,
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "none" },
    maxAttempts: 1,
  });
  return {
    ...server,
    client,
    session: (given = {}) =>
      openAthena({
        client,
        address: parseAthenaAddress("athena:audit"),
        maxScan: Infinity,
        clock: quickClock(),
        random: () => 0.5,
        ...given,
      }),
    async close() {
      client.destroy();
      await server.close();
    },
  };
}

/** Time that passes only where somebody waits. */
export function quickClock(start = Date.UTC(2026, 1, 2)): {
  now(): number;
  sleep(ms: number): Promise<void>;
} {
  let now = start;
  return {
    now: () => now,
    sleep: async (ms) => {
      now += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}
