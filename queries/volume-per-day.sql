-- title: Volume per day of delivery
-- question: How many records and files were delivered on each day, of how many accounts and Regions?
-- look at: Days with far less than others, and accounts or Regions that are missing: recording may have stopped.
-- technique: T1562.008

SELECT
  log_day,
  count(*) AS records,
  count(DISTINCT source_file) AS files,
  count(DISTINCT log_account) AS accounts,
  count(DISTINCT log_region) AS regions,
  min(event_time) AS first_event,
  max(event_time) AS last_event
FROM deliveries
WHERE :days
GROUP BY log_day
ORDER BY log_day
