import assert from "node:assert/strict";
import type { KeptStack, Target } from "../../../harness";
import { keepStack } from "../../../cli/keepStack";

describe("keepStack", () => {
  const kept: KeptStack = {
    target: {
      description: "AWS emulator at http://127.0.0.1:4566",
      endpoint: "http://127.0.0.1:4566",
      region: "eu-central-1",
      credentials: { accessKeyId: "key", secretAccessKey: "secret" },
    } as Target,
    outputs: { trailName: "the-trail", bucketName: "the-bucket" },
  };

  it("says how to talk to the stack and waits for the signal", async () => {
    const controller = new AbortController();
    let text = "";
    let ended = false;
    const keeping = keepStack(kept, controller.signal, (part) => (text += part)).then(() => (ended = true));
    await new Promise(setImmediate);
    assert.equal(ended, false);
    assert.deepEqual(text.match(/^ {2}.*$/gm), [
      "  export AWS_ENDPOINT_URL=http://127.0.0.1:4566",
      "  export AWS_ACCESS_KEY_ID=key",
      "  export AWS_SECRET_ACCESS_KEY=secret",
      "  export AWS_REGION=eu-central-1",
      "  export AWS_DEFAULT_REGION=eu-central-1",
      "  aws cloudtrail lookup-events --max-results 10",
      "  aws cloudtrail get-trail-status --name the-trail",
      "  aws s3 ls --recursive s3://the-bucket",
    ]);
    controller.abort();
    assert.equal(await keeping, true);
  });

  it("does not wait for a signal that came before", async () => {
    let text = "";
    await keepStack(kept, AbortSignal.abort(), (part) => (text += part));
    assert.equal(text, "");
  });
});
