import assert from "node:assert/strict";
import { Check, Status } from "../../../../detective/posture/check";
import { FakeAccount } from "./account";

/** A change to the ideal account, the verdict it must bring, and what the evidence must say. */
export interface CheckCase {
  name: string;
  change: (account: FakeAccount) => unknown;
  status: Status;
  /** Must be found in one piece of evidence. */
  says?: RegExp;
  keyAlias?: string;
}

/** One test a case; a pass must come with evidence and no fix, everything else with a fix. */
export function checkCases(check: Check, cases: readonly CheckCase[]): void {
  for (const { name, change, status, says, keyAlias } of cases) {
    it(`${status}: ${name}`, async () => {
      const account = new FakeAccount();
      change(account);
      const verdict = await account.judge(check, keyAlias);
      assert.equal(verdict.status, status, verdict.evidence.join("\n"));
      assert.ok(verdict.evidence.length > 0, "a verdict without evidence");
      assert.equal(verdict.fix === undefined, status === "pass");
      if (says)
        assert.ok(
          verdict.evidence.some((text) => says.test(text)),
          verdict.evidence.join("\n"),
        );
    });
  }
}
