-- title: Instances launched
-- question: Who launched instances, where, of which type, and how many?
-- look at: Large and graphics types, rarely used Regions, and principals that never launched any.
-- technique: T1578.002, T1496

SELECT
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)') AS principal,
  aws_region,
  json_extract_scalar(request_parameters, '$.instanceType') AS instance_type,
  count(*) AS launches,
  count(error_code) AS failed,
  sum(
    TRY_CAST(json_extract_scalar(request_parameters, '$.instancesSet.items[0].maxCount') AS BIGINT)
  ) AS asked_for,
  min(event_time) AS first_seen,
  max(event_time) AS last_seen
FROM events
WHERE :days
  AND event_source = 'ec2.amazonaws.com'
  AND event_name = 'RunInstances'
GROUP BY
  coalesce(issuer_arn, principal_arn, invoked_by, principal_id, '(unknown)'),
  aws_region,
  json_extract_scalar(request_parameters, '$.instanceType')
ORDER BY launches DESC, principal, aws_region, instance_type
