import assert from "node:assert/strict";
import { credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as sdk from "@pulumi/pulumi/runtime/settings";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { ownConnections } from "../../../harness/ownConnections";

describe("ownConnections", () => {
  const { grpcClientOptions } = sdk as unknown as { grpcClientOptions: object };

  it("an engine is found at the port of one that has ended", async () => {
    ownConnections();
    const ask = (port: number) =>
      new Promise<string>((told) => {
        const client = new ResourceMonitorClient(
          `127.0.0.1:${port}`,
          credentials.createInsecure(),
          grpcClientOptions,
        );
        client.signalAndWaitForShutdown(new Empty(), (error) => told(error?.message ?? ""));
      });
    const listen = (server: Server, port: number) =>
      new Promise<number>((bound, failed) =>
        server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
          error ? failed(error) : bound(at),
        ),
      );
    const former = new Server();
    const port = await listen(former, 0);
    former.forceShutdown();
    assert.match(await ask(port), /ECONNREFUSED/);
    const later = new Server();
    await listen(later, port);
    try {
      assert.match(await ask(port), /12 UNIMPLEMENTED/, "the later one answers");
    } finally {
      later.forceShutdown();
    }
  });
});
