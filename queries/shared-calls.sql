-- title: Calls that several accounts recorded
-- question: Which calls concerned several accounts, and which ones?
-- look at: Roles assumed, keys and buckets used across accounts; with the same shared id each account has its own record.
-- technique: T1199
-- parameter: most integer = 200 | The most rows.

SELECT
  shared_event_id,
  min(event_time) AS event_time,
  min(event_source) AS event_source,
  min(event_name) AS event_name,
  count(DISTINCT account_id) AS accounts,
  min(account_id) AS one_account,
  max(account_id) AS another_account,
  min(identity_account) AS calling_account,
  count(*) AS records
FROM events
WHERE :days
  AND shared_event_id IS NOT NULL
GROUP BY shared_event_id
HAVING count(DISTINCT account_id) > 1
ORDER BY event_time, shared_event_id
LIMIT :most
