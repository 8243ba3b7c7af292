-- title: Addresses by when they were first seen
-- question: From which addresses were calls made for the first time since a moment, by whom?
-- look at: Addresses with long-lived keys behind them (keys), and with failures. AWS services that call are left out.
-- parameter: since timestamp | The moment; what was seen before is known.
-- parameter: most integer = 500 | The most rows.

SELECT
  source_ip,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT access_key_id) FILTER (WHERE access_key_id LIKE 'AKIA%') AS keys,
  count(DISTINCT coalesce(issuer_arn, principal_arn)) AS principals,
  min(coalesce(issuer_arn, principal_arn)) AS one_principal
FROM events
WHERE :days
  AND source_ip NOT LIKE '%.amazonaws.com'
  AND source_ip <> 'AWS Internal'
GROUP BY source_ip
HAVING min(event_time) >= :since
ORDER BY first_seen, source_ip
LIMIT :most
