-- title: Accounts and Regions that fell silent
-- question: When did each account and Region deliver last, and on how many days?
-- look at: Places whose last day is long before the others': the trail there may have been stopped or narrowed.
-- technique: T1562.008

SELECT
  log_account,
  log_region,
  count(*) AS records,
  count(DISTINCT log_day) AS days_delivered,
  min(log_day) AS first_day,
  max(log_day) AS last_day,
  max(event_time) AS last_event
FROM events
WHERE :days
GROUP BY log_account, log_region
ORDER BY last_day, log_account, log_region
