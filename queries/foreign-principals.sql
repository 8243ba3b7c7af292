-- title: Principals of other accounts
-- question: Which principals of accounts that are not on a list called something here?
-- look at: Accounts without a contract; buckets, keys and queues whose policies let them in.
-- technique: T1199
-- parameter: known list = none | Account ids that are expected, divided by commas.

SELECT
  identity_account,
  account_id,
  coalesce(issuer_arn, principal_arn, principal_id, '(unknown)') AS principal,
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND identity_account <> account_id
  AND identity_account NOT IN :known
GROUP BY
  identity_account,
  account_id,
  coalesce(issuer_arn, principal_arn, principal_id, '(unknown)'),
  event_source,
  event_name
ORDER BY events DESC, identity_account, account_id, principal, event_source, event_name
