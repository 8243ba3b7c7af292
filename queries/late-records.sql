-- title: Records delivered late
-- question: Which records were delivered a day or more after the day of their call, how many, and of which services?
-- look at: Delays of days: delivery was broken, or files were put there by somebody else. Around midnight one day is usual.
-- technique: T1070
-- parameter: late integer = 1 | How many days later delivery must be.

SELECT
  log_day,
  CAST(event_time AS DATE) AS event_day,
  log_account,
  log_region,
  event_source,
  count(*) AS records,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM events
WHERE :days
  AND date_diff('day', CAST(event_time AS DATE), TRY_CAST(replace(log_day, '/', '-') AS DATE)) >= :late
GROUP BY log_day, CAST(event_time AS DATE), log_account, log_region, event_source
ORDER BY log_day, event_day, log_account, log_region, event_source
