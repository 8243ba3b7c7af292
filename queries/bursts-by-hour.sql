-- title: Bursts by hour
-- question: In which hours did a principal call far more often than in its other hours?
-- look at: Bursts of reads in many services (looking around), of GetObject (copying), of failures (trying).
-- technique: T1580
-- parameter: times integer = 5 | How many times the principal's mean hour it must be.
-- parameter: least integer = 100 | Hours with fewer calls than this are left out.

WITH hours AS (
  SELECT
    coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
    date_trunc('hour', event_time) AS hour_begin,
    count(*) AS events,
    count(error_code) AS failed,
    count(DISTINCT event_source || ':' || event_name) AS calls
  FROM events
  WHERE :days
    AND event_time IS NOT NULL
  GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), date_trunc('hour', event_time)
),
compared AS (
  SELECT
    principal,
    hour_begin,
    events,
    failed,
    calls,
    sum(events) OVER (PARTITION BY principal) - events AS other_events,
    count(*) OVER (PARTITION BY principal) - 1 AS other_hours
  FROM hours
)
SELECT
  principal,
  hour_begin,
  events,
  failed,
  calls,
  other_hours,
  CASE WHEN other_hours > 0 THEN CAST(other_events AS DOUBLE) / other_hours END AS mean_of_other_hours
FROM compared
WHERE events >= :least
  AND other_hours > 0
  AND events * other_hours >= :times * other_events
ORDER BY events DESC, principal, hour_begin
