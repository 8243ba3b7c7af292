import assert from "node:assert/strict";
import { placeFilter } from "../../../../../detective/archive/query/placeFilter";

const PLACE = { account: "111122223333", region: "eu-central-1", day: "2026/01/31" };

describe("placeFilter", () => {
  it("judges a place as SQL would judge its rows", () => {
    const cases: readonly (readonly [filter: string, holds: boolean, holdsOfNothing: boolean])[] = [
      ["log_day='2026/01/31'", true, false],
      ["log_day!='2026/01/31'", false, false],
      ["log_day>='2026/01/01' AND log_day<'2026/02/01'", true, false],
      ["log_day>='2026/02/01' AND log_day<'2026/03/01'", false, false],
      ["((log_day IS NULL) OR ((log_day >= '2026/01/01') AND (log_day <= '2026/01/30')))", false, true],
      ["((log_day IS NULL) OR ((log_day >= '2026/01/01') AND (log_day <= '2026/01/31')))", true, true],
      ["optional: log_account IN ('1', '111122223333')", true, false],
      ["(log_account NOT IN ('1', '2'))", true, false],
      ["(log_account IS NOT NULL)", true, false],
      ["(NOT ((log_region = 'us-east-1') OR (log_account = '1')))", true, false],
      ["log_day='2026/01/31' OR log_day='2026/02/01'", true, false],
      ["log_region='it''s'", false, false],
    ];
    for (const [filter, holds, holdsOfNothing] of cases) {
      const test = placeFilter(filter);
      assert.ok(test, filter);
      assert.equal(test(PLACE), holds, filter);
      assert.equal(test({}), holdsOfNothing, `${filter} of a file without a place`);
    }
  });

  it("reads nothing that says more, or that could mean two things", () => {
    const unread = [
      "event_name='X'",
      "log_day='2026/01/31' AND event_name='X'",
      "log_day='a' OR log_day='b' AND log_region='c'",
      "(lower(log_day) = 'x')",
      "optional: Dynamic Filter (log_day)",
      "log_day='2026",
      "log_day=",
      "log_day='a' 'b'",
      "log_day LIKE '2026%'",
      "log_day='a')",
      "log_day BETWEEN 'a' AND 'b'",
      "",
      "constructor='x'",
    ];
    for (const filter of unread) assert.equal(placeFilter(filter), undefined, filter);
  });
});
