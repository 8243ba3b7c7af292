-- title: Access keys used from a new address
-- question: Which long-lived access keys were used since a moment from an address that had not used them before?
-- look at: Keys of people and of servers alike: a stolen key shows up here first. The days must begin well before the
--   moment.
-- technique: T1078.004
-- parameter: since timestamp | The moment; what was seen before is known.

SELECT
  access_key_id,
  source_ip,
  min(principal_arn) AS principal,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen,
  count(*) AS events,
  count(error_code) AS failed
FROM events
WHERE :days
  AND access_key_id LIKE 'AKIA%'
  AND access_key_id IN (
    SELECT access_key_id
    FROM events
    WHERE :days
      AND access_key_id LIKE 'AKIA%'
      AND event_time < :since
  )
GROUP BY access_key_id, source_ip
HAVING min(event_time) >= :since
ORDER BY first_seen, access_key_id, source_ip
