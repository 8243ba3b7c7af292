import assert from "node:assert/strict";
import { Status } from "../../../../detective/posture/check";
import { judge } from "../../../../detective/posture/checkCatalogue";
import { AccountOptions } from "../../../../detective/posture/gatherFacts";
import { FakeAccount } from "./account";

/** A change to the ideal account, the verdict it must bring, and what the evidence must say. */
export interface CatalogueCase {
  name: string;
  change: (account: FakeAccount) => unknown;
  /** `left out`: there is nothing to judge. */
  status: Status | "left out";
  says?: RegExp;
  options?: Partial<AccountOptions>;
}

/** One test a case, through gathering and judging as a whole. */
export function catalogueCases(id: string, cases: readonly CatalogueCase[]): void {
  describe(`check ${id}`, () => {
    for (const { name, change, status, says, options } of cases) {
      it(`${status}: ${name}`, async () => {
        const account = new FakeAccount();
        change(account);
        const judged = judge(await account.accountFacts(options)).filter((check) => check.id === id);
        const evidence = judged.flatMap((check) => check.evidence).join("\n");
        if (status === "left out") {
          assert.equal(judged.length, 0);
          return;
        }
        assert.equal(judged[0]?.status, status, evidence);
        assert.equal(judged[0].fix === undefined, status === "pass");
        if (says) assert.match(evidence, says);
      });
    }
  });
}

/** Changes one answer of the further services. */
export function answering(name: string, answer: Record<string, unknown> | Error) {
  return (account: FakeAccount) => {
    assert.ok(name in account.services.answers, name);
    account.services.answers[name] = answer;
  };
}

/** Changes the trail. */
export function trail(fields: Record<string, unknown>) {
  return (account: FakeAccount) => (account.trail = { ...account.trail, ...fields });
}

/** Changes the trail's status. */
export function status(fields: Record<string, unknown>) {
  return (account: FakeAccount) => (account.status = { ...account.status, ...fields });
}
