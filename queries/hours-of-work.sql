-- title: Hours of work
-- question: At which hours of the day (UTC) does each principal change things?
-- look at: A person's calls outside of their hours. Programs work at every hour.
-- parameter: principal text = | A user's or role's name or ARN; empty for all.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  extract(HOUR FROM event_time) AS hour_of_day,
  count(*) AS changes,
  count(error_code) AS failed,
  count(DISTINCT CAST(event_time AS DATE)) AS on_days,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND NOT read_only
  AND event_time IS NOT NULL
  AND invoked_by IS NULL
  AND (:principal = '' OR :principal IN (principal_arn, issuer_arn, user_name, issuer_name))
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), extract(HOUR FROM event_time)
ORDER BY principal, hour_of_day
