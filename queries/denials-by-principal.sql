-- title: Denials by principal
-- question: Who was denied access, how often, and to how many different calls?
-- look at: Many different calls denied to one principal in a short time: somebody is finding out what a key can do.
-- technique: T1580
-- parameter: most integer = 100 | The most rows.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  count(*) AS denials,
  count(DISTINCT event_source || ':' || event_name) AS calls,
  count(DISTINCT source_ip) AS addresses,
  min(event_time) AS first_denial,
  max(event_time) AS last_denial
FROM events
WHERE :days
  AND (
    regexp_like(lower(error_code), 'accessdenied|unauthorized|notauthorized|authorizationerror|authfailure|forbidden|insufficientprivileges|^explicitdeny$')
    OR (error_code IS NOT NULL AND regexp_like(lower(error_message), 'is not authorized to perform'))
  )
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)')
ORDER BY denials DESC, principal
LIMIT :most
