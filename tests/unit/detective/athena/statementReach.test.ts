import assert from "node:assert/strict";
import { statementReach } from "../../../../detective/athena/statementReach";

describe("statementReach", () => {
  const cases: [sql: string, events: number, others: string[], isPlain: boolean][] = [
    ["SELECT * FROM events WHERE log_day = '2026/01/31'", 1, [], true],
    ["select count(*) from events e group by 1 order by a, b", 1, [], true],
    ["SELECT extract(year FROM event_time) FROM events", 1, [], true],
    ["SELECT 'x or y from z' FROM events -- from elsewhere or not", 1, [], true],
    ["SELECT * FROM events WHERE log_day = '2026/01/31' OR user_name = 'alice'", 1, [], false],
    ["SELECT count(*) FILTER (WHERE log_day = '2026/01/31') FROM events", 1, [], false],
    [
      "WITH a AS (SELECT * FROM events), b AS (SELECT * FROM events) SELECT * FROM a JOIN b ON true",
      2,
      [],
      false,
    ],
    ["SELECT * FROM events a JOIN events b ON a.x = b.x", 2, [], false],
    ["SELECT count(*) FROM cloudtrail_logs", 1, ["cloudtrail_logs"], false],
    ['SELECT * FROM events e, "other"."all_events"', 1, ["other.all_events"], false],
    ["SELECT * FROM (SELECT * FROM events) CROSS JOIN UNNEST(ARRAY[1])", 1, [], false],
  ];
  for (const [sql, events, others, isPlain] of cases)
    it(sql, () => {
      const found = statementReach(sql);
      assert.deepEqual([found.events, found.others, found.isPlain], [events, others, isPlain]);
    });
});
