-- title: Records that are there more than once
-- question: Which records (by their id) stand more than once in the archive, and in how many places?
-- look at: Some repeats are usual, for CloudTrail delivers at least once. Many mean two trails in one archive: then counts
--   are doubled.
-- parameter: most integer = 100 | The most rows.

SELECT
  event_id,
  count(*) AS copies,
  count(DISTINCT log_day) AS days_delivered,
  count(DISTINCT log_account || ' ' || log_region) AS places,
  min(event_name) AS event_name,
  min(event_time) AS event_time
FROM deliveries
WHERE :days
  AND event_id IS NOT NULL
GROUP BY event_id
HAVING count(*) > 1
ORDER BY copies DESC, event_id
LIMIT :most
