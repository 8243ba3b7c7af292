-- title: Events by day
-- question: How much happened on each day (UTC), and by how many principals?
-- look at: Days that stand out, and days without records: nothing may have been done, or nothing recorded.

SELECT
  CAST(event_time AS DATE) AS event_day,
  count(*) AS events,
  count(*) FILTER (WHERE NOT read_only) AS changes,
  count(error_code) AS failed,
  count(DISTINCT coalesce(issuer_arn, principal_arn)) AS principals
FROM events
WHERE :days
GROUP BY CAST(event_time AS DATE)
ORDER BY event_day
