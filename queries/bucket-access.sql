-- title: Access to a bucket
-- question: Who touched a bucket or its objects, with which calls, from how many addresses?
-- look at: Principals you don't expect, changes of its policy, and copies out of it. Objects show only where data events are
--   recorded for the bucket.
-- technique: T1530
-- parameter: bucket text | The bucket's name.

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  event_name,
  count(*) AS events,
  count(error_code) AS failed,
  count(DISTINCT source_ip) AS addresses,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND event_source = 's3.amazonaws.com'
  AND json_extract_scalar(request_parameters, '$.bucketName') = :bucket
GROUP BY coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'), event_name
ORDER BY principal, event_name
