-- title: Rare events
-- question: Which calls were made only a few times, by whom, and when?
-- look at: Everything that changes something: routine repeats itself, an intruder's steps mostly don't.
-- parameter: limit integer = 3 | A call made more often than this is not rare.
-- parameter: most integer = 500 | The most rows.

SELECT
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  min(coalesce(issuer_arn, principal_arn, invoked_by, principal_id)) AS one_principal,
  count(DISTINCT coalesce(issuer_arn, principal_arn, invoked_by, principal_id)) AS principals,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
GROUP BY event_source, event_name
HAVING count(*) <= :limit
ORDER BY events, event_source, event_name
LIMIT :most
