import assert from "node:assert/strict";
import { spellingHint } from "../../../cli/output/spellingHint";

describe("spellingHint", () => {
  it("says of names how they are compared", () => {
    assert.equal(
      spellingHint({ EventName: "consolelogin", ReadOnly: "true", Username: "Alice" }),
      'names are compared whole and with their capitals, as CloudTrail writes them: "consolelogin", "Alice"',
    );
  });

  it("has nothing to say of what people copy", () => {
    assert.equal(spellingHint({ EventId: "a", AccessKeyId: "b", EventSource: "c" }), undefined);
  });
});
