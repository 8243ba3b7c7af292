import assert from "node:assert/strict";
import type { Stack } from "@pulumi/pulumi/automation";
import type { Target } from "../../../harness";
import { howToFinish } from "../../../harness/howToFinish";

describe("howToFinish", () => {
  const stack = {
    name: "exercise-1",
    workspace: {
      workDir: "/tmp/it's here",
      envVars: { PULUMI_BACKEND_URL: "file:///tmp/it's%20here", PULUMI_CONFIG_PASSPHRASE: "0a1b" },
    },
  } as unknown as Stack;
  const engine = { command: "/opt/engine/bin/pulumi" } as Target["engine"];

  it("gives the commands as a shell takes them", () => {
    assert.deepEqual(howToFinish({ engine } as Target, stack), [
      "export PULUMI_BACKEND_URL='file:///tmp/it'\\''s%20here'",
      "export PULUMI_CONFIG_PASSPHRASE=0a1b",
      "/opt/engine/bin/pulumi destroy \\",
      "  --cwd '/tmp/it'\\''s here' \\",
      "  --stack exercise-1 --yes --skip-preview &&",
      "  rm -r '/tmp/it'\\''s here'",
    ]);
  });

  it("starts the provider again where the engine cannot bring it", () => {
    const providerCommand = ["node", "main.js", "4001"];
    const commands = howToFinish({ engine, providerCommand } as unknown as Target, stack);
    assert.deepEqual(
      [commands.length, commands[2], commands.at(-1)],
      [8, "node \\\n  main.js \\\n  4001 &", "kill $!"],
    );
  });
});
