-- title: Activity of a principal
-- question: What did one user, role or session do between two moments?
-- look at: The order: what was looked at first, what was changed next, and which calls were refused in between.
-- parameter: principal text | A user's or role's name, its ARN, a session's ARN, or its unique id.
-- parameter: begin timestamp = 0001-01-01 | The first moment.
-- parameter: end timestamp = 9999-12-31 | The moment after the last.
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
  access_key_id,
  event_id
FROM events
WHERE :days
  AND :principal IN (principal_arn, issuer_arn, user_name, issuer_name, principal_id)
  AND event_time >= :begin
  AND event_time < :end
ORDER BY event_time, event_id
LIMIT :most
