-- title: Denials by action
-- question: Which calls were denied, with which error, to how many principals?
-- look at: Calls that change rights or read secrets, and calls denied to a single principal. A permission that a workload
--   lacks looks the same: many denials of one call, evenly over time.
-- technique: T1580
-- parameter: most integer = 100 | The most rows.

SELECT
  event_source,
  event_name,
  error_code,
  count(*) AS denials,
  count(DISTINCT coalesce(issuer_arn, principal_arn, principal_id)) AS principals,
  min(event_time) AS first_denial,
  max(event_time) AS last_denial
FROM events
WHERE :days
  AND (
    regexp_like(lower(error_code), 'accessdenied|unauthorized|notauthorized|authorizationerror|authfailure|forbidden|insufficientprivileges|^explicitdeny$')
    OR (error_code IS NOT NULL AND regexp_like(lower(error_message), 'is not authorized to perform'))
  )
GROUP BY event_source, event_name, error_code
ORDER BY denials DESC, event_source, event_name, error_code
LIMIT :most
