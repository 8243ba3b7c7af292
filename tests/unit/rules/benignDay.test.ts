import assert from "node:assert/strict";
import { join } from "node:path";
import { detect } from "../../../detective/detect/detect";
import { recordsOf } from "../../../detective/detect/recordsOf";
import { Level } from "../../../detective/finding";
import { loadRules } from "../../../detective/sigma/load/loadRules";
import { benignDay } from "../../support/benignDay";

const RULES = join(__dirname, "../../../rules");

/** What is worth a look on such a day, and how often: all of it is what the rule says, done by those who may. */
const WORTH_A_LOOK: Readonly<Record<string, number>> = {
  "A KMS key was disabled or scheduled for deletion": 1,
  "A console password was set for another user": 1,
  "A database was deleted without a last snapshot": 4,
  "A long-term key asked many different questions within minutes": 1,
  "A long-term key asked who it was, then what the account holds": 1,
  "A long-term key made the account ready to send mail": 1,
  "A long-term key replaced a function's code, layers or role": 1,
  "A machine image was shared with another account": 2,
  "A rule of EventBridge was switched off": 1,
  "A script was run on instances": 1,
  "A secret was deleted without a way back": 1,
  "Flow logs of a network were deleted": 1,
  "The user data of an instance was changed": 1,
};

describe("a day of ordinary work", () => {
  const records = benignDay();
  const found = new Map<Level, Record<string, number>>();

  before(async () => {
    const detecting = await detect(recordsOf(records, "day"), await loadRules(RULES));
    for await (const { rule } of detecting) {
      const titles = found.get(rule.level) ?? {};
      found.set(rule.level, titles);
      titles[rule.title] = (titles[rule.title] ?? 0) + 1;
    }
    assert.deepEqual(detecting.refused, []);
    assert.equal(detecting.coverage().complete, true);
  });

  it("has thousands of records of every part of an account, each with an id of its own, in their order", () => {
    assert.equal(records.length, 15_951);
    assert.equal(new Set(records.map(({ eventID }) => eventID)).size, records.length);
    const moments = records.map(({ eventTime }) => String(eventTime));
    assert.deepEqual(moments, [...moments].sort());
    const types = new Set(records.map(({ userIdentity }) => (userIdentity as { type?: unknown }).type));
    assert.deepEqual([...types].sort(), [
      "AWSAccount",
      "AWSService",
      "AssumedRole",
      "IAMUser",
      "IdentityCenterUser",
      "WebIdentityUser",
    ]);
    assert.ok(new Set(records.map(({ eventSource }) => eventSource)).size > 50);
  });

  it("raises nothing high or critical", () => {
    assert.deepEqual(found.get("critical") ?? {}, {});
    assert.deepEqual(found.get("high") ?? {}, {});
  });

  it("raises few mediums, each of which its rule means", () => {
    assert.deepEqual(found.get("medium") ?? {}, WORTH_A_LOOK);
  });
});
