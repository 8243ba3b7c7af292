-- title: Instances' credentials in several places
-- question: Which instances' sessions called from more than one address?
-- look at: Addresses that are not yours: credentials taken from an instance's metadata. An instance with several addresses,
--   or behind endpoints, has more than one of its own.
-- technique: T1552.005

SELECT
  principal_arn AS session,
  split_part(principal_id, ':', 2) AS instance,
  count(DISTINCT source_ip) AS addresses,
  min(source_ip) AS one_address,
  max(source_ip) AS another_address,
  count(*) AS events,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND identity_type = 'AssumedRole'
  AND principal_id LIKE '%:i-%'
  AND source_ip NOT LIKE '%.amazonaws.com'
  AND source_ip <> 'AWS Internal'
GROUP BY principal_arn, principal_id
HAVING count(DISTINCT source_ip) > 1
ORDER BY addresses DESC, session
