-- title: Failed console logins
-- question: Who failed to sign in to the console, from which address, and did the same address get in with that name?
-- look at: Many failures of one name (guessing), of many names from one address (spraying), and rows with successes too.
-- technique: T1110, T1078.004

SELECT
  coalesce(user_name, principal_arn, identity_type, '(unknown)') AS who,
  account_id,
  source_ip,
  count(*) FILTER (WHERE json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Failure') AS failures,
  count(*) FILTER (WHERE json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Success') AS successes,
  min(event_time) AS first_try,
  max(event_time) AS last_try
FROM events
WHERE :days
  AND event_name = 'ConsoleLogin'
GROUP BY coalesce(user_name, principal_arn, identity_type, '(unknown)'), account_id, source_ip
HAVING count(*) FILTER (WHERE json_extract_scalar(response_elements, '$.ConsoleLogin') = 'Failure') > 0
ORDER BY failures DESC, who, source_ip
