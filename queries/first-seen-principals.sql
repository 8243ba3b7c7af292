-- title: Principals by when they were first seen
-- question: Which principals were seen for the first time since a moment, and what did they do?
-- look at: Everyone you can't explain by a change of your own. The days must begin well before the moment.
-- technique: T1136.003
-- parameter: since timestamp | The moment; who was seen before is known.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  min(identity_type) AS identity_type,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT event_source) AS services,
  min(source_ip) AS one_address
FROM events
WHERE :days
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)')
HAVING min(event_time) >= :since
ORDER BY first_seen, principal
