-- title: Calls without a known principal
-- question: Which calls tell nobody who made them?
-- look at: Anonymous reads of public buckets, sign-ins with a name that doesn't exist, and records that lack their identity.
-- technique: T1530

SELECT
  coalesce(identity_type, '(none)') AS identity_type,
  event_source,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT source_ip) AS addresses,
  min(source_ip) AS one_address,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND invoked_by IS NULL
  AND coalesce(event_type, '') <> 'AwsServiceEvent'
  AND principal_arn IS NULL
  AND (principal_id IS NULL OR principal_id IN ('', 'anonymous', 'Anonymous'))
GROUP BY coalesce(identity_type, '(none)'), event_source, event_name
ORDER BY events DESC, identity_type, event_source, event_name
