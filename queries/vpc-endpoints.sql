-- title: VPC endpoints used
-- question: Through which VPC endpoints were which services called, and how many calls were refused?
-- look at: Endpoints that are not yours, and principals of other accounts behind yours.

SELECT
  vpc_endpoint_id,
  event_source,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT coalesce(issuer_arn, principal_arn)) AS principals,
  count(DISTINCT identity_account) AS accounts,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND vpc_endpoint_id IS NOT NULL
GROUP BY vpc_endpoint_id, event_source
ORDER BY vpc_endpoint_id, events DESC, event_source
