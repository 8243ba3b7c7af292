-- title: Activity of an address
-- question: Who called from one address, what, how often, and how much of it failed?
-- look at: Several principals behind one address: an office, a NAT gateway, or one who collected keys.
-- parameter: address text | The address as records write it.
-- parameter: most integer = 1000 | The most rows.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  access_key_id,
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND source_ip = :address
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), access_key_id, event_source, event_name
ORDER BY first_seen, principal, event_source, event_name, access_key_id
LIMIT :most
