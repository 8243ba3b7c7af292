import assert from "node:assert/strict";
import { threadHint } from "../../../cli/output/threadHint";
import { parseThread } from "../../../detective";

describe("threadHint", () => {
  const hint = (given: string) => threadHint(given, parseThread(given));

  it("says what a text was taken for, and how to mean something else", () => {
    assert.equal(
      hint("my-bucket"),
      "\"my-bucket\" was taken for a user's name. A bucket or another thing is resource:my-bucket, a role's sessions are my-bucket/*",
    );
    assert.equal(
      hint("deploy/run-1"),
      '"deploy/run-1" was taken for one session of a role; all of its sessions are deploy/*',
    );
  });

  it("has nothing to say where the form or a prefix leaves no doubt", () => {
    for (const given of ["user:bob", "deploy/*", "192.0.2.7", "AKIAIOSFODNN7EXAMPLE", "resource:b"])
      assert.equal(hint(given), undefined, given);
  });
});
