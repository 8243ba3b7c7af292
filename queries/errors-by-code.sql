-- title: Errors by code
-- question: With which errors did calls fail, how often, and of how many principals?
-- look at: Codes that say that a limit was reached, a key was wrong or a token had ended; denials-by-action tells more of
--   what was denied.

SELECT
  error_code,
  count(*) AS events,
  count(DISTINCT event_source || ':' || event_name) AS calls,
  count(DISTINCT coalesce(issuer_arn, principal_arn, principal_id)) AS principals,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND error_code IS NOT NULL
GROUP BY error_code
ORDER BY events DESC, error_code
