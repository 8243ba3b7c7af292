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
    ["SELECT extract(day FROM date_trunc('day', event_time)) FROM events", 1, [], true],
    ["SELECT trim(BOTH '/' FROM lower(event_name)) FROM events", 1, [], true],
    ["SELECT a IS DISTINCT FROM b, count(*) n FROM events GROUP BY 1, b", 1, [], true],
    ["SELECT f(a, b) FROM events WHERE a = ARRAY[1, b] ORDER BY a, b", 1, [], true],
    ["SELECT * FROM events a JOIN events b ON a.x = ARRAY[1, c], events", 3, [], false],
    ["SELECT * FROM (SELECT 1) a, events b, events c", 2, [], false],
    ["SELECT * FROM events WHERE event_id IN (SELECT event_id FROM all_events)", 1, ["all_events"], false],
    ["WITH a (x, y) AS (SELECT 1, 2), b AS (TABLE events) SELECT * FROM a, b", 1, [], false],
    ["SELECT * FROM (VALUES (1, 2), (3, 4)) t (x, y), logs", 1, ["logs"], false],
    ["SELECT * FROM events UNION SELECT a, b FROM logs", 1, ["logs"], false],
  ];
  for (const from of [
    "(cloudtrail_logs)",
    "(TABLE cloudtrail_logs)",
    "(SELECT event_id FROM events) e, cloudtrail_logs l",
    'events AS "e", cloudtrail_logs',
    "events e (a, b), cloudtrail_logs",
    "unnest(ARRAY[1, 2]) AS t(x), cloudtrail_logs",
    "events TABLESAMPLE BERNOULLI (10), cloudtrail_logs",
    "events JOIN (cloudtrail_logs) ON TRUE",
    "((events JOIN cloudtrail_logs USING (a, b)))",
    "events, LATERAL (SELECT * FROM cloudtrail_logs)",
    "events JOIN events e ON e.a = f(1, 2), cloudtrail_logs",
  ])
    it(`SELECT count(*) FROM ${from} is seen to read the table`, () => {
      const { others, isPlain } = statementReach(
        `SELECT count(*) FROM${from.startsWith("(") ? "" : " "}${from}`,
      );
      assert.deepEqual([others, isPlain], [["cloudtrail_logs"], false]);
    });
  for (const [sql, events, others, isPlain] of cases)
    it(sql, () => {
      const found = statementReach(sql);
      assert.deepEqual([found.events, found.others, found.isPlain], [events, others, isPlain]);
    });
});
