-- title: Activity of an access key
-- question: What was called with one access key, from where, and with what outcome?
-- look at: The first calls (GetCallerIdentity, List…) after a new address, and everything that changed something.
-- technique: T1078.004
-- parameter: key text | The access key's id, AKIA… or ASIA….
-- parameter: most integer = 1000 | The most rows.

SELECT
  event_time,
  account_id,
  aws_region,
  event_source,
  event_name,
  error_code,
  source_ip,
  user_agent,
  principal_arn,
  event_id
FROM events
WHERE :days
  AND access_key_id = :key
ORDER BY event_time, event_id
LIMIT :most
