-- title: Events by name
-- question: Which calls were made, how often, how many of them failed, and when first and last?
-- look at: Names you don't expect in this account, and names whose calls failed far more often than they worked.
-- parameter: source text = | The service, such as iam.amazonaws.com; empty for all.
-- parameter: most integer = 100 | The most rows.

SELECT
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT principal_arn) AS principals,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND (:source = '' OR event_source = :source)
GROUP BY event_source, event_name
ORDER BY events DESC, event_source, event_name
LIMIT :most
