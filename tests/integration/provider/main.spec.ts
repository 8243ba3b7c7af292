import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";

const main = join(__dirname, "../../../sandbox/provider/main.ts");

describe("the provider as a process of its own", function () {
  this.timeout(60_000);

  it("prints its port, serves on it, and ends when told to", async () => {
    const child = spawn(process.execPath, ["-r", "tsx/cjs", main], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    try {
      const [line] = (await once(createInterface(child.stdout), "line")) as [string];
      assert.match(line, /^\d+$/);
      const client = new ResourceProviderClient(`127.0.0.1:${line}`, credentials.createInsecure());
      const info = await new Promise<PluginInfo>((resolve, reject) => {
        client.getPluginInfo(new Empty(), (error, answer) => (error ? reject(error) : resolve(answer)));
      });
      client.close();
      assert.equal(info.getVersion(), "7.48.0");
    } finally {
      child.kill("SIGTERM");
    }
    assert.deepEqual(await ended, [0, null]);
  });
});
